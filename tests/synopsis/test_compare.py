"""Two versions of a plan: what came, went and changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trustkg.framework import Framework
from trustkg.synopsis import Checked, Comparison, compare
from trustkg.validation import Severity

Check = Callable[[str], Checked]
Compared = Callable[[str], Comparison]


@pytest.fixture
def compared(check: Check, checked: Checked, framework: Framework) -> Compared:
    """A function from the text of a later version to the comparison with the small plan."""
    return lambda text: compare(checked, check(text), framework)


def test_same_plan_is_the_same(compared: Compared, text: str) -> None:
    """A plan against itself: nothing came, nothing went, everything stayed."""
    found = compared(text)
    assert found.same
    assert len(found.stayed) == len(found.new.report.findings)


def test_lines_do_not_count(compared: Compared, text: str) -> None:
    """Comments, blank lines and the order of measures make no finding come or go."""
    head, _, rest = text.partition("  - id: m1")
    first, _, tail = rest.partition("  - id: m2")
    second, _, kpis = tail.partition("kpis:")
    moved = f"# a comment\n\n{head}  - id: m2{second}  - id: m1{first}kpis:{kpis}"
    found = compared(moved)
    assert ((), (), ()) == (found.came, found.went, found.items)
    assert not found.worse()


def test_id_of_the_plan_does_not_count(compared: Compared, text: str) -> None:
    """A plan that is given another id is still the same plan."""
    found = compared(text.replace("plan: p", "plan: q"))
    assert ((), ()) == (found.came, found.went)
    assert ["id"] == [c.property.en for item in found.items for c in item.changes]


def test_mended_finding_goes(compared: Compared, text: str) -> None:
    """Proof for the claim: the error goes, and the measure changed."""
    found = compared(
        text.replace("{text: 全程冷链}", "{text: 全程冷链, substantiation: 温度记录}")
    )
    assert ["CLAIM20"] == [f.code for f in found.went]
    assert () == found.came
    assert ["m2"] == [item.name.zh for item in found.items]
    assert not found.worse()


def test_new_error_is_worse(compared: Compared, text: str) -> None:
    """A target that now moves the wrong way is a new error, known by its indicator."""
    found = compared(text.replace("baseline: 18 %, target: 12 %", "baseline: 12 %, target: 18 %"))
    assert ["KPI23"] == [f.code for f in found.came]
    assert found.worse()
    (item,) = found.items
    assert ("指标目标", "退货率") == (item.kind and item.kind.zh, item.name.zh)
    assert {("基线", "18 %", "12 %"), ("目标", "12 %", "18 %")} == {
        (c.property.zh, c.before[0].zh, c.after[0].zh) for c in item.changes
    }


def test_new_warning_is_not_worse_unless_asked(compared: Compared, text: str) -> None:
    """Only errors make the exit code 1."""
    found = compared(text.replace('    evidence: [{source: 甲, section: "1"}]\n', ""))
    assert ["MEAS21"] == [f.code for f in found.came]
    assert not found.worse()
    assert found.worse(Severity.WARNING)


def test_added_and_removed_measures(compared: Compared, text: str) -> None:
    """A measure under another id is another measure; links and coverage follow."""
    found = compared(
        text.replace("id: m1", "id: m3").replace("[人格信任, 信息信任]", "[人格信任]")
    )
    assert {("m3", False, True), ("m1", True, False)} == {
        (item.name.zh, item.before, item.after) for item in found.items
    }
    assert [("contentAuthenticity", "informationTrust", False)] == [
        (link.driver, link.target, link.came) for link in found.links
    ]
    assert ("informationTrust",) == found.lost
    assert () == found.gained


def test_two_findings_of_one_rule_at_one_place(compared: Compared, text: str) -> None:
    """Findings that share rule and node are counted one by one, not taken for one."""
    twice = text.replace("[{text: 全程冷链}]", "[{text: 全程冷链}, {text: 当天采摘}]")
    found = compared(twice)
    assert ["CLAIM20"] == [f.code for f in found.came]
    assert "CLAIM20" in [f.code for f in found.stayed]
