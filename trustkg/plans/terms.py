"""A name in a plan → the term of the framework that it stands for, or what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from trustkg.framework import Framework, Term
from trustkg.framework.model import fold
from trustkg.language import Text
from trustkg.plans.model import LONG
from trustkg.plans.naming import distinct_name
from trustkg.plans.phrases import all_of, both, listed
from trustkg.plans.vocabulary import Property
from trustkg.vocab import local_id

_MANY: Final = 12
"""How many terms of a kind are few enough to be listed all."""
_SUGGESTIONS: Final = 50
"""How often near names are looked for: it takes time that a bad file may not cost."""


@dataclass(frozen=True, slots=True)
class Misread:
    """Why a name stands for no term: the reading rule that says so and what may be meant."""

    slug: str
    found: Text
    candidates: Text


class Terms:
    """The terms that the values of properties may name.

    Args:
        framework: whose terms.
        several: how the file writes several values; said to who wrote them as one.
    """

    def __init__(self, framework: Framework, several: Text) -> None:
        self._framework = framework
        self._several = several
        self._fitting: dict[str, dict[str, Term]] = {}
        self._looked = 0

    def fitting(self, property: Property) -> dict[str, Term]:
        """Return the terms that may stand for a property, by id, in order."""
        if property.iri not in self._fitting:
            kinds = [local_id(iri) for iri in property.ranges]
            found = {t.id: t for kind in kinds for t in self._framework.of_kind(kind)}
            self._fitting[property.iri] = found
        return self._fitting[property.iri]

    def read(self, name: str, property: Property) -> Term | Misread:
        """Find the term that a name stands for.

        Args:
            name: id, label in either language, or alias.
            property: where it stands; of several terms that share a name one may fit.

        Returns:
            The term, or why there is none.
        """
        fitting = self.fitting(property)
        # Not Framework.find: it looks for near names among all kinds before it fails.
        ids = self._framework.names.get(fold(local_id(name.strip())), ())
        found = tuple(id for id in ids if id in fitting) or ids
        if not found:
            near, split = self._nearest(name, property), self._split(name, property)
            return Misread("unknown-term", both(""), Text(near.zh + split.zh, near.en + split.en))
        if len(found) > 1:
            names = all_of([distinct_name(self._framework, id) for id in found])
            return Misread("ambiguous-term", both(""), names)
        term = self._framework.terms[found[0]]
        return term if term.id in fitting else self._wrong_kind(name, property, term)

    def _wrong_kind(self, name: str, property: Property, term: Term) -> Misread:
        fitting = self.fitting(property)
        about = self._framework.about.get(term.id, ())
        parts = dict.fromkeys(s.object for s in about if s.object in fitting)
        return Misread(
            "wrong-kind",
            self._framework.label(term.kinds[0]),
            all_of([fitting[id].label for id in parts])
            if parts
            else self._nearest(name, property),
        )

    def _nearest(self, name: str, property: Property) -> Text:
        self._looked += 1
        kinds = [local_id(iri) for iri in property.ranges]
        within = kinds if self._looked <= _SUGGESTIONS else []
        limit = 3 if len(kinds) == 1 else 1
        near = [
            found
            for kind in within
            for found in self._framework.nearest(name[:LONG], kind, limit=limit)
        ]
        if near:
            return listed(near)
        terms = list(self.fitting(property).values())
        names = all_of([distinct_name(self._framework, term.id) for term in terms[:_MANY]])
        return Text(names.zh + "等", names.en + ", …") if len(terms) > _MANY else names

    def _split(self, name: str, property: Property) -> Text:
        """Say how to write several terms, to who wrote them as one text."""
        if not any(sign in name for sign in "，、,；;"):
            return both("")
        if property.functional:
            return Text("；这里只能写一个", "; only one can stand here")
        return self._several
