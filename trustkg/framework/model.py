"""The framework as plain values."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeVar

import pyoxigraph as ox

from trustkg import resources
from trustkg.errors import AmbiguousTermError, UnknownTermError
from trustkg.framework import names as _names
from trustkg.language import Language, Text
from trustkg.vocab import BASE, named_id

if TYPE_CHECKING:
    import rdflib


class BasisKind(enum.StrEnum):
    """Whether paper or project says something."""

    PAPER = "paper"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Kind:
    """A class of the schema.

    `parent` is the id of the next class up, or None at the top; `relation` is the id of the
    direct relation that a kind of statement entails, or None.
    """

    id: str
    label: Text
    plural: Text
    definition: Text
    parent: str | None
    relation: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """An object property that may stand between two terms.

    `other_names` are verbs of either language that readers use for it as well.
    """

    id: str
    label: Text
    definition: Text
    other_names: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that it goes by, its id first."""
        return (self.id, self.label.zh, self.label.en, *self.other_names)


@dataclass(frozen=True, slots=True)
class Term:
    """A named individual of the framework.

    `kinds` are the classes asserted of it, most telling first; `aliases` are the paper's
    own variants of its name, `other_names` those that the project adds for looking it up;
    `named_in` is the id of the section that names it; `basis` is the id of its basis.
    """

    id: str
    kinds: tuple[str, ...]
    label: Text
    aliases: tuple[str, ...]
    other_names: tuple[str, ...]
    definition: Text
    named_in: str | None
    basis: str
    english_from: str | None

    @property
    def iri(self) -> str:
        """The absolute IRI."""
        return BASE + self.id

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that it goes by, its id included."""
        return (self.label.zh, self.label.en, *self.aliases, *self.other_names, self.id)


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim of a relation between two terms, with its basis and place.

    `subject`, `object`, `on_path`, `for_outcome` and `under_condition` are ids of terms,
    `section`, `cites` and `attributed_to` ids of sections and references. `relation` is the
    id of the relation that its sentence uses: the signed one where it has a sign.
    `attributed_to` are the works whose claim the paper reports. `quote`, `section` and
    `paragraph` are None for the project's own statements, which carry a `rationale` instead
    and, in `rests_on`, the ids of the paper's statements that they are inferred from.
    """

    id: str
    kind: str
    subject: str
    relation: str
    object: str
    sign: str | None
    basis: str
    basis_kind: BasisKind
    section: str | None
    paragraph: int | None
    quote: str | None
    cites: tuple[str, ...]
    on_path: tuple[str, ...]
    for_outcome: str | None
    under_condition: tuple[str, ...]
    attributed_to: tuple[str, ...]
    rationale: Text | None
    rests_on: tuple[str, ...]

    @property
    def iri(self) -> str:
        """The absolute IRI."""
        return BASE + self.id


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the paper; `number` is empty for the front matter and the abstract."""

    id: str
    number: str
    label: Text
    parent: str | None


@dataclass(frozen=True, slots=True)
class Citation:
    """One place where the paper cites a work, and what for (the project's summary).

    `fit` is the id of how well the work's title agrees with that, as the project judges it,
    and `fit_note` why; both are None where the project doesn't judge.
    """

    id: str
    reference: str
    section: str
    quote: str
    cited_for: Text
    fit: str | None
    fit_note: Text | None


@dataclass(frozen=True, slots=True)
class Reference:
    """An entry of the paper's list of references; `text` is the entry as printed."""

    id: str
    number: int
    title: Text
    authors: Text
    journal: Text
    year: str
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class CriticalNote:
    """A remark of the project's after reading the paper closely.

    `kind` is the id of its class and `severity` that of how much it matters; `concerns` are
    ids of statements, terms, sections, references and citations.
    """

    id: str
    kind: str
    severity: str
    basis: str
    label: Text
    definition: Text
    concerns: tuple[str, ...]


fold: Final = _names.fold
_LONGEST_NAME: Final = 100
_LEAST_LIKE: Final = 0.65
"""Names that are no more alike than this are no suggestion."""


@dataclass(frozen=True)
class Framework:
    """Everything that `ontology/` says, read once and never changed.

    Every mapping goes from id to value, in the order in which the ontology's own sort keys
    (for terms, references, sections and notes) or ids (for statements) put them.
    """

    folder: Path
    store: ox.Store = field(repr=False)
    kinds: Mapping[str, Kind] = field(repr=False)
    relations: Mapping[str, Relation] = field(repr=False)
    terms: Mapping[str, Term] = field(repr=False)
    statements: Mapping[str, Statement] = field(repr=False)
    sections: Mapping[str, Section] = field(repr=False)
    references: Mapping[str, Reference] = field(repr=False)
    notes: Mapping[str, CriticalNote] = field(repr=False)
    labels: Mapping[str, Text] = field(repr=False)
    """Label of everything that has one: terms, kinds, relations, bases, signs, sections …"""

    @classmethod
    def load(cls, folder: Path | None = None) -> Framework:
        """Read the ontology.

        Args:
            folder: the folder that holds `schema/`, `paper/`, `project/` and `plan/`; the
                one that comes with trustkg where None.

        Returns:
            The framework, with entailments in named graphs of their own.

        Raises:
            InputError: a file is missing, is not Turtle, or a statement or term lacks
                something that it must have.
        """
        from trustkg.framework import graphs, values

        folder = folder or resources.data("ontology")
        return values.framework(folder, graphs.read(folder))

    @cached_property
    def graph(self) -> rdflib.Graph:
        """Asserted and entailed triples as one rdflib graph, lexical forms untouched."""
        from trustkg.framework import serialise

        return serialise.rdflib_graph(self.folder, self.store)

    def label(self, id: str) -> Text:
        """Return the label of anything by its id; the id itself where it has no label."""
        return self.labels.get(id, Text(id, id))

    def sentence(self, statement: Statement, language: Language) -> str:
        """Return a statement as a sentence: subject, relation, object, as regards what, when."""
        parts = (statement.subject, statement.relation, statement.object)
        said = " ".join(self.label(part)[language] for part in parts)
        if statement.for_outcome is not None:
            outcome = self.label(statement.for_outcome)
            said += Text(f"（就{outcome.zh}而言）", f" (with regard to {outcome.en})")[language]
        for condition in map(self.label, statement.under_condition):
            said += Text(f"（条件：{condition.zh}）", f" (given {condition.en})")[language]
        return said

    def attribution(self, statement: Statement) -> tuple[Text, ...]:
        """Return on whose word the paper reports a statement: works, then theories."""
        cited, followed = [], []
        for id in statement.attributed_to:
            work = self.references.get(id)
            if work is not None:
                cited.append(Text(f"出自[{work.number}]", f"as [{work.number}] reports"))
            else:
                theory = self.label(id)
                followed.append(Text(f"据{theory.zh}", f"after {theory.en}"))
        return (*cited, *followed)

    def of_kind(self, kind: str) -> tuple[Term, ...]:
        """Return the terms of a class, subclasses included, in order."""
        wanted = set(self.subkinds(kind))
        return tuple(t for t in self.terms.values() if wanted.intersection(t.kinds))

    def subkinds(self, kind: str) -> Iterator[str]:
        """Yield the id of a class and of every class below it."""
        yield kind
        for below in self.kinds.values():
            if below.parent == kind:
                yield from self.subkinds(below.id)

    @cached_property
    def about(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by the id of their subject."""
        return _grouped((s.subject, s) for s in self.statements.values())

    @cached_property
    def pointing_at(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by the id of their object."""
        return _grouped((s.object, s) for s in self.statements.values())

    @cached_property
    def conditional_on(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by the id of each term that is a condition of theirs."""
        return _grouped((id, s) for s in self.statements.values() for id in s.under_condition)

    @cached_property
    def with_regard_to(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by the id of the term with regard to which they hold."""
        return _grouped((s.for_outcome, s) for s in self.statements.values() if s.for_outcome)

    @cached_property
    def made_in(self) -> Mapping[str, tuple[Statement, ...]]:
        """Statements by the id of the section that they stand in."""
        return _grouped((s.section, s) for s in self.statements.values() if s.section)

    @cached_property
    def notes_on(self) -> Mapping[str, tuple[CriticalNote, ...]]:
        """Critical notes by the id of what they concern."""
        return _grouped((id, note) for note in self.notes.values() for id in note.concerns)

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """Ids of terms by every name that they go by, folded by `fold`."""
        found: dict[str, dict[str, None]] = {}
        for term in self.terms.values():
            for name in term.names:
                found.setdefault(fold(name), {})[term.id] = None
        return MappingProxyType({name: tuple(ids) for name, ids in found.items()})

    def find(self, name: str) -> Term:
        """Find a term by id, label in either language, or alias.

        Case, spaces, hyphens and underscores don't count.

        Args:
            name: what the reader calls it.

        Returns:
            The one term of that name.

        Raises:
            AmbiguousTermError: several terms go by it, as with 服务信任.
            UnknownTermError: none does; it carries the nearest names.
        """
        ids = self.names.get(fold(named_id(name)), ())
        if len(ids) == 1:
            return self.terms[ids[0]]
        if ids:
            raise AmbiguousTermError(name, ids)
        raise UnknownTermError(name, self.nearest(name))

    def nearest(self, name: str, kind: str | None = None, limit: int = 3) -> tuple[str, ...]:
        """Return the names of the terms nearest to a misspelt one.

        Args:
            name: what the reader wrote.
            kind: look only among the terms of this class, where given.
            limit: how many at most.

        Returns:
            Names as the ontology has them, in the script that the reader used, best first.
        """
        asked = name[:_LONGEST_NAME]  # comparing takes time quadratic in the length
        scored: dict[str, tuple[float, str]] = {}
        for term in self.of_kind(kind) if kind else self.terms.values():
            for candidate in term.names:
                if candidate.isascii() == asked.isascii():
                    score = _names.likeness(asked, candidate)
                    if score > scored.get(term.id, (_LEAST_LIKE, ""))[0]:
                        scored[term.id] = (score, candidate)
        best = sorted(scored.values(), key=lambda pair: -pair[0])
        return tuple(dict.fromkeys(candidate for _, candidate in best))[:limit]


_Value = TypeVar("_Value", Statement, CriticalNote)


def _grouped(pairs: Iterator[tuple[str, _Value]]) -> Mapping[str, tuple[_Value, ...]]:
    groups: dict[str, list[_Value]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return MappingProxyType({key: tuple(found) for key, found in groups.items()})
