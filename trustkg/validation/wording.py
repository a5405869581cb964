"""Message templates and bindings → texts in both languages.

SHACL engines write messages in whatever language comes first, with IRIs in them. Here the
template comes from the shape, and the values are called what a reader calls them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from trustkg.framework import Framework
from trustkg.language import Language, Text
from trustkg.plans import Plan
from trustkg.plans.model import shortened
from trustkg.plans.naming import distinct_name
from trustkg.validation.rules import PLACEHOLDER, Grounds
from trustkg.vocab import local_id

if TYPE_CHECKING:
    from rdflib.term import Node

_NOTHING = Text("无", "none")


class Wording:
    """Says things about one plan in the framework's words."""

    def __init__(self, framework: Framework, plan: Plan) -> None:
        self._framework = framework
        self._plan = plan
        self._order = {id: place for place, id in enumerate(framework.terms)}

    def render(self, template: Text, bindings: Mapping[str, Node]) -> Text:
        """Fill a template.

        Args:
            template: with placeholders such as `{?value}`.
            bindings: RDF terms by variable; one that is missing reads as “none”.
        """
        texts = {name: self.call(value) for name, value in bindings.items()}
        return fill(template, texts)

    def call(self, value: Node) -> Text:
        """Return what a reader calls an RDF term.

        A literal of IRIs separated by spaces, as GROUP_CONCAT makes them, is a list of
        their labels in the framework's order.
        """
        ids = self._ids(value)
        if ids:
            texts = [self._call_id(id) for id in ids]
            return Text("、".join(t.zh for t in texts), ", ".join(t.en for t in texts))
        text = shortened(str(value))
        return Text(text, text)

    def _ids(self, value: Node) -> list[str]:
        if not str(value).startswith(("http", "urn:")):
            return []
        known = self._framework.labels
        iris = str(value).split()
        ids = [local_id(iri) for iri in iris]
        if not all(
            iri in self._plan.names or id in known for iri, id in zip(iris, ids, strict=True)
        ):
            return []
        return sorted(ids, key=lambda id: self._order.get(id, 0))

    def _call_id(self, id: str) -> Text:
        if id in self._plan.names:
            return self._plan.names[id]
        return distinct_name(self._framework, id)

    def statements(
        self, grounds: Sequence[Grounds], bindings: Mapping[str, Node]
    ) -> tuple[str, ...]:
        """Return the ids of the statements that a finding rests on, in order."""
        found: dict[str, None] = {}
        for ground in grounds:
            subjects = self._choice(ground.subject_variable, bindings)
            objects = self._choice(ground.object_variable, bindings)
            kinds = set(self._framework.subkinds(ground.kind))
            for statement in self._framework.statements.values():
                if (
                    statement.kind in kinds
                    and (subjects is None or statement.subject in subjects)
                    and (objects is None or statement.object in objects)
                ):
                    found[statement.id] = None
        return tuple(found)

    def _choice(self, variable: str | None, bindings: Mapping[str, Node]) -> set[str] | None:
        if variable is None:
            return None
        return set(self._ids(bindings[variable])) if variable in bindings else set()


def fill(template: Text, texts: Mapping[str, Text]) -> Text:
    """Fill the placeholders of a template; what is missing or empty reads as “none”."""

    def filled(language: Language) -> str:
        return PLACEHOLDER.sub(
            lambda match: texts.get(match[1], _NOTHING)[language] or _NOTHING[language],
            template[language],
        )

    return Text(filled(Language.ZH), filled(Language.EN))
