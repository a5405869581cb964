"""What to do next: what findings ask for, then what the framework offers for the gaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from trustkg.framework import BasisKind, Framework, Statement
from trustkg.language import Text
from trustkg.plans import Position
from trustkg.synopsis.coverage import Coverage, influences
from trustkg.synopsis.outline import Outline
from trustkg.validation import Finding, Report, Severity
from trustkg.vocab import local_id, tkg


@dataclass(frozen=True, slots=True)
class Remedy:
    """Something to mend, asked for by one or several findings of one rule.

    `message` is that of the first; `help` is None where the message says it all.
    """

    code: str
    severity: Severity
    message: Text
    help: Text | None
    places: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An action that the framework has for a sub-dimension.

    `drivers` are those that it realises and that influence the sub-dimension, `performers`
    who is named for it; `statements` are the ids of all that say so, and `paper` tells
    whether all of them are the paper's.
    """

    action: str
    drivers: tuple[str, ...]
    performers: tuple[str, ...]
    statements: tuple[str, ...]
    paper: bool


@dataclass(frozen=True, slots=True)
class Task:
    """A sub-dimension that no measure builds, though its dimension is not left out."""

    target: str
    dimension: str
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class Watch:
    """An indicator that should be watched with one of the plan's, and isn't."""

    indicator: str
    guardrail: str


@dataclass(frozen=True, slots=True)
class NextSteps:
    """What to do, most urgent first."""

    remedies: tuple[Remedy, ...]
    tasks: tuple[Task, ...]
    watch: tuple[Watch, ...]


def next_steps(
    report: Report, contents: Outline, covered: Coverage, framework: Framework
) -> NextSteps:
    """Say what to do next.

    Args:
        report: on the plan.
        contents: of the plan.
        covered: its coverage.
        framework: whose actions and guardrails.

    Returns:
        Remedies for errors and warnings, worst first; a task for every sub-dimension that is
        neither built nor excluded nor the value of a finding that a waiver sets aside, those
        of dimensions that are worked on first; indicators to watch.
    """
    doers = set(contents.owners)
    aside = {local_id(s.finding.value.lexical) for s in report.suppressed if s.finding.value}
    tasks = [
        Task(cell.id, row.id, tuple(_suggestions(cell.id, doers, framework)))
        for row in sorted(covered.rows, key=lambda row: row.touched == 0)
        for cell in row.cells
        if not cell.measures and not row.excluded and cell.id not in aside
    ]
    return NextSteps(tuple(_remedies(report)), tuple(tasks), tuple(_watch(contents, framework)))


def _remedies(report: Report) -> Iterator[Remedy]:
    grouped: dict[tuple[Severity, str, str], list[Finding]] = {}
    for finding in report.findings:
        if finding.severity is not Severity.INFO:
            said = finding.help or finding.message
            grouped.setdefault((finding.severity, finding.code, said.en), []).append(finding)
    for (severity, code, _), findings in sorted(grouped.items(), key=lambda item: -item[0][0]):
        places = tuple(f.position for f in findings if f.position)
        yield Remedy(code, severity, findings[0].message, findings[0].help, places)


def _suggestions(target: str, doers: set[str], framework: Framework) -> list[Suggestion]:
    """Return actions for a sub-dimension, the likeliest first.

    No statement says which of several is best. Those on an aspect that goes by the name of the
    sub-dimension come first (规则 and 规则信任), then those of the plan's own owner, then those
    of a strategy level that goes by the name of its dimension, then those that have a performer.
    """
    found = []
    name = framework.label(target)
    wholes = [
        framework.label(s.subject)
        for s in framework.pointing_at.get(target, ())
        if s.kind == "CompositionStatement"
    ]
    reaching = {
        driver.id: said
        for driver in framework.of_kind("Driver")
        if (said := influences(driver.id, target, framework))
        and not any(s.relation == "weakens" for s in said)
    }
    for action in (*framework.of_kind("Action"), *framework.of_kind("GuaranteePolicy")):
        said = framework.about.get(action.id, ())
        realised = [s for s in said if s.relation == "realises" and s.object in reaching]
        if not realised:
            continue
        performed = [s for s in said if s.relation == "isPerformedBy"]
        drivers = tuple(dict.fromkeys(s.object for s in realised))
        chain: list[Statement] = [*performed, *realised]
        chain += [s for driver in drivers for s in reaching[driver]]
        found.append(
            Suggestion(
                action=action.id,
                drivers=drivers,
                performers=tuple(dict.fromkeys(s.object for s in performed)),
                statements=tuple(dict.fromkeys(s.id for s in chain)),
                paper=all(s.basis_kind is BasisKind.PAPER for s in chain),
            )
        )

    def rank(suggestion: Suggestion) -> tuple[bool, bool, bool, bool]:
        said = framework.about.get(suggestion.action, ())
        aspects = [framework.label(s.object) for s in said if s.relation == "worksOnAspect"]
        levels = [framework.label(s.object) for s in said if s.relation == "belongsToStrategy"]
        return (
            not any(_namesakes(name, aspect) for aspect in aspects),
            not doers.intersection(suggestion.performers),
            not any(_namesakes(whole, level) for whole in wholes for level in levels),
            not suggestion.performers,
        )

    return sorted(found, key=rank)


_STEM: Final = 2
"""With how many characters two Chinese names that belong together begin alike."""


def _namesakes(one: Text, other: Text) -> bool:
    return one.zh[:_STEM] == other.zh[:_STEM]


def _watch(contents: Outline, framework: Framework) -> Iterator[Watch]:
    watched = {id for kpi in contents.kpis for id in kpi.indicators}
    for indicator in dict.fromkeys(id for kpi in contents.kpis for id in kpi.indicators):
        for guardrail in guardrails(indicator, framework):
            if guardrail not in watched:
                yield Watch(indicator, guardrail)


def guardrails(indicator: str, framework: Framework) -> tuple[str, ...]:
    """Return the ids of the indicators to be watched with one."""
    quads = framework.store.quads_for_pattern(
        ox.NamedNode(tkg(indicator)), ox.NamedNode(tkg("hasGuardrail")), None, None
    )
    found = {local_id(q.object.value) for q in quads if isinstance(q.object, ox.NamedNode)}
    return tuple(sorted(found))


def direction(indicator: str, framework: Framework) -> str | None:
    """Return the id of the direction that an indicator should take, if one is known."""
    said = framework.about.get(indicator, ())
    return next((s.object for s in said if s.kind == "DirectionStatement"), None)
