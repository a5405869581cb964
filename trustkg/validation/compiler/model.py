"""Compiled constraints."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import pyoxigraph as ox


class Mode(enum.Enum):
    """How a compiled constraint runs."""

    TOGETHER = "together"
    """One query for all focus nodes."""
    ONE_BY_ONE = "one by one"
    """A query for the focus nodes, and then one query for each."""


@dataclass(frozen=True, slots=True)
class CompiledConstraint:
    """A constraint of a shape, at the focus nodes that one way leads to.

    `source` is the IRI of the SPARQL constraint where there is one, else of the shape;
    `path` is the node of the shapes graph that is the shape's path, and what results have
    where they bring no `?path` of their own; `text` is the SELECT, whose variables are
    `?this`, `?value` and `?path` as SHACL has them; `written` is the same for data with
    literals that a store alters; `focus` finds the focus nodes where it runs one by one.
    """

    source: str
    shape: str
    component: str
    severity: str
    path: ox.NamedNode | ox.BlankNode | None
    messages: tuple[ox.Literal, ...]
    mode: Mode
    value_is_focus: bool
    text: str
    written: str
    focus: str


@dataclass(frozen=True, slots=True)
class CompiledShapes:
    """A shapes graph, compiled.

    `vocabulary` holds every IRI that its triple patterns name, so that data without any of
    these predicates can be left out; None where a predicate may be any.
    """

    constraints: tuple[CompiledConstraint, ...]
    vocabulary: frozenset[str] | None
