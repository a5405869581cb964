"""An excerpt of the ontology small enough to let HermiT find every assertion.

Over the whole ontology HermiT takes minutes for that, where consistency takes seconds. The
excerpt has the whole schema, statements of every kind by paper and project, and all that
parts, order and influence are reasoned with. With TRUSTKG_WHOLE=1 it is the whole ontology.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Final

import pyoxigraph as ox
import rdflib

from trustkg.framework import Framework, graphs
from trustkg.reasoning import Reasoning, reason_over
from trustkg.vocab import BASE, OWL, RDF

WHOLE: Final = "TRUSTKG_WHOLE" in os.environ
OF_EACH: Final = 6
"""How many statements of a kind and a basis kind are taken."""
EVERY: Final = 12
"""One in so many influence statements is taken beyond those, and all about trust."""
ALWAYS: Final = (
    "CompositionStatement",
    "CorrespondenceStatement",
    "FeedbackStatement",
    "OrderStatement",
)
NAMED: Final = ("statement/s5-1-11", "statement/s3-1-01", "statement/p001")
"""Statements that tests name."""

_PARTS: Final = (graphs.SCHEMA, graphs.PAPER, graphs.PROJECT)
_TYPE: Final = ox.NamedNode(RDF + "type")


def excerpt(framework: Framework) -> ox.Store:
    """Return schema, paper and project in their graphs, with a part of the statements only."""
    dropped = frozenset() if WHOLE else frozenset(_dropped(framework))
    store = ox.Store()
    for part in _PARTS:
        for quad in framework.store.quads_for_pattern(None, None, None, part):
            if quad.subject not in dropped and quad.object not in dropped:
                store.add(quad)
    if not WHOLE:
        _drop_differences(store)
    return store


def entailed(store: ox.Store, *, project: bool) -> Sequence[ox.NamedNode]:
    """Add what the rules entail, and return the graphs that hold it with what is asserted."""
    sources = _PARTS if project else _PARTS[:-1]
    into = graphs.ENTAILED if project else graphs.ENTAILED_FROM_PAPER
    graphs.entail(store, graphs.entailment_rules(), sources, into)
    return (*sources, into)


def by_hermit(store: ox.Store, *, project: bool) -> Reasoning:
    """Return what HermiT finds in an excerpt."""
    return reason_over(as_rdflib(store, project=project), where="excerpt")


def as_rdflib(store: ox.Store, *, project: bool) -> rdflib.Graph:
    """Return an excerpt as one rdflib graph."""
    ontology = rdflib.Graph()
    for part in _PARTS if project else _PARTS[:-1]:
        dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=part)
        ontology.parse(data=dumped or b"", format="nt")
    return ontology


def _dropped(framework: Framework) -> Iterator[ox.NamedNode]:
    """Yield what is left out: statements, and the terms and notes that only they speak of."""
    taken = set(_taken(framework))
    kept = [s for s in framework.statements.values() if s.id in taken]
    mentioned = {
        id
        for s in kept
        for id in (s.subject, s.object, s.for_outcome, *s.on_path, *s.under_condition)
    }
    listed = framework.store.quads_for_pattern(None, ox.NamedNode(RDF + "first"), None, None)
    enumerated = {q.object for q in listed if q.graph_name == graphs.SCHEMA}
    closed = {"TrustDimension", "TrustSubDimension", "DriverLayer", "InfluencePath"}
    for id in framework.statements:
        if id not in taken:
            yield ox.NamedNode(BASE + id)
    for term in framework.terms.values():
        counted = closed.intersection(term.kinds) or "StrategyLevel" in term.kinds
        node = ox.NamedNode(term.iri)
        if term.id not in mentioned and not counted and node not in enumerated:
            yield node


def _taken(framework: Framework) -> Iterator[str]:
    trust = {term.id for term in framework.of_kind("TrustConstruct")}
    seen: dict[tuple[str, str], int] = {}
    for number, (id, s) in enumerate(framework.statements.items()):
        place = (s.kind, s.basis_kind)
        seen[place] = seen.get(place, 0) + 1
        few = seen[place] <= OF_EACH
        sample = s.kind == "InfluenceStatement" and (s.object in trust or number % EVERY == 0)
        if few or sample or s.kind in ALWAYS or id in NAMED:
            yield id


def _drop_differences(store: ox.Store) -> None:
    """Leave out that terms differ: lists with gaps would not be lists any more."""
    kind = ox.NamedNode(OWL + "AllDifferent")
    for quad in list(store.quads_for_pattern(None, _TYPE, kind, graphs.PAPER)):
        waiting = [quad.subject]
        while waiting:
            for found in list(store.quads_for_pattern(waiting.pop(), None, None, None)):
                store.remove(found)
                if isinstance(found.object, ox.BlankNode):
                    waiting.append(found.object)
