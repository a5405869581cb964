"""Feedback: influences that lead back to where they began."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

import networkx as nx
import pyoxigraph as ox

from trustkg.framework import BasisKind, Framework, Statement
from trustkg.framework.values import natural
from trustkg.mechanism.chains import Link, Sign, product
from trustkg.mechanism.network import Network
from trustkg.vocab import local_id, tkg

_FORMATION: Final = "FormationStatement"
_FEEDBACK: Final = "FeedbackStatement"


class Feedback(enum.StrEnum):
    """What a cycle does to a change of one of its terms."""

    REINFORCING = "reinforcing"
    BALANCING = "balancing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Cycle:
    """Links that lead back to where the first begins, with the critical notes on them.

    `notes` are ids of the project's critical notes that concern a statement of one of the
    links, those on most links first; there are none where only the paper is asked.
    """

    links: tuple[Link, ...]
    notes: tuple[str, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """Ids of its terms, each once; the first is the one that the framework has first."""
        return tuple(link.subject for link in self.links)

    @property
    def feedback(self) -> Feedback:
        """Reinforcing where its signs multiply to positive, balancing where to negative."""
        kinds = {Sign.POSITIVE: Feedback.REINFORCING, Sign.NEGATIVE: Feedback.BALANCING}
        return kinds.get(product(link.sign for link in self.links), Feedback.UNKNOWN)

    @property
    def inferred(self) -> bool:
        """Whether at least one link rests on the project's statements alone."""
        return any(link.only_project for link in self.links)


@dataclass(frozen=True, slots=True)
class ClaimedLoop:
    """A structure that terms are said to form, with what leads back in it.

    Forming a structure is no influence, so that such a loop is never among the cycles.
    `feedback` holds the statements that give it an edge back, which may be none.
    """

    structure: str
    statements: tuple[Statement, ...]
    feedback: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Cycles:
    """Cycles by length, then in the terms' order; there are more if not `complete`."""

    cycles: tuple[Cycle, ...]
    complete: bool
    claimed: tuple[ClaimedLoop, ...]


def cycles(
    framework: Framework,
    *,
    longest: int = 6,
    limit: int = 50,
    only_paper: bool = False,
    parts: bool = False,
) -> Cycles:
    """Find feedback cycles of influence.

    Args:
        framework: whose statements.
        longest: how many links a cycle may have.
        limit: how many cycles to return at most, shorter ones first.
        only_paper: leave out what the project infers or adds.
        parts: let a cycle step from a part of trust to its whole (see `Network.of`).

    Returns:
        Cycles, and apart from them the loops that are claimed without being influence.
    """
    network = Network.of(framework, only_paper=only_paper, parts=parts)
    found, complete = _shortest_first(network, longest, limit)
    concerns = {} if only_paper else _concerns(framework)
    return Cycles(
        cycles=tuple(_cycle(network, terms, concerns) for terms in found),
        complete=complete,
        claimed=tuple(_claimed(framework, only_paper=only_paper)),
    )


def _shortest_first(
    network: Network, longest: int, limit: int
) -> tuple[list[tuple[str, ...]], bool]:
    """Look up to one length after another, so that no long cycle crowds out a short one.

    networkx keeps nodes in sets; numbers in place of ids make it go the same way always.
    """
    ids = list(network.graph)
    graph = nx.relabel_nodes(network.graph, {id: n for n, id in enumerate(ids)})
    found: list[tuple[str, ...]] = []
    for length in range(1, longest + 1):
        rings = islice(nx.simple_cycles(graph, length_bound=length), limit + 1)
        turned = sorted((_turned(ring) for ring in rings), key=lambda ring: (len(ring), ring))
        named = [tuple(ids[n] for n in ring) for ring in turned]
        if len(named) > limit:
            more = [ring for ring in named if len(ring) == length]
            return (found + more)[:limit], False
        found = named
    return found, True


def _turned(ring: list[int]) -> tuple[int, ...]:
    first = ring.index(min(ring))
    return (*ring[first:], *ring[:first])


def _cycle(
    network: Network, terms: tuple[str, ...], concerns: Mapping[str, frozenset[str]]
) -> Cycle:
    pairs = zip(terms, (*terms[1:], terms[0]), strict=True)
    links = tuple(network.links[pair] for pair in pairs)
    concerned = Counter(
        note
        for link in links
        for note in {n for s in link.statements for n in concerns.get(s.id, ())}
    )
    notes = sorted(concerned, key=lambda note: (-concerned[note], natural(note)))
    return Cycle(links, tuple(notes))


def _concerns(framework: Framework) -> dict[str, frozenset[str]]:
    """Return the ids of critical notes by the statements that they concern."""
    found: dict[str, set[str]] = {}
    concerns = ox.NamedNode(tkg("concerns"))
    for quad in framework.store.quads_for_pattern(None, concerns, None):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            note = local_id(quad.subject.value)
            found.setdefault(local_id(quad.object.value), set()).add(note)
    return {id: frozenset(notes) for id, notes in found.items()}


def _claimed(framework: Framework, *, only_paper: bool) -> Iterator[ClaimedLoop]:
    """Structures formed by both ends of a feedback are the ones that are claimed as loops."""
    said = framework.statements.values()
    formed: dict[str, list[Statement]] = {}
    for s in said:
        if s.kind == _FORMATION:
            formed.setdefault(s.object, []).append(s)
    back = [s for s in said if s.kind == _FEEDBACK]
    for structure, statements in formed.items():
        members = {s.subject for s in statements}
        own = [s for s in back if {s.subject, s.object} <= members]
        shown = _of_paper(statements) if only_paper else tuple(statements)
        if own and shown:
            yield ClaimedLoop(structure, shown, _of_paper(own) if only_paper else tuple(own))


def _of_paper(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    return tuple(s for s in statements if s.basis_kind is BasisKind.PAPER)
