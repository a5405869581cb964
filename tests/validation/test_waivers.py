"""Waivers in a plan: what they set aside, what they may not, and that edits are proposed."""

from pathlib import Path

import pytest

from trustkg import resources
from trustkg.framework import Framework
from trustkg.plans import read
from trustkg.validation import Config, Engine, Report, RuleSet, Severity, Verb, validate
from trustkg.vocab import PLAN

BY_RULE = resources.data("shapes") / "plan" / "examples"


class Waive:
    """Validates the good plan of MEAS21 with waivers put into it."""

    def __init__(self, folder: Path, framework: Framework, rules: RuleSet, engine: Engine) -> None:
        self._file = folder / "plan.yaml"
        self._framework = framework
        self._rules = rules
        self._engine = engine

    def __call__(self, old: str, new: str, config: Config | None = None) -> Report:
        """Return the report on the plan with one piece of its text replaced."""
        text = (BY_RULE / "MEAS21" / "good.yaml").read_text(encoding="utf-8")
        assert old in text
        self._file.write_text(text.replace(old, new), encoding="utf-8")
        plan = read(str(self._file), self._framework)
        return validate(
            plan, self._rules, self._framework, engine=self._engine, config=config or Config()
        )


@pytest.fixture
def waive(tmp_path: Path, framework: Framework, rules: RuleSet, engine: Engine) -> Waive:
    """A function from a change of text to a report."""
    return Waive(tmp_path, framework, rules, engine)


def test_a_waiver_of_the_plan_holds_everywhere(waive: Waive) -> None:
    """On the plan it covers a finding at a KPI; the finding and its reason are kept."""
    old = "target: 12 %, by: 2026-11-30}\n"
    new = "target: 19 %, by: 2026-11-30}\nignore: [{rule: wrong-direction, why: a test}]\n"
    report = waive(old, new)
    assert [("KPI23", "a test")] == [(s.finding.code, s.reason) for s in report.suppressed]
    assert not report.fails(Severity.WARNING)


def test_a_finding_is_set_aside_where_it_stands(waive: Waive) -> None:
    """A waiver of a KPI target covers that target, counts, and fails no gate."""
    old = "target: 12 %, by: 2026-11-30"
    report = waive(old, "target: 19 %, by: 2026-11-30, ignore: [{rule: KPI23, why: a test}]")
    assert [("KPI23", "a test")] == [(s.finding.code, s.reason) for s in report.suppressed]
    assert not report.fails(Severity.WARNING)


def test_a_waiver_of_a_rule_that_is_off_is_not_unused(waive: Waive) -> None:
    """Who switches a rule off need not take out every waiver of it."""
    new = "plan: p\nignore: [{rule: KPI23, why: a test}]\n"
    off = Config(levels={"KPI23": None})
    assert "WAIV44" in {f.code for f in waive("plan: p\n", new).findings}
    assert "WAIV44" not in {f.code for f in waive("plan: p\n", new, off).findings}


@pytest.mark.parametrize("code", ["READ01", "WAIV42", "WAIV44", "unknown-term"])
def test_reading_and_waivers_cannot_be_waived(code: str, waive: Waive) -> None:
    """What was not understood was not checked, so no waiver hides it."""
    new = f"plan: p\nignore: [{{rule: {code}, why: a test}}]\n"
    assert "WAIV45" in {f.code for f in waive("plan: p\n", new).findings}


def test_long_names_are_shortened(waive: Waive) -> None:
    """A waiver of a rule with an absurd name gives a short message."""
    new = f"plan: p\nignore: [{{rule: {'x' * 5000}, why: a test}}]\n"
    (finding,) = (f for f in waive("plan: p\n", new).findings if f.code == "WAIV43")
    assert len(finding.message.en) < 200


@pytest.mark.parametrize(
    ("code", "verb", "path", "new"),
    [
        ("MEAS11", Verb.REPLACE, "responsible", "merchant"),
        ("PRAC18", Verb.ADD, "forbids", "brushing"),
        ("PRICE19", Verb.REPLACE, "referencePrice", "69 元"),
        ("KPI23", Verb.SWAP, "baseline", None),
        ("MEAS33", Verb.REMOVE, "measure", None),
        ("MEAS34", Verb.REPLACE, "start", "2026-09-01"),
        ("RATE37", Verb.ADD, "criterion", "criterionViolationRecord"),
        ("WAIV43", Verb.REPLACE, "rule", "MEAS21"),
        ("WAIV44", Verb.REMOVE, "waives", None),
    ],
)
def test_rules_propose_edits(
    *,
    code: str,
    verb: Verb,
    path: str,
    new: str | None,
    framework: Framework,
    rules: RuleSet,
    engine: Engine,
) -> None:
    """What a rule's help says in words, its edits say so that a program can try it."""
    plan = read(str(BY_RULE / code / "bad.yaml"), framework)
    report = validate(plan, rules, framework, engine=engine)
    proposed = {
        (e.verb, e.path.removeprefix(PLAN), e.new.lexical.rsplit("/", 1)[-1] if e.new else None)
        for f in report.findings
        if f.code == code
        for e in f.edits
    }
    assert (verb, path, new) in proposed
