"""What a SPARQL constraint looks at, read off its algebra.

Source: SPARQL 1.1 Query Language, section 18.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from trustkg.vocab import PLAN

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query

_ABSENCE: Final = frozenset({"Builtin_NOTEXISTS"})
_OPTIONAL: Final = frozenset({"OptionalGraphPattern"})
_SOLUTIONS: Final = frozenset({"var", "_vars", "PV"})


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a constraint looks at.

    `predicates` are the IRIs of all predicates that it names; `absent` are those of the plan
    vocabulary whose *missing* values can make it fire; `outward` says that it leaves the
    focus node against the direction of a plan's properties, and so sees the whole plan;
    `variables` are the names that a result binds.
    """

    predicates: frozenset[str]
    absent: frozenset[str]
    outward: bool
    variables: frozenset[str]


class VariablePredicateError(ValueError):
    """A query has a variable where its predicate should be."""


def footprint(query: Query) -> Footprint:
    """Read a prepared SELECT query.

    Args:
        query: as `rdflib.plugins.sparql.prepareQuery` returns it.

    Returns:
        What it looks at.

    Raises:
        VariablePredicateError: a predicate is a variable: what it looks at can't be told.
    """
    predicates: set[str] = set()
    absent: set[str] = set()
    outward = False
    for triple, negated in _triples(query.algebra, negated=False):
        subject, predicate, object = triple
        named = frozenset(_named(predicate))
        if not named:
            raise VariablePredicateError(str(predicate))
        predicates |= named
        plan = {iri for iri in named if iri.startswith(PLAN)}
        if negated:
            absent |= plan
        outward = outward or bool(plan and str(object) == "this" and str(subject) != "this")
    variables = frozenset(str(variable) for variable in query.algebra.PV)
    return Footprint(frozenset(predicates), frozenset(absent), outward, variables)


def _triples(part: Any, *, negated: bool) -> Iterator[tuple[tuple[Any, Any, Any], bool]]:
    """Yield triple patterns, and whether each stands where a missing value counts.

    rdflib leaves what is under EXISTS as it was parsed: triples in one flat list.
    """
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(part, CompValue):
        inside = negated != (part.name in _ABSENCE) or part.name in _OPTIONAL
        for key, below in part.items():
            if key == "triples":
                yield from ((triple, inside) for triple in _threes(below))
            elif key not in _SOLUTIONS:
                optional = part.name == "LeftJoin" and key == "p2"
                yield from _triples(below, negated=inside or optional)
    elif isinstance(part, (list, set, ParseResults)):
        for below in part:
            yield from _triples(below, negated=negated)


def _threes(patterns: Any) -> Iterator[tuple[Any, Any, Any]]:
    for pattern in patterns:
        parts = list(pattern)
        for start in range(0, len(parts), 3):
            subject, predicate, object = parts[start : start + 3]
            yield subject, predicate, object


def _named(predicate: Any) -> Iterator[str]:
    """Yield the IRIs in a predicate or property path."""
    import rdflib
    from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath

    if isinstance(predicate, rdflib.URIRef):
        yield str(predicate)
    elif isinstance(predicate, (SequencePath, AlternativePath)):
        for part in predicate.args:
            yield from _named(part)
    elif isinstance(predicate, InvPath):
        yield from _named(predicate.arg)
    elif isinstance(predicate, MulPath):
        yield from _named(predicate.path)
    elif isinstance(predicate, Path):
        raise VariablePredicateError(predicate.n3())
