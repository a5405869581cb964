"""Focus nodes, and the value nodes at the end of a path, as graph patterns.

Source: SHACL, sections 2.1.3 and 2.1.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from trustkg.validation.compiler.graph import Node, ShapesGraph, refused
from trustkg.validation.compiler.literals import constant
from trustkg.validation.compiler.paths import Path
from trustkg.vocab import OWL, RDF, RDFS, SH

THIS: Final = "?this"
VALUE: Final = "?value"
INSTANCE_OF: Final = f"<{RDF}type>/<{RDFS}subClassOf>*"
"""The path from a node to its SHACL types. Source: SHACL, section 1.1, SHACL instance."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Patterns each of which binds `{this}` to some focus nodes of a shape."""

    patterns: tuple[str, ...]
    predicates: frozenset[str]
    named: bool
    """Whether a target is a node that need not be in the graph."""

    @property
    def chain(self) -> tuple[str, ...]:
        """Variables of the focus nodes that lead to these; here none."""
        return ()

    def pattern(self, this: str) -> str:
        """Return the pattern that binds a variable to each focus node once."""
        union = " UNION ".join(f"{{ {p.replace('{this}', this)} }}" for p in self.patterns)
        inner = union if len(self.patterns) > 1 else union[2:-2]
        return f"{{ SELECT DISTINCT {this} WHERE {{ {inner} }} }}"


@dataclass(frozen=True, slots=True)
class Reached:
    """Focus nodes of a property shape inside a property shape: the value nodes of the outer.

    A node that is reached from two focus nodes is validated twice, so those stay in `chain`.
    """

    outer: Targets | Reached
    path: Path

    @property
    def chain(self) -> tuple[str, ...]:
        """Variables of the focus nodes that lead to these, outermost first."""
        outer = self.outer.chain
        return (*outer, f"?focus_{len(outer)}")

    @property
    def named(self) -> bool:
        """Whether one of the nodes need not be in the graph."""
        return self.outer.named and self.path.nullable

    @property
    def predicates(self) -> frozenset[str]:
        """IRIs of all predicates that are followed."""
        return self.outer.predicates | self.path.predicates

    def pattern(self, this: str) -> str:
        """Return the pattern that binds a variable to each focus node, once for each way."""
        return values(self.outer, self.path, self.chain[-1], this)


Focus = Targets | Reached


def values(focus: Focus, path: Path, this: str = THIS, value: str = VALUE) -> str:
    """Return a pattern that binds focus nodes and their value nodes, each pair once.

    Args:
        focus: the focus nodes.
        path: the path of the property shape.
        this: the variable for the focus nodes.
        value: the variable for the value nodes.
    """
    start = focus.pattern(this)
    if path.distinct and not path.nullable:
        return f"{start} {path.pattern(this, value)}"
    names = " ".join((*focus.chain, this, value))
    ways = f"{start} {this} {path.text} {value} ."
    if path.nullable:
        ways = f"{{ {ways} }} UNION {{ {start} BIND ({this} AS {value}) }}"
    return f"{{ SELECT DISTINCT {names} WHERE {{ {ways} }} }}"


def targets(graph: ShapesGraph, node: Node) -> Targets | None:
    """Return the focus nodes that a shape asks for itself, or None where it has no targets.

    Raises:
        InputError: a target that SHACL Core doesn't have, or a blank node.
    """
    found: list[str] = []
    predicates: set[str] = set()
    nodes = graph.objects(node, SH + "targetNode")
    if any(isinstance(term, ox.BlankNode) for term in nodes):
        raise refused(node, "以空白节点为目标", "a blank node as sh:targetNode")
    if nodes:
        found.append(f"VALUES {{this}} {{ {' '.join(map(constant, nodes))} }}")
    classes = list(graph.iris(node, SH + "targetClass"))
    if isinstance(node, ox.NamedNode) and _is_class(graph, node):
        classes.append(node)
    for name in classes:
        found.append(f"{{this}} {INSTANCE_OF} {name} .")
        predicates |= {RDF + "type", RDFS + "subClassOf"}
    for name in graph.iris(node, SH + "targetSubjectsOf"):
        found.append(f"{{this}} {name} ?target_object .")
        predicates.add(name.value)
    for name in graph.iris(node, SH + "targetObjectsOf"):
        found.append(f"?target_subject {name} {{this}} .")
        predicates.add(name.value)
    if not found:
        return None
    return Targets(tuple(found), frozenset(predicates), named=bool(nodes))


def _is_class(graph: ShapesGraph, node: Node) -> bool:
    """Whether a shape is a class, and so its own target. Source: SHACL, section 2.1.3.3."""
    return bool(types(graph, node) & {ox.NamedNode(RDFS + "Class"), ox.NamedNode(OWL + "Class")})


def types(graph: ShapesGraph, node: Node) -> frozenset[Node]:
    """Return the SHACL types of a node of the shapes graph."""
    found: set[Node] = set()
    ahead = list(graph.nodes(node, RDF + "type"))
    while ahead:
        kind = ahead.pop()
        if kind not in found:
            found.add(kind)
            ahead.extend(graph.nodes(kind, RDFS + "subClassOf"))
    return frozenset(found)
