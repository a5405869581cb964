"""What is cut off when a term is taken out of the mechanism."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from trustkg.framework import Framework, Statement
from trustkg.mechanism.network import Network, Search, drivers, outcomes

STEPS: Final = 1_500_000
"""How many links counting follows before it gives up: a few seconds."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A driver and an outcome, with their chains before, and how many of them stay."""

    driver: str
    outcome: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class OutcomeLeft:
    """An outcome, with the chains from any driver before, and how many of them stay."""

    outcome: str
    before: int
    after: int
    drivers_before: int
    drivers_after: int


@dataclass(frozen=True, slots=True)
class Impact:
    """What taking out a term does to the chains from drivers to outcomes.

    `lost` are the pairs that lose every chain, `weakened` those that lose some but not all,
    most chains lost first; `untouched` counts the others that have chains. Pairs of the term
    itself are among the lost. `outcomes` has every outcome that a driver reached, those that no
    chain leads to any more first, then those that lose most. `statements` go with the term. Where the count is not `complete`, numbers of chains are lower bounds
    and `weakened` may lack pairs; what is lost is exact all the same.
    """

    term: str
    longest: int
    lost: tuple[Pair, ...]
    weakened: tuple[Pair, ...]
    untouched: int
    outcomes: tuple[OutcomeLeft, ...]
    statements: tuple[Statement, ...]
    complete: bool


def impact(
    framework: Framework,
    term: str,
    *,
    longest: int = 6,
    only_paper: bool = False,
    parts: bool = True,
    steps: int = STEPS,
) -> Impact:
    """Take a term out, and see which drivers still reach which outcomes.

    Args:
        framework: whose statements.
        term: id of the term to take out; its parts stay.
        longest: how many links a chain may have.
        only_paper: leave out what the project infers or adds.
        parts: let a chain step from a part of trust to its whole (see `Network.of`).
        steps: how many links to follow before giving up counting.

    Returns:
        Pairs, outcomes and statements concerned.
    """
    network = Network.of(framework, only_paper=only_paper, parts=parts)
    ends = [id for id in outcomes(framework) if id in network.graph]
    starts = drivers(framework)
    search = Search(network, steps)
    near = _near(network, starts, ends, longest)
    before, through = dict.fromkeys(sorted(near), 0), dict.fromkeys(near, 0)
    for path in _paths(network, search, starts, ends, longest):
        before[path[0], path[-1]] += 1
        through[path[0], path[-1]] += term in path
    left = _near(network.without(term), starts, ends, longest)
    pairs = [
        Pair(*pair, count, count - through[pair] if pair in left else 0)
        for pair, count in before.items()
    ]
    order = network.order

    def rank(pair: Pair) -> tuple[int, int, int]:
        return (pair.after - pair.before, order[pair.driver], order[pair.outcome])

    lost = sorted((p for p in pairs if (p.driver, p.outcome) not in left), key=rank)
    kept = [p for p in pairs if (p.driver, p.outcome) in left]
    weakened = sorted((p for p in kept if through[p.driver, p.outcome]), key=rank)
    gone = {s.id for pair, k in network.links.items() if term in pair for s in k.statements}
    return Impact(
        term=term,
        longest=longest,
        lost=tuple(lost),
        weakened=tuple(weakened),
        untouched=len(kept) - len(weakened),
        outcomes=_by_outcome(pairs, left, order),
        statements=tuple(s for id, s in framework.statements.items() if id in gone),
        complete=search.complete,
    )


def _near(
    network: Network, starts: tuple[str, ...], ends: list[str], longest: int
) -> set[tuple[str, str]]:
    """Return which start reaches which end within so many links."""
    found = set()
    for start in (s for s in starts if s in network.graph):
        distances = network.reached(start)
        found |= {
            (start, e) for e in ends if e != start and distances.get(e, longest + 1) <= longest
        }
    return found


def _paths(
    network: Network, search: Search, starts: tuple[str, ...], ends: list[str], longest: int
) -> Iterator[tuple[str, ...]]:
    distance = network.leading(*ends)

    def useful(to: str, left: int) -> bool:
        return distance.get(to, longest + 1) <= left

    wanted = set(ends)
    for start in starts:
        for path in search.paths(start, longest, useful):
            if path[-1] in wanted:
                yield path


def _by_outcome(
    pairs: list[Pair], left: set[tuple[str, str]], order: Mapping[str, int]
) -> tuple[OutcomeLeft, ...]:
    found = []
    for outcome in dict.fromkeys(pair.outcome for pair in pairs):
        own = [pair for pair in pairs if pair.outcome == outcome]
        found.append(
            OutcomeLeft(
                outcome=outcome,
                before=sum(pair.before for pair in own),
                after=sum(pair.after for pair in own),
                drivers_before=len(own),
                drivers_after=sum((pair.driver, pair.outcome) in left for pair in own),
            )
        )
    return tuple(sorted(found, key=lambda o: (o.after > 0, o.after - o.before, order[o.outcome])))
