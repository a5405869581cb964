"""`Document` + vocabulary + framework → `Plan`."""

from __future__ import annotations

from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from trustkg.framework import Framework
from trustkg.language import Text
from trustkg.plans.amounts import read_amount, read_date
from trustkg.plans.document import Document, Entry, Flaw, Mapping, Node, Scalar, Sequence
from trustkg.plans.model import Place, Plan, Position, Problem, shortened
from trustkg.plans.phrases import all_of, both, listed, said
from trustkg.plans.terms import Misread, Terms
from trustkg.plans.vocabulary import (
    AS_WRITTEN,
    IDENTIFIER,
    NUMBER,
    PLAN_CLASS,
    QUANTITY,
    UNIT,
    Property,
    ValueType,
    Vocabulary,
)
from trustkg.vocab import PLAN, RDF, local_id

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node as RdfNode

_NODES: Final = "urn:trustkg:plan:"
_EDITORS: Final = frozenset({"$schema"})
"""Keys that editors read at the top of a file; they say nothing about the plan."""

_FOUND: Final = {
    Scalar: Text("文字", "a text"),
    Sequence: Text("列表", "a list"),
    Mapping: Text("一组键值", "keys with values"),
}


def interpret(document: Document, framework: Framework, vocabulary: Vocabulary) -> Plan:
    """Turn a document into a plan.

    Args:
        document: what a file holds.
        framework: whose terms the plan names.
        vocabulary: the keys of plans.

    Returns:
        The plan; whatever could not be understood is among its problems and not in its graph.
    """
    return _Interpreter(document, framework, vocabulary).plan()


