"""Statements as a multigraph, and the chains of influence in it."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import networkx as nx

from trustkg.framework import BasisKind, Framework, Statement

INFLUENCE: Final = "InfluenceStatement"


class Sign(enum.StrEnum):
    """Which way an influence acts, as far as its statements tell."""

    POSITIVE = "positive"
    NEGATIVE = "negative"
    NOT_STATED = "notStated"
    CONTRADICTORY = "contradictory"


@dataclass(frozen=True, slots=True)
class Link:
    """One step of a chain: who influences whom, and every statement that says so.

    A link may also be a step from a part to its whole (`composition`). That is no influence
    and has no sign; its statements say that `object` has the part `subject`.
    """

    subject: str
    object: str
    statements: tuple[Statement, ...]
    composition: bool = False

    @property
    def only_project(self) -> bool:
        """Whether nothing but the project's own statements support this step."""
        return all(s.basis_kind is BasisKind.PROJECT for s in self.statements)

    @property
    def sign(self) -> Sign | None:
        """The sign on which its statements agree; None for a composition.

        Where the paper has a statement of this influence, only the paper's signs count: what
        the paper leaves open is not closed by the project. A statement without a sign
        doesn't contradict one that has a sign.
        """
        if self.composition:
            return None
        paper = [s for s in self.statements if s.basis_kind is BasisKind.PAPER]
        said = {s.sign for s in paper or self.statements}
        signs = [sign for sign in (Sign.POSITIVE, Sign.NEGATIVE) if sign in said]
        if len(signs) > 1:
            return Sign.CONTRADICTORY
        return signs[0] if signs else Sign.NOT_STATED


@dataclass(frozen=True, slots=True)
class Chain:
    """Links from one term to another, each beginning where the one before ends."""

    links: tuple[Link, ...]

    @property
    def sign(self) -> Sign:
        """The product of its influences' signs; not stated if one of them has none."""
        return product(link.sign for link in self.links)

    @property
    def inferred(self) -> bool:
        """Whether at least one link rests on the project's statements alone."""
        return any(link.only_project for link in self.links)

    @property
    def composed(self) -> bool:
        """Whether it steps from a part to a whole somewhere."""
        return any(link.composition for link in self.links)

    @property
    def terms(self) -> tuple[str, ...]:
        """Ids of the terms passed, the first and the last included."""
        return (self.links[0].subject, *(link.object for link in self.links))


def product(signs: Iterable[Sign | None]) -> Sign:
    """Multiply signs of influences one after the other.

    Args:
        signs: those of the links; None, for a composition, changes nothing.

    Returns:
        `NOT_STATED` if one is not stated, else `CONTRADICTORY` if one is that, else the
        product; `NOT_STATED` for no influence at all.
    """
    found = [sign for sign in signs if sign is not None]
    for unclear in (Sign.NOT_STATED, Sign.CONTRADICTORY):
        if unclear in found:
            return unclear
    if not found:
        return Sign.NOT_STATED
    return Sign.NEGATIVE if found.count(Sign.NEGATIVE) % 2 else Sign.POSITIVE


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
