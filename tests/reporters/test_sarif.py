"""SARIF is what its schema says, and what code scanning and editors need."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from trustkg.framework import Framework
from trustkg.language import Language, Text
from trustkg.plans import Plan, Position, Vocabulary, read_bytes
from trustkg.repairs import Checked, Workshop
from trustkg.reporters import REPORTERS, Options, Unreadable, supplement
from trustkg.validation import ENGINES, Report, RuleSet, Severity, validate
from trustkg.validation.report import Suppressed

SCHEMA = Path(__file__).parent.parent / "data" / "sarif" / "sarif-schema-2.1.0.json"
PLAN = """\
plan: p
period: {start: 2026-09-01, end: 2026-11-30}
excluded: [{dimension: [商品信任, 平台信任, 社交信任], why: 以后再做}]
kpis:
  - {indicator: 复购率, baseline: 9 %, target: 7 %, by: 2026-11-30}
measures:
  - {id: m1, does: 讲, responsible: 主拨, builds: [人格信任], expects: [复购率], novel: {why: 新}, evidence: [{source: s, section: "1"}]}
"""


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    """All rules."""
    return RuleSet.load()


class Room:
    """Checks plans and tells what it takes to report on them."""

    def __init__(self, framework: Framework, rules: RuleSet) -> None:
        self.framework = framework
        self.rules = rules
        self._engine = ENGINES["pyshacl"](framework, rules)

    def check(self, data: bytes) -> Checked:
        """Read and validate the bytes of a file."""
        plan = read_bytes("plans/p 1.yaml", data, self.framework, Vocabulary.of(self.framework))
        return Checked(data, plan, self.validated(plan))

    def validated(self, plan: Plan) -> Report:
        """Return the report on a plan."""
        return validate(plan, self.rules, self.framework, engine=self._engine)


@pytest.fixture(scope="session")
def checked(framework: Framework, rules: RuleSet) -> Checked:
    """A plan with a misspelt actor and swapped figures."""
    return Room(framework, rules).check(PLAN.encode())


@pytest.fixture(scope="session")
def full(framework: Framework, rules: RuleSet, checked: Checked) -> Options:
    """Options with the repairs of that plan, in English."""
    room = Room(framework, rules)
    repairs = Workshop(framework, rules).propose(checked, room.check, trials=6)
    known = {checked.report.source: supplement(checked.plan, framework, repairs)}
    return Options(
        framework,
        Language.EN,
        Severity.VIOLATION,
        colour=False,
        supplements=known,
        rules=rules.rules,
    )


def run_of(reports: list[Report], options: Options) -> dict[str, Any]:
    """Return the only run of a log that fits the schema."""
    log = json.loads(REPORTERS["sarif"](reports, options))
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


def test_results_have_rule_place_and_message(checked: Checked, full: Options) -> None:
    """Each finding is a result at its columns, in a file called from the working folder."""
    run = run_of([checked.report], full)
    assert len(checked.report.findings) == len(run["results"])
    result = next(r for r in run["results"] if r["ruleId"] == "KPI23")
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert "KPI23" == rule["id"]
    assert "WrongDirection" == rule["name"]
    assert "error" == result["level"]
    physical = result["locations"][0]["physicalLocation"]
    assert {"uri": "plans/p%201.yaml", "uriBaseId": "%SRCROOT%"} == physical["artifactLocation"]
    assert {
        "startLine": 5,
        "startColumn": 45,
        "endLine": 5,
        "endColumn": 48,
        "snippet": {"text": "7 %"},
    } == physical["region"]
    assert "unicodeCodePoints" == run["columnKind"]
    assert (
        "Framework: repurchase rate should rise (paper §7.1, paraphrased)"
        in result["message"]["text"]
    )


def test_rules_speak_both_languages(checked: Checked, full: Options) -> None:
    """Names and reasons are there in the log's language and, as a translation, in the other."""
    for language, other in ((Language.EN, Language.ZH), (Language.ZH, Language.EN)):
        run = run_of([checked.report], replace(full, language=language))
        driver, translation = run["tool"]["driver"], run["translations"][0]
        assert [language.tag, other.tag] == [driver["language"], translation["language"]]
        pairs = list(zip(driver["rules"], translation["rules"], strict=True))
        assert pairs
        for one, two in pairs:
            rule = full.rules[one["id"]]
            assert one["id"] == two["id"]
            assert rule.name[language] == one["shortDescription"]["text"]
            assert rule.name[other] == two["shortDescription"]["text"]
            assert rule.why[other] in one["help"]["markdown"]


