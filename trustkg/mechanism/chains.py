"""Statements as a multigraph, and the chains of influence in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import networkx as nx

from trustkg.framework import BasisKind, Framework, Statement

INFLUENCE: Final = "InfluenceStatement"


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain: who influences whom, and every statement that says so."""

    subject: str
    object: str
    statements: tuple[Statement, ...]

    @property
    def only_project(self) -> bool:
        """Whether nothing but the project's own statements support this step."""
        return all(s.basis_kind is BasisKind.PROJECT for s in self.statements)


@dataclass(frozen=True, slots=True)
class Chain:
    """Links from one term to another, each beginning where the one before ends."""

    links: tuple[Link, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """Ids of the terms passed, the first and the last included."""
        return (self.links[0].subject, *(link.object for link in self.links))


def statement_graph(framework: Framework) -> nx.MultiDiGraph[str]:
    """Return terms as nodes and the statements between them as edges.

    Args:
        framework: whose statements.

    Returns:
        A graph whose edges are keyed by the statement's id and carry `kind`, `sign`, `basis`
        and `basis_kind`. Terms without any statement are nodes as well.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_nodes_from(framework.terms)
    for s in framework.statements.values():
        if s.subject in framework.terms and s.object in framework.terms:
            graph.add_edge(
                s.subject,
                s.object,
                key=s.id,
                kind=s.kind,
                sign=s.sign,
                basis=s.basis,
                basis_kind=s.basis_kind,
            )
    return graph


class Mechanism:
    """Influence between terms, ready to be followed.

    Args:
        framework: whose influence statements.
        only_paper: leave out what the project infers or adds.
    """

    def __init__(self, framework: Framework, *, only_paper: bool = False) -> None:
        self._said: dict[tuple[str, str], list[Statement]] = {}
        self._graph: nx.DiGraph[str] = nx.DiGraph()
        edges = statement_graph(framework).edges(keys=True, data=True)
        for subject, object_, id, data in edges:
            stated = data["basis_kind"] is BasisKind.PAPER or not only_paper
            if data["kind"] == INFLUENCE and stated:
                self._graph.add_edge(subject, object_)
                said = self._said.setdefault((subject, object_), [])
                said.append(framework.statements[id])

    def chains(self, start: str, end: str, *, longest: int = 4) -> tuple[Chain, ...]:
        """Follow influence from one term to another.

        Args:
            start: id of the term where chains begin.
            end: id of the term where they end.
            longest: how many links a chain may have.

        Returns:
            Every chain that passes no term twice, shortest first; empty where there is none.
        """
        if start not in self._graph or end not in self._graph or start == end:
            return ()
        paths = nx.all_simple_paths(self._graph, start, end, cutoff=longest)
        return _sorted(self._chain(path) for path in paths)

    def shortest(self, start: str, end: str) -> tuple[Chain, ...]:
        """Return the chains from one term to another that have the fewest links.

        Args:
            start: id of the term where chains begin.
            end: id of the term where they end.
        """
        known = start in self._graph and end in self._graph and start != end
        if not known or not nx.has_path(self._graph, start, end):
            return ()
        paths = nx.all_shortest_paths(self._graph, start, end)
        return _sorted(self._chain(path) for path in paths)

    def _chain(self, path: list[str]) -> Chain:
        return Chain(tuple(Link(a, b, tuple(self._said[a, b])) for a, b in pairwise(path)))


def _sorted(chains: Iterator[Chain]) -> tuple[Chain, ...]:
    return tuple(sorted(chains, key=lambda chain: (len(chain.links), chain.terms)))
