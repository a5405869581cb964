"""Which terms reach most outcomes: how the argument is built, not how strong an effect is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import networkx as nx

from trustkg.framework import Framework
from trustkg.mechanism.chains import Link
from trustkg.mechanism.network import Network, drivers, outcomes


@dataclass(frozen=True, slots=True)
class Lever:
    """How much of the argument hangs on a term; the paper measures no effect.

    `outcomes` are the ids of the outcomes and indicators that it reaches, `by_paper` those of
    them that it reaches by influences that the paper states, without a step from part to
    whole: that what moves a part moves the whole is the project's axiom. `stated`, `inferred` and `composed`
    count the links that lie on its shortest chains to them: said by the paper, by the project
    alone, and steps from part to whole. `between` is the share, from 0 to 1, of pairs of
    driver and outcome whose shortest chains pass through it, where equally short chains share
    a pair equally.
    """

    term: str
    outcomes: tuple[str, ...]
    by_paper: tuple[str, ...]
    stated: int
    inferred: int
    composed: int
    between: float


@dataclass(frozen=True, slots=True)
class Leverage:
    """Levers, those that reach most outcomes first; `total` counts all outcomes."""

    levers: tuple[Lever, ...]
    total: int


def leverage(
    framework: Framework,
    *,
    longest: int = 6,
    only_paper: bool = False,
    parts: bool = True,
    everything: bool = False,
) -> Leverage:
    """Rank terms by how many outcomes and indicators they reach.

    Args:
        framework: whose statements.
        longest: how many links a chain may have.
        only_paper: leave out what the project infers or adds.
        parts: let a chain step from a part of trust to its whole (see `Network.of`).
        everything: rank whatever reaches an outcome, not drivers, dimensions and
            sub-dimensions alone.

    Returns:
        Terms by outcomes reached, then by those reached by the paper alone, then by how much
        runs through them; those equal in all three in the terms' order.

    Source: betweenness as in Brandes, "On variants of shortest-path betweenness centrality",
        2008 (section 3.2, sources and targets given).
    """
    network = Network.of(framework, only_paper=only_paper, parts=parts)
    stated = Network.of(framework, only_paper=True, parts=False)
    ends = outcomes(framework)
    between = _between(network, drivers(framework), ends)
    kinds = ("Driver", "TrustDimension", "TrustSubDimension")
    wanted = {term.id for kind in kinds for term in framework.of_kind(kind)}
    found = []
    for term in framework.terms if everything else (id for id in framework.terms if id in wanted):
        reached = _within(network, term, ends, longest)
        if reached:
            links = _on_shortest(network, term, reached)
            found.append(
                Lever(
                    term=term,
                    outcomes=reached,
                    by_paper=_within(stated, term, ends, longest),
                    stated=sum(not k.composition and not k.only_project for k in links),
                    inferred=sum(not k.composition and k.only_project for k in links),
                    composed=sum(k.composition for k in links),
                    between=between.get(term, 0.0),
                )
            )
    order = network.order
    found.sort(key=lambda v: (-len(v.outcomes), -len(v.by_paper), -v.between, order[v.term]))
    return Leverage(tuple(found), len(ends))


def _within(network: Network, term: str, ends: Iterable[str], longest: int) -> tuple[str, ...]:
    distances = network.reached(term)
    return tuple(e for e in ends if e != term and distances.get(e, longest + 1) <= longest)


def _on_shortest(network: Network, start: str, ends: Iterable[str]) -> tuple[Link, ...]:
    """Return the links that lie on a shortest chain to one of the ends."""
    distance = network.reached(start)
    waiting = list(ends)
    seen = set(waiting)
    found: dict[tuple[str, str], Link] = {}
    for to in waiting:
        for come in network.graph.predecessors(to):
            if distance.get(come, distance[to]) != distance[to] - 1:
                continue
            found[come, to] = network.links[come, to]
            if come not in seen:
                seen.add(come)
                waiting.append(come)
    return tuple(found.values())


def _between(network: Network, starts: tuple[str, ...], ends: tuple[str, ...]) -> dict[str, float]:
    sums = nx.betweenness_centrality_subset(network.graph, starts, ends, normalized=False)
    wanted = set(ends)
    pairs = sum(len(wanted.intersection(network.reached(s)) - {s}) for s in starts)
    return {id: round(value / pairs, 4) for id, value in sums.items()} if pairs else {}
