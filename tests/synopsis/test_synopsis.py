"""What a plan comes to: contents, coverage, grounds and what to do next."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

import trustkg.synopsis
from trustkg.framework import BasisKind, Framework
from trustkg.plans import Vocabulary
from trustkg.synopsis import (
    Checked,
    Coverage,
    LinkBasis,
    Outline,
    coverage,
    grounds,
    next_steps,
    outline,
)
from trustkg.validation import Severity
from trustkg.vocab import PLAN as NAMESPACE


@pytest.fixture(scope="module")
def contents(checked: Checked) -> Outline:
    """What stands in the small plan."""
    return outline(checked.plan)


@pytest.fixture(scope="module")
def covered(contents: Outline, framework: Framework) -> Coverage:
    """What the small plan covers."""
    return coverage(contents, framework)


def test_contents_are_in_the_order_of_the_file(contents: Outline) -> None:
    """A report that shuffled measures could not be read beside the plan."""
    assert ["m1", "m2"] == [m.name.zh for m in contents.measures]
    assert ("personalityTrust", "informationTrust") == contents.measures[0].builds
    assert dt.date(2026, 9, 1) == contents.start
    assert ("秋季计划", ("host",), ("kuaishou",)) == (
        contents.name,
        contents.owners,
        contents.platforms,
    )


def test_change_is_relative_to_the_baseline(contents: Outline) -> None:
    """From 18 % to 12 % is a third less."""
    change = contents.kpis[0].change
    assert change is not None
    assert Decimal("-0.33") == change.quantize(Decimal("0.01"))


def test_cells_tell_who_links_a_driver(covered: Coverage) -> None:
    """The paper's links, the project's and the plan's own are never mixed up."""
    cells = {cell.id: cell for row in covered.rows for cell in row.cells}
    assert LinkBasis.INFERRED is cells["personalityTrust"].basis
    assert ("contentAuthenticity",) == cells["personalityTrust"].drivers
    assert LinkBasis.UNSAID is cells["qualityTrust"].basis
    assert () == cells["qualityTrust"].drivers
    assert cells["valueTrust"].basis is None


def test_coverage_counts(covered: Coverage) -> None:
    """The figures of the verdict."""
    assert (2, 1, 3) == (covered.dimensions, covered.excluded, covered.sub_dimensions)
    assert {"socialTrust"} == {row.id for row in covered.rows if row.excluded}


def test_grounds_say_who_performs_an_action(contents: Outline, framework: Framework) -> None:
    """A measure rests on the paper's word for its actor, driver and effect."""
    found = grounds(contents.measures[0], framework)
    said = [framework.statements[id] for id in found.all]
    ends = {(s.subject, s.relation, s.object) for s in said}
    assert ("actTrueDisplay", "isPerformedBy", "host") in ends
    assert ("actTrueDisplay", "realises", "contentAuthenticity") in ends
    assert {s.basis_kind for s in said} == set(BasisKind)
    assert all(framework.statements[id].object == "returnRate" for id in found.effects)


def test_grounds_name_what_nobody_says(contents: Outline, framework: Framework) -> None:
    """A link that no statement makes is shown as the plan's own claim."""
    assert ("qualityTrust",) == grounds(contents.measures[1], framework).unsaid


def test_gaps_come_with_actions(
    checked: Checked, contents: Outline, covered: Coverage, framework: Framework
) -> None:
    """Each uncovered sub-dimension is a task with actions that realise a driver of it."""
    steps = next_steps(checked.report, contents, covered, framework)
    targets = [task.target for task in steps.tasks]
    assert {"relationshipTrust", "personalityTrust"}.isdisjoint(targets)
    by_target = {task.target: task for task in steps.tasks}
    first = by_target["professionalTrust"].suggestions[0]
    assert ("host",) == first.performers
    assert ("contentProfessionalism",) == first.drivers
    assert not first.paper
    assert "actRuleSystem" in [s.action for s in by_target["ruleTrust"].suggestions[:3]]


def test_what_a_waiver_sets_aside_is_no_task(
    check: Callable[[str], Checked], text: str, framework: Framework
) -> None:
    """Who said why a gap is left is not told to fill it."""
    waived = text + "ignore: [{rule: PLAN05, why: 由平台负责}]\n"
    checked = check(waived)
    contents = outline(checked.plan)
    steps = next_steps(checked.report, contents, coverage(contents, framework), framework)
    left = {s.finding.value.lexical for s in checked.report.suppressed if s.finding.value}
    assert left
    assert {f"https://w3id.org/trustkg/{task.target}" for task in steps.tasks}.isdisjoint(left)


def test_remedies_come_worst_first(
    checked: Checked, contents: Outline, covered: Coverage, framework: Framework
) -> None:
    """What blocks a plan stands before what is only worth a look; notes are no remedies."""
    steps = next_steps(checked.report, contents, covered, framework)
    severities = [remedy.severity for remedy in steps.remedies]
    assert severities == sorted(severities, reverse=True)
    assert Severity.INFO not in severities
    assert "CLAIM20" == steps.remedies[0].code


def test_missing_guardrails_are_told(
    checked: Checked, contents: Outline, covered: Coverage, framework: Framework
) -> None:
    """Only an indicator that the plan does not watch already is asked for."""
    steps = next_steps(checked.report, contents, covered, framework)
    assert () == steps.watch
    without = outline(checked.plan)
    alone = Outline(
        **{f: getattr(without, f) for f in without.__slots__} | {"kpis": without.kpis[1:]}
    )
    found = next_steps(checked.report, alone, covered, framework).watch
    assert [("purchaseRate", "returnRate")] == [(w.indicator, w.guardrail) for w in found]


def test_property_names_are_those_of_the_ontology(framework: Framework) -> None:
    """A property that the ontology renames must not fall out of reports unnoticed."""
    known = {
        property.iri.removeprefix(NAMESPACE)
        for keys in Vocabulary.of(framework).keys.values()
        for property in keys.values()
    }
    folder = Path(trustkg.synopsis.__file__).parent
    asked = re.compile(r'(?:has\.\w+|_quantity)\((?:has, )?\w+, "(\w+)"\)')
    named = set(asked.findall((folder / "outline.py").read_text(encoding="utf-8")))
    assert len(named) > 25
    assert named <= known | {"number", "unit", "asWritten"}
