"""Chains, impact, leverage and cycles, held to what trying everything finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, permutations
from typing import Protocol

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trustkg.framework import BasisKind, Framework, Statement, Term
from trustkg.language import Text
from trustkg.mechanism import Chain, Sign, cycles, impact, leverage, routes
from trustkg.vocab import tkg

KINDS = {
    "driverA": "Driver",
    "driverB": "Driver",
    "part": "TrustSubDimension",
    "whole": "TrustDimension",
    "mediator": "PsychologicalVariable",
    "outcome": "Outcome",
    "indicator": "Indicator",
}
NAMES = tuple(KINDS)


@dataclass(frozen=True)
class Said:
    """A made-up statement: an influence with a sign, or a whole and its part without."""

    subject: str
    object: str
    sign: str | None
    paper: bool = True


class Small(Protocol):
    """Makes a framework of statements between terms of some kinds."""

    def __call__(self, said: Sequence[Said], kinds: Mapping[str, str] = KINDS) -> Framework:
        """Make it."""


influences = st.builds(
    Said,
    st.sampled_from(NAMES),
    st.sampled_from(NAMES),
    st.sampled_from(["positive", "negative", "notStated"]),
    st.booleans(),
)
compositions = st.builds(
    Said, st.sampled_from(["whole", "mediator"]), st.just("part"), st.none(), st.booleans()
)
sayings = st.lists(st.one_of(influences, compositions), max_size=16)


@pytest.fixture(scope="session")
def small(framework: Framework) -> Small:
    """Make a framework of a few terms and the statements given."""
    some = next(s for s in framework.statements.values() if s.rationale is None)

    def make(said: Sequence[Said], kinds: Mapping[str, str] = KINDS) -> Framework:
        terms = {id: _term(id, kind) for id, kind in kinds.items()}
        made = [_statement(some, n, one) for n, one in enumerate(said)]
        return replace(framework, terms=terms, statements={s.id: s for s in made})

    return make


def _term(id: str, kind: str) -> Term:
    text = Text(id, id)
    return Term(id, (kind,), text, (), (), text, None, "statedVerbatim", None)


def _statement(some: Statement, number: int, said: Said) -> Statement:
    influence = said.sign is not None
    return replace(
        some,
        id=f"statement/made-up-{number}",
        kind="InfluenceStatement" if influence else "CompositionStatement",
        subject=said.subject,
        relation="influences" if influence else "hasDirectPart",
        object=said.object,
        sign=said.sign,
        basis="statedVerbatim" if said.paper else "inferredByProject",
        basis_kind=BasisKind.PAPER if said.paper else BasisKind.PROJECT,
    )


def tried(said: Sequence[Said], start: str, end: str, longest: int) -> Iterator[tuple[str, ...]]:
    """Yield every chain by trying every order of every choice of terms."""
    between = [name for name in NAMES if name not in (start, end)]
    for count in range(min(len(between), longest - 1) + 1):
        for middle in permutations(between, count):
            path = (start, *middle, end)
            steps = [step_sign(said, a, b) for a, b in pairwise(path)]
            if None not in steps and set(steps) != {"part"}:
                yield path


def step_sign(said: Sequence[Said], a: str, b: str) -> str | None:
    """Return the sign of a step, `part` for composition, None where there is no step."""
    own = [s for s in said if (s.subject, s.object) == (a, b) and s.sign is not None]
    own = [s for s in own if s.paper] or own
    if own:
        signs = {str(s.sign) for s in own} - {"notStated"}
        return "contradictory" if len(signs) == 2 else min(signs, default="notStated")
    trust = {"part", "whole"}
    composed = [s for s in said if s.sign is None and (s.object, s.subject) == (a, b)]
    return "part" if composed and {a, b} <= trust else None


def overall(signs: Sequence[str | None]) -> str:
    """Multiply signs by counting."""
    own = [sign for sign in signs if sign != "part"]
    for unclear in ("notStated", "contradictory"):
        if unclear in own:
            return unclear
    return "positive" if own.count("negative") % 2 == 0 else "negative"


def admitted(said: Sequence[Said], *, only_paper: bool) -> list[Said]:
    """Leave out what the project says, where asked to."""
    return [s for s in said if s.paper or not only_paper]


# -- chains ----------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(said=sayings, longest=st.integers(1, 6), only_paper=st.booleans())
def test_chains_are_those_that_trying_finds(
    small: Small, said: list[Said], longest: int, *, only_paper: bool
) -> None:
    """No chain is missed, none made up, and each has the sign that counting gives."""
    made = small(said)
    known = admitted(said, only_paper=only_paper)
    for start, end in (("driverA", "outcome"), ("part", "whole"), ("part", "indicator")):
        found = routes(made, start, end, longest=longest, limit=10_000, only_paper=only_paper)
        expected = sorted(
            tried(known, start, end, longest), key=lambda p: (len(p), [NAMES.index(n) for n in p])
        )
        assert expected == [chain.terms for chain in found.chains]
        assert (len(expected), True) == (found.count, found.complete)
        signs = [overall([step_sign(known, a, b) for a, b in pairwise(p)]) for p in expected]
        assert signs == [str(chain.sign) for chain in found.chains]


@settings(max_examples=100, deadline=None)
@given(said=sayings, start=st.sampled_from(NAMES), end=st.sampled_from(NAMES))
def test_shortest_tells_of_longer_chains_only(
    small: Small, said: list[Said], start: str, end: str
) -> None:
    """Where nothing is found within the bound, the advice to go longer is right."""
    if start == end:
        return
    found = routes(small(said), start, end, longest=2)
    if not found.chains and found.shortest is not None:
        assert found.shortest > 2
        assert found.shortest == min(len(p) - 1 for p in tried(said, start, end, 6))


def test_a_cut_search_says_so(small: Small) -> None:
    """Whoever sees some of many chains must know that there are more, and gets short ones."""
    names = [n for n in NAMES if n != "whole"]
    dense = [Said(a, b, "positive") for a in names for b in names if a != b]
    made = small(dense)
    limited = routes(made, "driverA", "outcome", limit=3)
    assert (3, True) == (len(limited.chains), limited.complete)
    assert limited.count > 3
    cut = routes(made, "driverA", "outcome", steps=7)
    assert not cut.complete
    assert 0 < cut.count < limited.count
    assert [len(c.links) for c in cut.chains] == sorted(len(c.links) for c in cut.chains)


def test_a_dense_mechanism_is_answered_all_the_same(small: Small) -> None:
    """Everything influencing everything has more chains than anyone can list."""
    kinds = {f"t{n}": "Outcome" if n else "Driver" for n in range(60)}
    made = small([Said(a, b, "positive") for a in kinds for b in kinds if a != b], kinds)
    found = routes(made, "t0", "t59", longest=12, steps=20_000)
    assert (False, 20) == (found.complete, len(found.chains))
    assert not impact(made, "t5", steps=20_000).complete
    assert (False, 50) == ((rings := cycles(made)).complete, len(rings.cycles))


def test_composition_is_marked_and_carries_no_sign(small: Small) -> None:
    """A step from part to whole must never pass for influence."""
    said = [
        Said("driverA", "part", "positive", paper=False),
        Said("whole", "part", None),
        Said("whole", "outcome", "negative"),
    ]
    made = small(said)
    (chain,) = routes(made, "driverA", "outcome").chains
    assert [False, True, False] == [link.composition for link in chain.links]
    assert [Sign.POSITIVE, None, Sign.NEGATIVE] == [link.sign for link in chain.links]
    assert (Sign.NEGATIVE, True, True) == (chain.sign, chain.inferred, chain.composed)
    assert () == routes(made, "driverA", "outcome", parts=False).chains
    assert () == routes(made, "part", "whole").chains
    assert () == routes(made, "whole", "part").chains


def test_the_project_does_not_fill_in_the_paper_s_sign(small: Small) -> None:
    """Where the paper leaves the sign open, an inference must not decide it."""
    said = [
        Said("driverA", "outcome", "notStated"),
        Said("driverA", "outcome", "positive", paper=False),
    ]
    (chain,) = routes(small(said), "driverA", "outcome").chains
    assert (Sign.NOT_STATED, False) == (chain.sign, chain.inferred)


def test_authenticity_reaches_the_return_rate(framework: Framework) -> None:
    """The paper's own chain by user trust is found, and comes first."""
    for only_paper in (True, False):
        found = routes(framework, "contentAuthenticity", "returnRate", only_paper=only_paper)
        first: Chain = found.chains[0]
        assert ("contentAuthenticity", "userTrust", "returnRate") == first.terms
        assert (Sign.NEGATIVE, False) == (first.sign, first.inferred)
    inferred = [chain for chain in found.chains if "personalityTrust" in chain.terms]
    assert inferred
    assert all(chain.inferred and chain.composed for chain in inferred)


