"""What every engine gives back: results in SHACL's own words, and the bindings of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from trustkg.plans import Plan

if TYPE_CHECKING:
    from rdflib.term import Node


@dataclass(frozen=True, slots=True)
class Result:
    """A validation result, before it is put into words.

    `source` is the IRI of the SPARQL constraint where there is one, else of the shape;
    `shape` is the IRI of the shape; `bindings` are the values that its message may name.

    Source: SHACL, section 3.6.2.
    """

    focus_node: Node
    path: Node | None
    value: Node | None
    component: str
    shape: str
    source: str
    bindings: Mapping[str, Node]


class Engine(Protocol):
    """Something that holds a plan to the rules."""

    def results(self, plan: Plan) -> tuple[Result, ...]:
        """Return the results for a plan, in no particular order."""
        ...
