"""The network that chains run through: influences, and steps from a part of trust to its whole."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import networkx as nx

from trustkg.framework import BasisKind, Framework, Statement
from trustkg.mechanism.chains import INFLUENCE, Chain, Link

COMPOSITION: Final = "CompositionStatement"
_TRUST: Final = "TrustConstruct"
_OUTCOMES: Final = ("Outcome", "Indicator")


@dataclass(frozen=True, slots=True)
class Network:
    """Terms as nodes, in the framework's order, and one link from each to each at most.

    `graph` is not to be changed; `links` holds its edges, `order` the place of each term.
    """

    graph: nx.DiGraph[str]
    links: Mapping[tuple[str, str], Link]
    order: Mapping[str, int]

    @classmethod
    def of(cls, framework: Framework, *, only_paper: bool = False, parts: bool = True) -> Network:
        """Read the network off the statements.

        The paper lets drivers act on user trust as a whole, while an inferred influence acts
        on a sub-dimension, and some of the paper's act on a dimension. With `parts`, one may
        step from such a part to its whole, never from a whole to a part: that the whole is
        influenced doesn't tell which part is. Where a part also influences its whole, the
        influence is the link.

        Args:
            framework: whose statements.
            only_paper: leave out what the project infers or adds.
            parts: let part-of links between trust constructs be steps as well.

        Returns:
            The network.
        """
        trust = {term.id for term in framework.of_kind(_TRUST)} if parts else set()
        said: dict[tuple[str, str], list[Statement]] = {}
        composed: dict[tuple[str, str], list[Statement]] = {}
        for s in framework.statements.values():
            known = s.subject in framework.terms and s.object in framework.terms
            if not known or (only_paper and s.basis_kind is BasisKind.PROJECT):
                continue
            if s.kind == INFLUENCE:
                said.setdefault((s.subject, s.object), []).append(s)
            elif s.kind == COMPOSITION and {s.subject, s.object} <= trust:
                composed.setdefault((s.object, s.subject), []).append(s)
        links = {pair: Link(*pair, tuple(found)) for pair, found in said.items()}
        for pair, found in composed.items():
            links.setdefault(pair, Link(*pair, tuple(found), composition=True))
        order = {id: place for place, id in enumerate(framework.terms)}
        return cls.linked(links.values(), order)

    @classmethod
    def linked(cls, links: Collection[Link], order: Mapping[str, int]) -> Network:
        """Make a network of links between terms of a given order."""
        ordered = sorted(links, key=lambda link: (order[link.subject], order[link.object]))
        graph: nx.DiGraph[str] = nx.DiGraph()
        ids: list[str] = sorted(order, key=lambda id: order[id])
        graph.add_nodes_from(ids)
        graph.add_edges_from((link.subject, link.object) for link in ordered)
        return cls(graph, {(link.subject, link.object): link for link in ordered}, order)

    def without(self, term: str) -> Network:
        """Return the network that is left when a term is taken out."""
        kept = [link for link in self.links.values() if term not in (link.subject, link.object)]
        return Network.linked(kept, {id: n for id, n in self.order.items() if id != term})

    def chain(self, path: tuple[str, ...]) -> Chain:
        """Return the links along a path of terms."""
        return Chain(tuple(self.links[pair] for pair in pairwise(path)))

    def reached(self, start: str) -> dict[str, int]:
        """Return how many links at least lead from a term to each that it reaches."""
        return dict(nx.single_source_shortest_path_length(self.graph, start))

    def leading(self, *ends: str) -> dict[str, int]:
        """Return how many links at least lead from each term to the nearest of some ends."""
        found = {end: 0 for end in ends if end in self.graph}
        waiting = list(found)
        for term in waiting:
            for before in self.graph.predecessors(term):
                if before not in found:
                    found[before] = found[term] + 1
                    waiting.append(before)
        return found


def outcomes(framework: Framework) -> tuple[str, ...]:
    """Return the ids of outcomes and indicators, in the terms' order."""
    wanted = {term.id for kind in _OUTCOMES for term in framework.of_kind(kind)}
    return tuple(id for id in framework.terms if id in wanted)


def drivers(framework: Framework) -> tuple[str, ...]:
    """Return the ids of drivers, in the terms' order."""
    return tuple(term.id for term in framework.of_kind("Driver"))


class Search:
    """Follows links, and gives up after a number of steps rather than after a time.

    A search that gave up finds the same on any machine; `complete` tells whether it did.

    Args:
        network: what to follow.
        steps: how many links may be followed altogether.
    """

    def __init__(self, network: Network, steps: int) -> None:
        self._next = {id: tuple(network.graph.successors(id)) for id in network.graph}
        self._left = steps
        self.complete = True

    def paths(
        self, start: str, longest: int, useful: Callable[[str, int], bool]
    ) -> Iterator[tuple[str, ...]]:
        """Yield paths that pass no term twice, each before those that go on from it.

        Args:
            start: where all begin.
            longest: how many links a path may have.
            useful: given a term and how many links may follow it, whether to go there.
        """
        path = [start]
        on_path = {start}
        waiting = [iter(self._next[start])]
        while waiting:
            to = next(waiting[-1], None)
            if to is None:
                waiting.pop()
                on_path.discard(path.pop())
                continue
            left = longest - len(path)
            if to in on_path or left < 0 or not useful(to, left):
                continue
            if self._left == 0:
                self.complete = False
                return
            self._left -= 1
            path.append(to)
            on_path.add(to)
            waiting.append(iter(self._next[to]))
            yield tuple(path)