def test_the_paper_ties_no_driver_to_a_sub_dimension(framework: Framework) -> None:
    """With the paper alone there is no chain, and each side's reach says why."""
    found = routes(framework, "contentAuthenticity", "personalityTrust", only_paper=True)
    assert ((), None) == (found.chains, found.shortest)
    assert "userTrust" in found.forward.terms
    assert "contentAuthenticity" not in found.backward.terms


# -- impact ----------------------------------------------------------------------------


@settings(max_examples=100, deadline=None)
@given(said=sayings, term=st.sampled_from(NAMES), longest=st.integers(1, 6))
def test_impact_is_what_trying_without_the_term_finds(
    small: Small, said: list[Said], term: str, longest: int
) -> None:
    """Counts before and after are those of the graph with and without the term."""
    found = impact(small(said), term, longest=longest)
    rest = [s for s in said if term not in (s.subject, s.object)]
    lost, weakened, untouched = {}, {}, 0
    for driver in ("driverA", "driverB"):
        for outcome in ("outcome", "indicator"):
            before = len(list(tried(said, driver, outcome, longest)))
            after = len(list(tried(rest, driver, outcome, longest)))
            if before and not after:
                lost[driver, outcome] = (before, 0)
            elif after < before:
                weakened[driver, outcome] = (before, after)
            else:
                untouched += bool(before)
    assert lost == {(p.driver, p.outcome): (p.before, p.after) for p in found.lost}
    assert weakened == {(p.driver, p.outcome): (p.before, p.after) for p in found.weakened}
    assert untouched == found.untouched
    pairs = {(p.driver, p.outcome): p.after for p in (*found.lost, *found.weakened)}
    for left in found.outcomes:
        own = [count for (_, outcome), count in pairs.items() if outcome == left.outcome]
        assert left.after >= sum(own)
        assert left.drivers_before - left.drivers_after == sum(not count for count in own)


