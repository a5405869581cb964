"""Statements as a multigraph, and the chains of influence in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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


def chains(
    framework: Framework, start: str, end: str, *, only_paper: bool = False, longest: int = 4
) -> tuple[Chain, ...]:
    """Follow influence statements from one term to another.

    Args:
        framework: whose statements.
        start: id of the term where chains begin.
        end: id of the term where they end.
        only_paper: leave out what the project infers or adds.
        longest: how many links a chain may have.

    Returns:
        Every chain that passes no term twice, shortest first; empty where there is none.
    """
    graph = statement_graph(framework)
    simple: nx.DiGraph[str] = nx.DiGraph()
    simple.add_nodes_from(graph)
    for subject, object_, data in graph.edges(data=True):
        stated = data["basis_kind"] is BasisKind.PAPER or not only_paper
        if data["kind"] == INFLUENCE and stated:
            simple.add_edge(subject, object_)
    if start not in simple or end not in simple or start == end:
        return ()
    found = [
        Chain(tuple(_links(framework, path, only_paper=only_paper)))
        for path in nx.all_simple_paths(simple, start, end, cutoff=longest)
    ]
    return tuple(sorted(found, key=lambda chain: (len(chain.links), chain.terms)))


def _links(framework: Framework, path: list[str], *, only_paper: bool) -> Iterator[Link]:
    for subject, object_ in zip(path, path[1:], strict=False):
        said = tuple(
            s
            for s in framework.about[subject]
            if s.object == object_
            and s.kind == INFLUENCE
            and not (only_paper and s.basis_kind is BasisKind.PROJECT)
        )
        yield Link(subject, object_, said)
