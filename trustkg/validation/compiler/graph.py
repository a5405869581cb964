"""A shapes graph as the compiler reads it, and how it says that something can't be compiled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from trustkg.errors import InputError
from trustkg.language import Text
from trustkg.vocab import RDF, SH

Node = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal

NIL: Final = ox.NamedNode(RDF + "nil")


def refused(node: object, chinese: str, english: str) -> InputError:
    """Return the error for something that is not compiled.

    Args:
        node: the shape or constraint that has it.
        chinese: what it is, as the object of “不能编译”.
        english: what it is, as the object of “can't compile”.
    """
    name = node.value if isinstance(node, ox.NamedNode) else str(node)
    return InputError(
        name,
        Text(f"不能编译：{chinese}", f"can't compile {english}"),
        help=Text(
            "请改写该形状，或用 --engine pyshacl 验证",
            "write the shape another way, or validate with --engine pyshacl",
        ),
    )


@dataclass(frozen=True)
class ShapesGraph:
    """Triples by subject and predicate; the order of objects is that of their text."""

    objects_of: Mapping[Node, Mapping[str, tuple[Term, ...]]]

    @classmethod
    def of(cls, triples: Iterable[ox.Triple]) -> ShapesGraph:
        """Index triples."""
        found: dict[Node, dict[str, set[Term]]] = {}
        for triple in triples:
            subject, object = triple.subject, triple.object
            if isinstance(subject, ox.Triple) or isinstance(object, ox.Triple):
                raise refused(subject, "引用三元组", "a quoted triple")
            found.setdefault(subject, {}).setdefault(triple.predicate.value, set()).add(object)
        return cls(
            MappingProxyType(
                {
                    node: MappingProxyType(
                        {name: tuple(sorted(terms, key=str)) for name, terms in by_name.items()}
                    )
                    for node, by_name in found.items()
                }
            )
        )

    def objects(self, node: Term, property: str) -> tuple[Term, ...]:
        """Return the values of a property."""
        if isinstance(node, ox.Literal):
            return ()
        return self.objects_of.get(node, _NOTHING).get(property, ())

    def properties(self, node: Node) -> tuple[str, ...]:
        """Return the properties that a node has."""
        return tuple(self.objects_of.get(node, _NOTHING))

    def subjects(self, property: str, value: Term) -> Iterator[Node]:
        """Yield the nodes that have a value of a property."""
        for node, by_name in self.objects_of.items():
            if value in by_name.get(property, ()):
                yield node

    def nodes(self, node: Node, property: str) -> tuple[Node, ...]:
        """Return the values of a property that may only have IRIs and blank nodes."""
        found = self.objects(node, property)
        if any(isinstance(value, ox.Literal) for value in found):
            raise refused(node, f"{short(property)}的值是文字", f"a literal in {short(property)}")
        return tuple(value for value in found if not isinstance(value, ox.Literal))

    def iris(self, node: Node, property: str) -> tuple[ox.NamedNode, ...]:
        """Return the values of a property that may only have IRIs."""
        found = self.objects(node, property)
        named = tuple(value for value in found if isinstance(value, ox.NamedNode))
        if len(named) < len(found):
            name = short(property)
            raise refused(node, f"{name}的值不是IRI", f"a value of {name} that is no IRI")
        return named

    def one(self, node: Node, property: str) -> Term | None:
        """Return the value of a property that has at most one."""
        found = self.objects(node, property)
        if len(found) > 1:
            raise refused(node, f"多个{short(property)}", f"more than one {short(property)}")
        return found[0] if found else None

    def count(self, node: Node, property: str) -> int | None:
        """Return the value of a property that takes one natural number."""
        value = self.one(node, property)
        if value is None:
            return None
        if not isinstance(value, ox.Literal) or not value.value.removeprefix("+").isdigit():
            name = short(property)
            raise refused(node, f"{name}的值不是自然数", f"a {name} that is no natural number")
        return int(value.value)

    def flag(self, node: Node, property: str) -> bool:
        """Return the value of a property that takes true or false; false where it has none."""
        value = self.one(node, property)
        if value is not None and value.value not in ("true", "false", "1", "0"):
            name = short(property)
            raise refused(
                node, f"{name}的值不是布尔值", f"a {name} that is neither true nor false"
            )
        return value is not None and value.value in ("true", "1")

    def list(self, node: Term) -> tuple[Term, ...]:
        """Return the members of an RDF list.

        Raises:
            InputError: it isn't one: it branches, breaks off or runs in a circle.
        """
        members: list[Term] = []
        seen: set[Term] = set()
        while node != NIL:
            firsts, rests = (self.objects(node, RDF + name) for name in ("first", "rest"))
            if len(firsts) != 1 or len(rests) != 1 or node in seen:
                raise refused(node, "不完整的RDF列表", "an RDF list that is not well-formed")
            seen.add(node)
            members.append(firsts[0])
            node = rests[0]
        return tuple(members)

    def is_list(self, node: Term) -> bool:
        """Whether a node is an RDF list."""
        return node == NIL or bool(self.objects(node, RDF + "first"))


_NOTHING: Final[Mapping[str, tuple[Term, ...]]] = MappingProxyType({})


def short(iri: str) -> str:
    """Return an IRI of SHACL's as it is mostly written."""
    return "sh:" + iri.removeprefix(SH) if iri.startswith(SH) else f"<{iri}>"