def test_impact_names_the_statements_that_go(framework: Framework) -> None:
    """Every influence from or to the term goes, and none that leaves it alone."""
    gone = impact(framework, "emotionalAttachment").statements
    expected = {
        s.id
        for s in framework.statements.values()
        if s.kind == "InfluenceStatement" and "emotionalAttachment" in (s.subject, s.object)
    }
    assert expected == {s.id for s in gone}
    lost = {p.outcome for p in impact(framework, "userTrust", only_paper=True).lost}
    assert "returnRate" in lost


# -- leverage --------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(said=sayings)
def test_leverage_counts_what_chains_reach(small: Small, said: list[Said]) -> None:
    """A term reaches just the outcomes that a chain leads to, by anyone or by the paper alone.

    A step from part to whole is not the paper's.
    """
    found = leverage(small(said), everything=True)
    for name in NAMES:
        own = next((lever for lever in found.levers if lever.term == name), None)
        for known, reached in (
            (said, own.outcomes if own else ()),
            (
                [s for s in admitted(said, only_paper=True) if s.sign is not None],
                own.by_paper if own else (),
            ),
        ):
            ends = [e for e in ("outcome", "indicator") if e != name]
            assert [e for e in ends if any(tried(known, name, e, 6))] == list(reached)
    ranks = [(-len(v.outcomes), -len(v.by_paper), -v.between) for v in found.levers]
    assert sorted(ranks) == ranks


