"""A plan's graph, asked node by node, answers in the order of the file."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from trustkg.plans import Place, Plan
from trustkg.vocab import PLAN, local_id

if TYPE_CHECKING:
    from rdflib.term import Node


class Contents:
    """What a plan says of its nodes.

    Properties are given by their local names (`driver`), as the ontology of plans has them.

    Args:
        plan: whose graph.
    """

    def __init__(self, plan: Plan) -> None:
        import rdflib

        self.plan = plan
        self.root: Node = rdflib.URIRef(plan.node)
        self._graph = plan.graph

    def values(self, node: Node, name: str) -> tuple[Node, ...]:
        """Return the values of a property in the order of the file."""
        import rdflib

        found = self._graph.objects(node, rdflib.URIRef(PLAN + name))
        return tuple(sorted(found, key=lambda value: self._place(node, name, value)))

    def _place(self, node: Node, name: str, value: Node) -> tuple[int, int, str]:
        position = self.plan.position(Place(str(node), PLAN + name, str(value)))
        return (position.line, position.column, str(value))

    def value(self, node: Node, name: str) -> Node | None:
        """Return the first value of a property, or None."""
        return next(iter(self.values(node, name)), None)

    def terms(self, node: Node, name: str) -> tuple[str, ...]:
        """Return the ids of the framework's terms that are values of a property."""
        return tuple(local_id(str(value)) for value in self.values(node, name))

    def text(self, node: Node, name: str) -> str | None:
        """Return the lexical form of a property's first value; None where it is blank."""
        found = self.value(node, name)
        return str(found).strip() or None if found is not None else None

    def date(self, node: Node, name: str) -> dt.date | None:
        """Return the day that is a property's first value, or None where it is no day."""
        found = self.value(node, name)
        try:
            return dt.date.fromisoformat(str(found)) if found is not None else None
        except ValueError:
            return None

    def properties(self, node: Node) -> tuple[str, ...]:
        """Return the local names of the plan properties that a node has, in the file's order."""
        found = {
            str(predicate).removeprefix(PLAN)
            for predicate in self._graph.predicates(node)
            if str(predicate).startswith(PLAN)
        }
        return tuple(sorted(found, key=lambda name: (*self._key(node, name), name)))

    def _key(self, node: Node, name: str) -> tuple[int, int]:
        position = self.plan.position(Place(str(node), PLAN + name))
        return (position.line, position.column)

    def is_node(self, value: Node) -> bool:
        """Return whether a value is a node of the plan and not a term or a literal."""
        return (value, None, None) in self._graph
