"""SHACL property paths → SPARQL property paths.

Source: SHACL, section 2.3.1; SPARQL 1.1 Query Language, section 9.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from trustkg.validation.compiler.graph import ShapesGraph, Term, refused
from trustkg.vocab import SH


@dataclass(frozen=True, slots=True)
class Path:
    """A path.

    `text` is SPARQL; `term` is the node of the shapes graph that is the path; `predicate`
    is the IRI where the path is one predicate; `nullable` says that a path of no steps is
    among those it matches; `distinct` that it leads from one node to another in one way.
    """

    text: str
    term: Term
    predicate: str | None
    nullable: bool
    distinct: bool
    predicates: frozenset[str]

    def pattern(self, subject: str, object: str) -> str:
        """Return a graph pattern for a path from one variable to the other.

        SPARQL lets a path of no steps start at a node of the graph only, and SHACL at any
        focus node.
        """
        step = f"{subject} {self.text} {object} ."
        if not self.nullable:
            return step
        return f"{{ {step} }} UNION {{ BIND ({subject} AS {object}) }}"


_REPEATED: Final = (("zeroOrMorePath", "*"), ("oneOrMorePath", "+"), ("zeroOrOnePath", "?"))


def path(graph: ShapesGraph, node: Term, *, within: frozenset[Term] = frozenset()) -> Path:
    """Read a path.

    Args:
        graph: the shapes graph.
        node: a value of sh:path.
        within: paths that contain this one.

    Raises:
        InputError: it is no well-formed path.
    """
    if isinstance(node, ox.NamedNode):
        iri = node.value
        return Path(
            f"<{iri}>", node, iri, nullable=False, distinct=True, predicates=frozenset({iri})
        )
    if node in within or isinstance(node, ox.Literal):
        raise refused(node, "不合格的sh:path", "an sh:path that is not well-formed")
    inside = within | {node}
    if graph.is_list(node):
        steps = [path(graph, step, within=inside) for step in graph.list(node)]
        return _joined(node, steps, "/", nullable=all(step.nullable for step in steps))
    inverse = graph.one(node, SH + "inversePath")
    if inverse is not None:
        back = path(graph, inverse, within=inside)
        return Path(f"^{_closed(back)}", node, None, back.nullable, back.distinct, back.predicates)
    choice = graph.one(node, SH + "alternativePath")
    if choice is not None:
        ways = [path(graph, way, within=inside) for way in graph.list(choice)]
        return _joined(node, ways, "|", nullable=any(way.nullable for way in ways))
    for name, sign in _REPEATED:
        repeated = graph.one(node, SH + name)
        if repeated is not None:
            once = path(graph, repeated, within=inside)
            nullable = once.nullable or sign != "+"
            return Path(
                f"{_closed(once)}{sign}", node, None, nullable, distinct=False,
                predicates=once.predicates,
            )  # fmt: skip
    raise refused(node, "不合格的sh:path", "an sh:path that is not well-formed")


_SEVERAL: Final = 2


def _joined(node: Term, parts: list[Path], sign: str, *, nullable: bool) -> Path:
    if len(parts) < _SEVERAL:
        raise refused(node, "少于两步的路径", "a path list with fewer than two members")
    return Path(
        sign.join(_closed(part) for part in parts),
        node,
        None,
        nullable,
        distinct=False,
        predicates=frozenset().union(*(part.predicates for part in parts)),
    )


def _closed(part: Path) -> str:
    return part.text if part.predicate is not None else f"({part.text})"
