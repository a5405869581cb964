"""`Document` + vocabulary + framework → `Plan`."""

from __future__ import annotations

from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from trustkg.framework import Framework, Term
from trustkg.framework.model import fold
from trustkg.language import Text
from trustkg.plans.amounts import read_amount, read_date
from trustkg.plans.document import Document, Entry, Mapping, Node, Scalar, Sequence
from trustkg.plans.model import LONG, Place, Plan, Position, Problem, shortened
from trustkg.plans.naming import distinct_name
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
_MANY: Final = 12
"""How many terms of a kind are few enough to be listed all."""
_SUGGESTIONS: Final = 50
"""For how many problems near names are looked for: it takes time that a bad file may not cost."""

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
            if property is None:
                self._unknown_key(node, kind, entry)
                continue
            if property.iri in seen:
                earlier = seen[property.iri].key.text
                self._problem(
                    "repeated-key",
                    Place(node, property.iri),
                    entry.key.position,
                    value=_said(entry.key.text),
                    earlier=_said(earlier),
                )
                continue
            seen[property.iri] = entry
            self._positions[Place(node, property.iri)] = entry.key.position
            self._values(node, property, entry.value)

    def _unknown_key(self, node: str, kind: str, entry: Entry) -> None:
        near = self._vocabulary.nearest_key(kind, entry.key.text)
        meant = self._vocabulary.property(kind, near) if near else None
        labels = {p.iri: p.label for p in self._vocabulary.keys.get(kind, {}).values()}
        english = entry.key.text.isascii()
        known = [label.en if english else label.zh for label in labels.values()]
        self._problem(
            "unknown-key",
            Place(node, meant.iri if meant else None),
            entry.key.position,
            value=_said(entry.key.text),
            kind=self._framework.label(local_id(kind)),
            candidates=_list((near,) if near else known),
        )

    def _values(self, node: str, property: Property, value: Node) -> None:
        if isinstance(value, Scalar) and value.empty:
            return
        if isinstance(value, Sequence) and not property.functional:
            for place, item in enumerate(value.items, start=1):
                if not (isinstance(item, Scalar) and item.empty):
                    self._value(node, property, item, place)
            return
        self._value(node, property, value, 1)

    def _value(self, node: str, property: Property, value: Node, place: int) -> None:
        wanted = Mapping if property.type is ValueType.NODE else Scalar
        if not isinstance(value, wanted):
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
        keys = self._vocabulary.keys.get(property.ranges[0], {}).values()
        labels = list(dict.fromkeys(key.label for key in keys)) if wanted is Mapping else []
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
                name = _said(entry.value.text)
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
            value=_said(value.text),
            line=_both(str(first.line)),
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
                value=_said(amount.unknown),
                candidates=Text("18 %、1200 元", "18 %, 1200 元"),
            )
        self._add(child, RDF + "type", _iri(QUANTITY))
        self._add(child, NUMBER, rdflib.Literal(amount.number))
        self._add(child, AS_WRITTEN, rdflib.Literal(value.text))
        if amount.unit:
            self._add(child, UNIT, _iri(amount.unit))
        self._names[child] = _said(value.text)
        self._state(node, property, child, value.position)
        self._positions[Place(child)] = value.position

    def _term(self, node: str, property: Property, value: Scalar) -> None:
        kinds = tuple(local_id(iri) for iri in property.ranges)
        fitting = {term.id for kind in kinds for term in self._framework.of_kind(kind)}
        # Not Framework.find: it looks for near names among all kinds before it fails.
        ids = self._framework.names.get(fold(local_id(value.text.strip())), ())
        found = tuple(id for id in ids if id in fitting) or ids
        if not found:
            near, split = self._nearest(value.text, kinds), _split(value.text, property)
            meant = Text(near.zh + split.zh, near.en + split.en)
            self._unread("unknown-term", node, property, value, candidates=meant)
            return
        if len(found) > 1:
            self._unread(
                "ambiguous-term",
                node,
                property,
                value,
                candidates=self._told_apart(found),
            )
            return
        term = self._framework.terms[found[0]]
        if term.id not in fitting:
            self._wrong_kind(node, property, value, term, kinds)
            return
        self._state(node, property, term.iri, value.position)

    def _wrong_kind(
        self, node: str, property: Property, value: Scalar, term: Term, kinds: tuple[str, ...]
    ) -> None:
        fitting = {t.id: t for kind in kinds for t in self._framework.of_kind(kind)}
        about = self._framework.about.get(term.id, ())
        parts = dict.fromkeys(s.object for s in about if s.object in fitting)
        self._unread(
            "wrong-kind",
            node,
            property,
            value,
            found=self._framework.label(term.kinds[0]),
            candidates=_texts([fitting[id].label for id in parts])
            if parts
            else self._nearest(value.text, kinds),
        )

    def _nearest(self, name: str, kinds: tuple[str, ...]) -> Text:
        within = kinds if len(self._problems) < _SUGGESTIONS else ()
        near = [
            found
            for kind in within
            for found in self._framework.nearest(
                name[:LONG], kind, limit=3 if len(kinds) == 1 else 1
            )
        ]
        if near:
            return _list(near)
        terms = [term for kind in kinds for term in self._framework.of_kind(kind)]
        more = len(terms) > _MANY
        listed = _texts([term.label for term in terms[:_MANY]])
        return Text(listed.zh + "等", listed.en + ", …") if more else listed

    def _told_apart(self, ids: tuple[str, ...]) -> Text:
        """Call each of the terms that share a name by one that is its alone."""
        return _texts([distinct_name(self._framework, id) for id in ids])

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
        labels = [self._framework.label(local_id(iri)) for iri in property.ranges]
        expected = Text(
            "、".join(label.zh for label in labels), ", ".join(label.en for label in labels)
        )
        self._problem(
            slug,
            Place(node, property.iri),
            value.position,
            value=_said(value.text),
            property=property.label,
            expected=expected,
            found=found or _both(""),
            candidates=candidates or _both(""),
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


def _both(text: str) -> Text:
    return Text(text, text)


def _said(text: str) -> Text:
    """Return a value as a message repeats it: on one line, and not all of it if it is long."""
    return _both(shortened(" ".join(text.split())))


def _split(text: str, property: Property) -> Text:
    """Say how to write several terms, to who wrote them as one text."""
    if not any(sign in text for sign in "，、,；;"):
        return _both("")
    if property.functional:
        return Text("；这里只能写一个", "; only one can stand here")
    return Text(
        "；有几个就写成列表，用英文逗号隔开：[甲, 乙]",
        "; write several as a list with commas: [one, two]",
    )


def _list(names: list[str] | tuple[str, ...]) -> Text:
    return Text("、".join(names), ", ".join(names))


def _texts(texts: list[Text]) -> Text:
    return Text("、".join(t.zh for t in texts), ", ".join(t.en for t in texts))
