"""Messages say what is wrong with the values in it, in both languages."""

from collections.abc import Callable
from pathlib import Path

import pytest

from trustkg import resources
from trustkg.framework import Framework
from trustkg.language import Text
from trustkg.validation import Report

CASES = Path(__file__).parent.parent / "plans"
BY_RULE = resources.data("shapes") / "plan" / "examples"

EXPECTED = {
    "KPI23": Text(
        "退货率应当下降，目标却是从18 %变为19 %",
        "return rate should fall, but its target goes from 18 % to 19 %",
    ),
    "KPI24": Text(
        "退货率的基线不可能是118 %（下限0，上限100）",
        "the baseline of return rate can't be 118 % (minimum 0, maximum 100)",
    ),
    "KPI22": Text(
        "退货率的单位是百分比，而基线写的是“18”",
        "the unit of return rate is percent, but the baseline is written “18”",
    ),
    "KPI26": Text(
        "测量日期2026-12-01不在计划期间（2026-09-01至2026-11-30）之内",
        "it is to be measured on 2026-12-01, outside the plan's period (2026-09-01 to 2026-11-30)",
    ),
    "PLAN01": Text(
        "开始日2026-12-01不早于结束日2026-11-30",
        "the start 2026-12-01 is not before the end 2026-11-30",
    ),
    "PLAN03": Text(
        "没有措施涉及社交信任，也没有把它排除",
        "no measure addresses social trust, nor is it excluded",
    ),
    "READ02": Text("“服务信任”不止一个意思", "“服务信任” can mean more than one thing"),
    "READ08": Text("措施里没有“responsable”这个键", "a measure has no key “responsable”"),
}


@pytest.mark.parametrize("code", sorted(EXPECTED))
def test_message_names_the_values(code: str, check: Callable[[Path], Report]) -> None:
    """The first finding of a rule on its bad plan reads as it should in zh and in en."""
    report = check(BY_RULE / code / "bad.yaml")
    first = next(finding for finding in report.findings if finding.code == code)
    assert EXPECTED[code] == first.message


def test_nothing_is_left_unfilled(check: Callable[[Path], Report]) -> None:
    """No placeholder, IRI or Python value shows through in any message or help."""
    for plan in [*sorted(BY_RULE.glob("*/bad.yaml")), *sorted(CASES.glob("violates/*/plan.yaml"))]:
        for finding in check(plan).findings:
            for text in (finding.message, finding.help):
                assert text is not None
                for words in (text.zh, text.en):
                    assert not any(sign in words for sign in ("{?", "http", "urn:", "None"))


def test_findings_name_what_they_rest_on(
    check: Callable[[Path], Report], framework: Framework
) -> None:
    """A finding on direction rests on the statements of that indicator's, and no others."""
    report = check(BY_RULE / "KPI23" / "bad.yaml")
    found = [set(f.statements) for f in report.findings if f.code == "KPI23"]
    directions = [s for s in framework.statements.values() if s.kind == "DirectionStatement"]
    expected = [
        {s.id for s in directions if s.subject == indicator}
        for indicator in ("returnRate", "purchaseRate")
    ]
    assert expected == found


def test_ambiguous_term_is_asked_about_by_name(check: Callable[[Path], Report]) -> None:
    """Who writes 服务信任 learns how to write the one and the other."""
    report = check(BY_RULE / "READ02" / "bad.yaml")
    help = next(f.help for f in report.findings if f.code == "READ02")
    assert help is not None
    assert "主播服务信任、平台服务信任" in help.zh
    assert "host" in help.en
    assert "platform" in help.en


def test_fraction_is_not_taken_for_a_percentage(check: Callable[[Path], Report]) -> None:
    """Who writes 0.3 for 30 % is not led to 0.3 %."""
    report = check(CASES / "violates" / "KPI22-fraction" / "plan.yaml")
    finding, _ = (f for f in report.findings if f.code == "KPI22")
    assert finding.message.zh == "退货率的单位是百分比，而基线写的是“0.3”：是30 %，还是0.3 %？"
    assert finding.help == Text("0.3通常应写成“30 %”", "0.3 usually stands for “30 %”")


def test_nothing_is_asked_for_of_what_is_excluded(check: Callable[[Path], Report]) -> None:
    """Where host trust is excluded and touched all the same, no more of it is asked for."""
    report = check(BY_RULE / "PLAN31" / "bad.yaml")
    notes = [f.message.en for f in report.findings if f.code == "PLAN05"]
    assert notes
    assert not any("addresses host trust" in note for note in notes)


def test_lists_of_terms_read_as_lists(check: Callable[[Path], Report]) -> None:
    """The other layers are named in the framework's order, without the one that is used."""
    report = check(BY_RULE / "PLAN06" / "bad.yaml")
    help = next(f.help for f in report.findings if f.code == "PLAN06")
    assert help is not None
    assert "（互动层、保障层、社交层、技术层）" in help.zh
    assert "(interaction layer, guarantee layer, social layer, technology layer)" in help.en