def test_fixes_can_be_applied(checked: Checked, full: Options) -> None:
    """Replacing the regions gives what the repair says."""
    results = run_of([checked.report], full)["results"]
    swap = next(r for r in results if r["ruleId"] == "KPI23")["fixes"][0]
    (change,) = swap["artifactChanges"]
    lines = PLAN.splitlines()
    for edit in sorted(
        change["replacements"], key=lambda e: -int(e["deletedRegion"]["startColumn"])
    ):
        region = edit["deletedRegion"]
        line = lines[region["startLine"] - 1]
        start, end = region["startColumn"] - 1, region["endColumn"] - 1
        lines[region["startLine"] - 1] = (
            line[:start] + edit["insertedContent"]["text"] + line[end:]
        )
    assert "baseline: 7 %, target: 9 %" in "\n".join(lines)
    assert False is swap["properties"]["safe"]


def test_fingerprints_outlive_moving_lines(
    framework: Framework, rules: RuleSet, checked: Checked, full: Options
) -> None:
    """A comment above a finding doesn't make it a new one, and no two are the same."""
    moved = Room(framework, rules).check(b"# a comment\n\n" + PLAN.encode())
    prints = [
        [r["partialFingerprints"]["trustkg/v1"] for r in run_of([report], full)["results"]]
        for report in (checked.report, moved.report)
    ]
    assert prints[0] == prints[1]
    assert len(prints[0]) == len(set(prints[0]))


def test_waivers_are_suppressions(checked: Checked, full: Options) -> None:
    """What a waiver sets aside is in the log, marked as such with the reason."""
    first, *others = checked.report.findings
    assert first.position
    waived = Suppressed(first, "agreed with the merchant", first.position)
    report = replace(checked.report, findings=tuple(others), suppressed=(waived,))
    results = run_of([report], full)["results"]
    marked = [r["suppressions"] for r in results if "suppressions" in r]
    assert ["agreed with the merchant"] == [s["justification"] for (s,) in marked]


def test_cells_have_no_region(checked: Checked, full: Options) -> None:
    """A cell of a workbook is a logical location; a region would point at nothing."""
    first = checked.report.findings[0]
    cell = Position("p.xlsx", 7, 4, 5, cell="措施!D7")
    report = replace(checked.report, findings=(replace(first, position=cell),))
    (result,) = run_of([report], full)["results"]
    (location,) = result["locations"]
    assert "region" not in location["physicalLocation"]
    assert "措施!D7" == location["logicalLocations"][0]["fullyQualifiedName"]


def test_unreadable_plans_are_notifications(full: Options) -> None:
    """A file that can't be parsed makes the run unsuccessful and says where it breaks."""
    broken = Unreadable(
        "b.yaml",
        "b.yaml:2:1",
        Text("坏了", "broken"),
        Text("改", "mend it"),
        Position("b.yaml", 2, 1, 2),
        ("a", "b"),
    )
    (invocation,) = run_of([], replace(full, unreadable=(broken,)))["invocations"]
    assert False is invocation["executionSuccessful"]
    (notification,) = invocation["toolExecutionNotifications"]
    region = notification["locations"][0]["physicalLocation"]["region"]
    assert [2, 1] == [region["startLine"], region["startColumn"]]


def test_files_elsewhere_have_whole_addresses(checked: Checked, full: Options) -> None:
    """What lies outside the working folder is not called as if it were below it."""
    report = replace(checked.report, source="/elsewhere/计划.yaml")
    for result in run_of([report], full)["results"]:
        artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert {"uri": "file:///elsewhere/%E8%AE%A1%E5%88%92.yaml"} == artifact
