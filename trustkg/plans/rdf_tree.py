"""Triples of a plan → `Document`: the same tree that a YAML file of it gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from trustkg.errors import InputError
from trustkg.language import Text
from trustkg.plans import document
from trustkg.plans.document import Document, Entry, Flaw, Node, Scalar
from trustkg.plans.model import Position
from trustkg.plans.phrases import both, said
from trustkg.plans.refusal import PlanError
from trustkg.plans.vocabulary import (
    AS_WRITTEN,
    NUMBER,
    PLAN_CLASS,
    UNIT,
    Property,
    ValueType,
    Vocabulary,
)
from trustkg.vocab import OWL, PLAN, RDF

_NUMBERED = re.compile(r".*[#/](?P<property>\w+)/(?P<place>[0-9]+)")


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple; blank nodes are written `_:name`. `resource` tells an IRI from a literal."""

    subject: str
    predicate: str
    object: str
    resource: bool


Locate = Callable[[Triple], Position]
"""Where the predicate, or the object, of a triple stands."""


@dataclass(frozen=True, slots=True)
class Source:
    """Triples with their places in a file, or the nearest that is known of them."""

    name: str
    lines: tuple[str, ...]
    triples: Sequence[Triple]
    key: Locate
    value: Locate


def document_of(source: Source, vocabulary: Vocabulary) -> Document:
    """Turn the triples of one plan into a document.

    Args:
        source: the triples.
        vocabulary: the keys of plans.

    Returns:
        The document; names of nodes are not kept, since a plan's reader gives its own.

    Raises:
        InputError: there is no plan or more than one, or a part belongs to none.
    """
    return _Tree(source, vocabulary).read()


class _Tree:
    def __init__(self, source: Source, vocabulary: Vocabulary) -> None:
        self._source = source
        self._vocabulary = vocabulary
        self._about: dict[str, dict[str, list[Triple]]] = {}
        for triple in source.triples:
            about = self._about.setdefault(triple.subject, {})
            about.setdefault(triple.predicate, []).append(triple)
        self._reached: set[str] = set()

    def read(self) -> Document:
        root = self._root()
        tree = self._node(root, PLAN_CLASS, (root,))
        for node, about in self._about.items():
            if node not in self._reached and any(p.startswith(PLAN) for p in about):
                what = Text("这一项不属于计划的任何部分", "this belongs to no part of the plan")
                help = Text("请把它连到计划上，或删去", "link it to the plan, or remove it")
                raise self._refuse(node, what, help)
        return Document(self._source.name, tree, self._source.lines)

    def _root(self) -> str:
        plans = [node for node in self._about if PLAN_CLASS in self._types(node)]
        if not plans:
            own = {p.iri for p in self._vocabulary.properties[PLAN_CLASS]}
            objects = {triple.object for triple in self._source.triples}
            plans = [n for n, a in self._about.items() if own & a.keys() and n not in objects]
        if not plans:
            raise InputError(
                self._source.name,
                Text("文件里没有计划（tkp:Plan）", "the file holds no plan (tkp:Plan)"),
                help=Text(f"计划的类是<{PLAN_CLASS}>", f"a plan is a <{PLAN_CLASS}>"),
            )
        if len(plans) > 1:
            what = Text("一个文件里有多份计划", "several plans in one file")
            help = Text("请每份计划单独存为一个文件", "keep each plan in a file of its own")
            raise self._refuse(plans[1], what, help)
        return plans[0]

    def _types(self, node: str) -> set[str]:
        return {t.object for t in self._about.get(node, {}).get(RDF + "type", ())}

    def _node(self, node: str, kind: str, above: tuple[str, ...]) -> document.Mapping:
        self._reached.add(node)
        properties = {p.iri: p for p in self._vocabulary.properties[kind]}
        entries = []
        about = self._about.get(node, {})
        for predicate, triples in about.items():
            if predicate == RDF + "type":
                entries += self._other_types(triples, kind)
                continue
            property = properties.get(predicate)
            key = property.names[0] if property else predicate
            position = self._source.key(triples[0])
            entries.append(
                Entry(Scalar(key, False, position), self._values(property, triples, above))
            )
        position = entries[0].key.position if entries else self._place(node)
        return document.Mapping(tuple(entries), position)

    def _other_types(self, triples: list[Triple], kind: str) -> list[Entry]:
        expected = {kind, OWL + "NamedIndividual", OWL + "Thing"}
        return [
            Entry(Scalar(f"a {t.object}", False, place), Scalar(t.object, False, place))
            for t in triples
            if t.object not in expected
            for place in (self._source.value(t),)
        ]

    def _values(
        self, property: Property | None, triples: list[Triple], above: tuple[str, ...]
    ) -> Node:
        ordered = sorted(triples, key=_place_in_name)
        items = tuple(self._value(property, triple, above) for triple in ordered)
        return items[0] if len(items) == 1 else document.Sequence(items, items[0].position)

    def _value(self, property: Property | None, triple: Triple, above: tuple[str, ...]) -> Node:
        position = self._source.value(triple)
        text = Scalar(triple.object, not triple.object, position)
        node = triple.resource and triple.object in self._about and triple.object not in above
        if property is None or not node:
            return text
        if property.type is ValueType.NODE:
            child = self._node(triple.object, property.ranges[0], (*above, triple.object))
            return document.Mapping(child.entries, position)
        if property.type is ValueType.QUANTITY:
            return self._quantity(triple.object, position)
        return text

    def _quantity(self, node: str, position: Position) -> Node:
        """Return a quantity as it is written, provided that this says what the node says."""
        from trustkg.plans.amounts import read_amount

        self._reached.add(node)
        about = self._about[node]
        number, unit, written = (
            about[iri][0].object if iri in about else None for iri in (NUMBER, UNIT, AS_WRITTEN)
        )
        names = [name for name, iri in self._vocabulary.units.items() if iri == unit]
        name = min(names, key=len, default=unit or "")
        text = written if written is not None else f"{number or ''} {name}".strip()
        amount = read_amount(text, self._vocabulary.units)
        agree = amount is not None and (
            (number is None or _same(number, str(amount.number))) and unit in (None, amount.unit)
        )
        if agree or amount is None:
            return Scalar(text, not text, position)
        says = f"{text} ≠ {number} {name}"
        bindings: Mapping[str, Text] = {
            "value": said(says),
            "expected": both(""),
            "found": both(""),
        }
        return Flaw("unreadable-number", MappingProxyType(dict(bindings)), position)

    def _place(self, node: str) -> Position:
        for triples in self._about.get(node, {}).values():
            return self._source.key(triples[0])
        return Position(self._source.name, 1, 1, 2)

    def _refuse(self, node: str, what: Text, help: Text) -> InputError:
        return PlanError(self._place(node), what, help=help, lines=self._source.lines)


def _place_in_name(triple: Triple) -> int:
    """Return the number at the end of a node's name that this package gave, else 0."""
    match = _NUMBERED.fullmatch(triple.object) if triple.resource else None
    told = match is not None and triple.predicate == PLAN + match["property"]
    return int(match["place"][:9]) if match and told else 0


def _same(one: str, other: str) -> bool:
    from decimal import Decimal, InvalidOperation

    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return False