class _Interpreter:
    def __init__(self, document: Document, framework: Framework, vocabulary: Vocabulary) -> None:
        import rdflib

        self._document = document
        self._framework = framework
        self._vocabulary = vocabulary
        self._graph: rdflib.Graph = rdflib.Graph(bind_namespaces="none")
        self._positions: dict[Place, Position] = {}
        self._names: dict[str, Text] = {}
        self._problems: list[Problem] = []
        self._identifiers: dict[str, Position] = {}
        self._terms = Terms(framework, document.several)

    def plan(self) -> Plan:
        root = self._document.root
        stem = shortened(self._identifier(root) or PurePath(self._document.name).stem)
        node = _NODES + quote(stem, safe="")
        self._node(node, PLAN_CLASS, root, Text(stem, stem))
        return Plan(
            source=self._document.name,
            node=node,
            graph=self._graph,
            positions=MappingProxyType(self._positions),
            names=MappingProxyType(self._names),
            problems=tuple(self._problems),
            lines=self._document.lines,
        )

    def _identifier(self, mapping: Mapping) -> str | None:
        for entry in mapping.entries:
            property = self._vocabulary.property(PLAN_CLASS, entry.key.text)
            scalar = isinstance(entry.value, Scalar)
            if property and property.iri == IDENTIFIER and scalar and not entry.value.empty:  # type: ignore[union-attr]
                return entry.value.text  # type: ignore[union-attr]
        return None

    def _node(self, node: str, kind: str, mapping: Mapping, name: Text) -> None:
        self._add(node, RDF + "type", _iri(kind))
        first = mapping.entries[0].key.position if mapping.entries else mapping.position
        self._positions[Place(node)] = first
        self._names[node] = name
        seen: dict[str, Entry] = {}
        for entry in mapping.entries:
            property = self._vocabulary.property(kind, entry.key.text)
            if property is None and kind == PLAN_CLASS and entry.key.text in _EDITORS:
                continue
            if property is None:
                self._unknown_key(node, kind, entry)
                continue
            if property.iri in seen:
                earlier = seen[property.iri].key.text
                self._problem(
                    "repeated-key",
                    Place(node, property.iri),
                    entry.key.position,
                    value=said(entry.key.text),
                    earlier=said(earlier),
                )
                continue
            seen[property.iri] = entry
            self._positions[Place(node, property.iri)] = entry.key.position
            self._values(node, property, entry.value)

    def _unknown_key(self, node: str, kind: str, entry: Entry) -> None:
        near = self._vocabulary.nearest_key(kind, entry.key.text)
        meant = self._vocabulary.property(kind, near) if near else None
        labels = [property.label for property in self._vocabulary.properties[kind]]
        english = entry.key.text.isascii()
        known = [label.en if english else label.zh for label in labels]
        self._problem(
            "unknown-key",
            Place(node, meant.iri if meant else None),
            entry.key.position,
            value=said(entry.key.text),
            kind=self._framework.label(local_id(kind)),
            candidates=listed((near,) if near else known),
        )

    def _values(self, node: str, property: Property, value: Node) -> None:
        if isinstance(value, Scalar) and value.empty:
            return
        if isinstance(value, Sequence) and not property.functional:
            filled = [i for i in value.items if not (isinstance(i, Scalar) and i.empty)]
            for place, item in enumerate(filled, start=1):
                self._value(node, property, item, place)
            return
        self._value(node, property, value, 1)

    def _value(self, node: str, property: Property, value: Node, place: int) -> None:
        wanted = Mapping if property.type is ValueType.NODE else Scalar
        if isinstance(value, Flaw):
            bindings = {"property": property.label, **value.bindings}
            self._problem(value.slug, Place(node, property.iri), value.position, **bindings)
        elif not isinstance(value, wanted):
            self._problem(
                "wrong-type",
                Place(node, property.iri),
                value.position,
                property=property.label,
                expected=self._expected(property, wanted),
                found=_FOUND[type(value)],
                form=self._form(property, wanted),
            )
        elif isinstance(value, Mapping):
            self._child(node, property, value, place)
        elif isinstance(value, Scalar):
            read = {
                ValueType.TEXT: self._text,
                ValueType.DATE: self._date,
                ValueType.QUANTITY: self._quantity,
                ValueType.TERM: self._term,
            }[property.type]
            read(node, property, value)

    @staticmethod
    def _expected(property: Property, wanted: type[Node]) -> Text:
        if wanted is Mapping and not property.functional:
            return Text("列表，每项是一组键值", "a list whose entries are keys with values")
        return _FOUND[wanted]

    def _form(self, property: Property, wanted: type[Node]) -> Text:
        """Show what to write after a key."""
        below = self._vocabulary.properties[property.ranges[0]] if wanted is Mapping else ()
        labels = [property.label for property in below]
        chinese = ", ".join(f"{label.zh}: …" for label in labels)
        english = ", ".join(f"{label.en}: …" for label in labels)
        form = "…" if wanted is not Mapping else "{{{}}}" if property.functional else "[{{{}}}]"
        return Text(
            f"{property.label.zh}: {form.format(chinese)}",
            f"{property.label.en}: {form.format(english)}",
        )

    def _child(self, node: str, property: Property, value: Mapping, place: int) -> None:
        kind = property.ranges[0]
        child = self._child_iri(node, property, place)
        label = self._framework.label(local_id(kind))
        name = Text(f"{label.zh}{place}", f"{label.en} {place}")
        for entry in value.entries:
            found = self._vocabulary.property(kind, entry.key.text)
            if (
                found
                and found.iri == IDENTIFIER
                and isinstance(entry.value, Scalar)
                and entry.value.text.strip()
            ):
                name = said(entry.value.text)
        self._node(child, kind, value, name)
        self._state(node, property, child, value.position)

    def _text(self, node: str, property: Property, value: Scalar) -> None:
        import rdflib

        if property.iri == IDENTIFIER and not self._is_new(node, property, value):
            return
        literal = rdflib.Literal(value.text)
        self._add(node, property.iri, literal)
        self._positions[Place(node, property.iri, value.text)] = value.position

    def _is_new(self, node: str, property: Property, value: Scalar) -> bool:
        """Note an id; report it where something else in the plan has it already."""
        if "#" not in node:
            return True
        first = self._identifiers.setdefault(value.text.strip(), value.position)
        if first is value.position:
            return True
        self._problem(
            "repeated-id",
            Place(node, property.iri),
            value.position,
            value=said(value.text),
            line=both(str(first.line)),
        )
        return False

    def _date(self, node: str, property: Property, value: Scalar) -> None:
        import rdflib

        date = read_date(value.text)
        if date is None:
            self._unread("unreadable-date", node, property, value)
            return
        self._add(node, property.iri, rdflib.Literal(date))
        self._positions[Place(node, property.iri, date.isoformat())] = value.position

    def _quantity(self, node: str, property: Property, value: Scalar) -> None:
        import rdflib

        amount = read_amount(value.text, self._vocabulary.units)
        if amount is None:
            self._unread("unreadable-number", node, property, value)
            return
        child = self._child_iri(node, property, 1)
        if amount.unknown is not None:
            self._problem(
                "unknown-unit",
                Place(child, UNIT),
                value.position,
                value=said(amount.unknown),
                candidates=Text("18 %、1200 元", "18 %, 1200 元"),
            )
        self._add(child, RDF + "type", _iri(QUANTITY))
        self._add(child, NUMBER, rdflib.Literal(amount.number))
        self._add(child, AS_WRITTEN, rdflib.Literal(value.text))
        if amount.unit:
            self._add(child, UNIT, _iri(amount.unit))
        self._names[child] = said(value.text)
        self._state(node, property, child, value.position)
        self._positions[Place(child)] = value.position

    def _term(self, node: str, property: Property, value: Scalar) -> None:
        found = self._terms.read(value.text, property)
        if isinstance(found, Misread):
            self._unread(
                found.slug,
                node,
                property,
                value,
                found=found.found,
                candidates=found.candidates,
            )
        else:
            self._state(node, property, found.iri, value.position)

    def _unread(
        self,
        slug: str,
        node: str,
        property: Property,
        value: Scalar,
        *,
        found: Text | None = None,
        candidates: Text | None = None,
    ) -> None:
        self._problem(
            slug,
            Place(node, property.iri),
            value.position,
            value=said(value.text),
            property=property.label,
            expected=all_of([self._framework.label(local_id(iri)) for iri in property.ranges]),
            found=found or both(""),
            candidates=candidates or both(""),
        )

    def _problem(self, slug: str, place: Place, position: Position, **bindings: Text) -> None:
        self._problems.append(Problem(slug, place, position, MappingProxyType(bindings)))

    def _child_iri(self, node: str, property: Property, place: int) -> str:
        separator = "/" if "#" in node else "#"
        return f"{node}{separator}{property.iri.removeprefix(PLAN)}/{place}"

    def _state(self, node: str, property: Property, value: str, position: Position) -> None:
        self._add(node, property.iri, _iri(value))
        self._positions.setdefault(Place(node, property.iri, value), position)

    def _add(self, node: str, property: str, value: RdfNode) -> None:
        self._graph.add((_iri(node), _iri(property), value))


def _iri(iri: str) -> rdflib.URIRef:
    import rdflib

    return rdflib.URIRef(iri)
