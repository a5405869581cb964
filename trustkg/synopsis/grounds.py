"""Which statements of the framework a measure rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trustkg.framework import BasisKind, Framework, Statement
from trustkg.synopsis.coverage import influences
from trustkg.synopsis.outline import Measure


@dataclass(frozen=True, slots=True)
class Grounds:
    """Ids of statements, by what they are good for.

    `links` say that its drivers influence what it builds, `drivers` that they influence trust
    as a whole, `actions` who performs its actions and which driver those put into effect, and
    `effects` that what it builds or its path leads to what it expects. `unsaid` are the ids
    of sub-dimensions to which no statement links its drivers.
    """

    links: tuple[str, ...]
    drivers: tuple[str, ...]
    actions: tuple[str, ...]
    effects: tuple[str, ...]
    unsaid: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """All of them, each once."""
        return tuple(dict.fromkeys((*self.links, *self.drivers, *self.actions, *self.effects)))


def grounds(measure: Measure, framework: Framework) -> Grounds:
    """Gather what a measure rests on.

    Of several statements that say the same, the paper's stands for all, the first with a quote
    before others.

    Args:
        measure: of a plan.
        framework: whose statements.

    Returns:
        Ids of statements.
    """
    whole = {term.id for term in framework.of_kind("TrustConstruct")} - set(measure.builds)
    parts = {term.id for term in framework.of_kind("TrustSubDimension")}
    pairs = [(driver, target) for driver in measure.drivers for target in measure.builds]
    links = [s for pair in pairs for s in influences(*pair, framework)]
    drivers = [
        s
        for driver in measure.drivers
        for object in sorted(whole - parts)
        for s in influences(driver, object, framework)
        if s.basis_kind is BasisKind.PAPER
    ]
    return Grounds(
        links=_once(links),
        drivers=_once(drivers),
        actions=_once(_of_actions(measure, framework)),
        effects=_once(_effects(measure, framework)),
        unsaid=tuple(
            target
            for target in measure.builds
            if measure.drivers and not any(s.object == target for s in links)
        ),
    )


def _of_actions(measure: Measure, framework: Framework) -> list[Statement]:
    said = [s for action in measure.actions for s in framework.about.get(action, ())]
    done = [s for s in said if s.relation == "isPerformedBy" and s.object in measure.responsible]
    put = [s for s in said if s.relation == "realises" and s.object in measure.drivers]
    return done + put


def _effects(measure: Measure, framework: Framework) -> list[Statement]:
    """Statements along the measure's paths, or from what it builds, to what it expects."""
    wholes = {
        s.subject
        for target in measure.builds
        for s in framework.pointing_at.get(target, ())
        if s.kind == "CompositionStatement"
    }
    causes = wholes | set(measure.builds)
    found = []
    for expected in measure.expects:
        said = [
            s
            for s in framework.pointing_at.get(expected, ())
            if s.kind in set(framework.subkinds("InfluenceStatement"))
        ]
        near = [s for s in said if s.subject in causes]
        along = [s for s in said if set(measure.paths).intersection(s.on_path)]
        found += near or along
    return found


def _once(statements: Iterable[Statement]) -> tuple[str, ...]:
    best: dict[tuple[str, str, str], Statement] = {}
    for statement in statements:
        key = (statement.subject, statement.relation, statement.object)
        if key not in best or _rank(statement) < _rank(best[key]):
            best[key] = statement
    return tuple(s.id for s in best.values())


def _rank(statement: Statement) -> tuple[bool, bool]:
    return (statement.basis_kind is not BasisKind.PAPER, statement.quote is None)