def test_leverage_counts_links_by_who_says_so(small: Small) -> None:
    """Stated and inferred links on the shortest chains are told apart; detours don't count."""
    said = [
        Said("driverA", "part", "positive", paper=False),
        Said("whole", "part", None),
        Said("whole", "outcome", "negative"),
        Said("driverA", "driverB", "positive"),
        Said("driverB", "mediator", "positive"),
        Said("mediator", "driverB", "positive"),
    ]
    levers = {v.term: v for v in leverage(small(said), everything=True).levers}
    first = levers["driverA"]
    assert (("outcome",), ()) == (first.outcomes, first.by_paper)
    assert (1, 1, 1) == (first.stated, first.inferred, first.composed)
    assert (1.0, 0.0) == (levers["whole"].between, first.between)
    assert "driverB" not in levers


# -- cycles ----------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(said=sayings, longest=st.integers(1, 5), parts=st.booleans())
def test_cycles_are_those_that_trying_finds(
    small: Small, said: list[Said], longest: int, *, parts: bool
) -> None:
    """Each cycle is found once, in order, with the feedback that its signs give."""
    feedback = {"positive": "reinforcing", "negative": "balancing"}
    known = said if parts else [s for s in said if s.sign is not None]
    expected = []
    for count in range(1, longest + 1):
        for chosen in combinations(NAMES, count):
            for order in permutations(chosen[1:]):
                ring = (chosen[0], *order)
                steps = [step_sign(known, a, b) for a, b in pairwise((*ring, ring[0]))]
                if None not in steps:
                    expected.append((ring, feedback.get(overall(steps), "unknown")))
    found = cycles(small(said), longest=longest, limit=10_000, parts=parts)
    expected.sort(key=lambda one: (len(one[0]), [NAMES.index(n) for n in one[0]]))
    assert expected == [(cycle.terms, str(cycle.feedback)) for cycle in found.cycles]
    assert found.complete


def test_value_and_trust_raise_each_other(framework: Framework) -> None:
    """The cycle that the paper doesn't speak of is there by its own statements."""
    found = cycles(framework, only_paper=True)
    (cycle,) = (c for c in found.cycles if set(c.terms) == {"userTrust", "userPerceivedValue"})
    assert ("reinforcing", False) == (cycle.feedback, cycle.inferred)
    assert {"5", "4.1"} <= {
        framework.sections[s.section].number
        for link in cycle.links
        for s in link.statements
        if s.section
    }


def test_notes_on_a_cycle_are_told(small: Small) -> None:
    """A critical note on a cycle's links stands with it, one on another influence does not."""
    said = [Said("mediator", "outcome", "positive"), Said("outcome", "mediator", "negative")]
    made = small([*said, Said("outcome", "indicator", "positive")])
    ids = list(made.statements)
    store = ox.Store()
    for note, concerned in (("one", ids[1:]), ("two", ids[:2]), ("none", ids[2:])):
        for id in concerned:
            nodes = [ox.NamedNode(tkg(name)) for name in (note, "concerns", id)]
            store.add(ox.Quad(*nodes))
    (cycle,) = cycles(replace(made, store=store)).cycles
    assert (("two", "one"), "balancing") == (cycle.notes, cycle.feedback)
    (cycle,) = cycles(replace(made, store=store), only_paper=True).cycles
    assert () == cycle.notes


def test_the_claimed_loop_is_no_cycle(framework: Framework) -> None:
    """Four dimensions are said to form a loop, but no edge back is described."""
    for only_paper in (True, False):
        found = cycles(framework, only_paper=only_paper)
        (loop,) = found.claimed
        assert "closedLoopTrustStructure" == loop.structure
        dimensions = {term.id for term in framework.of_kind("TrustDimension")}
        assert dimensions == {s.subject for s in loop.statements}
        assert only_paper is (loop.feedback == ())
        assert all(not dimensions.issuperset(cycle.terms) for cycle in found.cycles)
    assert all(s.basis_kind is BasisKind.PROJECT for s in loop.feedback)


@pytest.mark.parametrize("view", [cycles, leverage])
def test_views_are_deterministic(framework: Framework, view: object) -> None:
    """The same framework gives the same answer."""
    assert callable(view)
    assert view(framework) == view(framework)
