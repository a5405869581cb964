"""Every chain from one term to another, shortest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import networkx as nx

from trustkg.framework import Framework
from trustkg.mechanism.chains import Chain
from trustkg.mechanism.network import Network, Search

STEPS: Final = 200_000
"""How many links a search for chains follows before it gives up: about a second."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a term's influence goes, or comes from, apart from itself.

    `terms` are ids, nearest first, each with the fewest links to it in `distances`.
    """

    terms: tuple[str, ...]
    distances: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Routes:
    """Chains from one term to another.

    `chains` are the first of `count` that were found; there are still more where the
    search is not `complete`. If there is none, `shortest` is the number of links of a chain
    that is longer than was asked for (None where there is no chain at all), `forward` tells
    how far the start reaches, and `backward` what reaches the end.
    """

    start: str
    end: str
    longest: int
    chains: tuple[Chain, ...]
    count: int
    complete: bool
    shortest: int | None
    forward: Reach
    backward: Reach


def routes(
    framework: Framework,
    start: str,
    end: str,
    *,
    longest: int = 6,
    limit: int = 20,
    only_paper: bool = False,
    parts: bool = True,
    steps: int = STEPS,
) -> Routes:
    """Follow influence from one term to another.

    A chain is a path through separate statements; nobody says that influence is transitive.
    It passes no term twice and has at least one influence: being part of something is no
    influence on it.

    Args:
        framework: whose statements.
        start: id of the term where chains begin.
        end: id of the term where they end.
        longest: how many links a chain may have.
        limit: how many chains to return.
        only_paper: leave out what the project infers or adds.
        parts: let a chain step from a part of trust to its whole (see `Network.of`).
        steps: how many links to follow before giving up.

    Returns:
        Chains by their number of links, then in the terms' order.
    """
    network = Network.of(framework, only_paper=only_paper, parts=parts)
    search = Search(network, steps)
    found: list[Chain] = []
    count = 0
    for chain in _by_length(network, search, start, end, longest):
        count += 1
        if count <= limit:
            found.append(chain)
    ahead, behind = network.reached(start), network.leading(end)
    return Routes(
        start=start,
        end=end,
        longest=longest,
        chains=tuple(found),
        count=count,
        complete=search.complete,
        shortest=None if found or start == end else _shortest(network, start, end),
        forward=_reach(network, ahead, start),
        backward=_reach(network, behind, end),
    )


def _by_length(
    network: Network, search: Search, start: str, end: str, longest: int
) -> Iterator[Chain]:
    """Look for chains of one link, then of two, and so on, which follows few links in vain."""
    exactly = [{end}]  # exactly[n]: terms that n links lead from to the end

    def useful(term: str, left: int) -> bool:
        return term in exactly[left]

    for length in range(1, longest + 1):
        before = {a for b in exactly[-1] for a in network.graph.predecessors(b)} - {end}
        exactly.append(before)
        if start not in before:
            continue
        for path in search.paths(start, length, useful):
            if len(path) == length + 1:
                chain = network.chain(path)
                if not all(link.composition for link in chain.links):
                    yield chain


def _shortest(network: Network, start: str, end: str) -> int | None:
    """Return the fewest links of a chain, however long; None for a part and its whole."""
    if not nx.has_path(network.graph, start, end):
        return None
    chain = network.chain(tuple(nx.shortest_path(network.graph, start, end)))
    return None if all(link.composition for link in chain.links) else len(chain.links)


def _reach(network: Network, distances: dict[str, int], start: str) -> Reach:
    near = sorted(distances, key=lambda id: (distances[id], network.order[id]))
    others = tuple(id for id in near if id != start)
    return Reach(others, tuple(distances[id] for id in others))
