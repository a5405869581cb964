"""What the tests of reporters share: reports on a faulty and on a good plan."""

import pytest

from trustkg import resources
from trustkg.framework import Framework
from trustkg.language import Language
from trustkg.plans import read_bytes
from trustkg.reporters import Options
from trustkg.validation import ENGINES, Report, RuleSet, Severity, validate

SMALL = """\
plan: p
period: {start: 2026-09-01, end: 2026-11-30}
excluded: [{dimension: [商品信任, 平台信任, 社交信任], why: 以后再做}]
措施:
  - {id: m1, 做法: 讲, 负责: 主播, 建立: [人格信任], 预期: [复购率], evidence: [{source: s, section: "1"}], 新行动: {理由: 框架里没有}}
kpis:
  - {indicator: 复购率, baseline: 9 %, target: 7 %, by: 2026-11-30}
"""


@pytest.fixture(scope="session")
def reports(framework: Framework) -> tuple[Report, ...]:
    """One small plan with one error, and the faulty and the minimal example."""
    rules = RuleSet.load()
    engine = ENGINES["pyshacl"](framework, rules)
    examples = resources.data("examples")
    texts = {
        "small.yaml": SMALL.encode(),
        "faulty.yaml": (examples / "faulty.zh.yaml").read_bytes(),
        "minimal.yaml": (examples / "minimal.yaml").read_bytes(),
    }
    return tuple(
        validate(read_bytes(name, text, framework), rules, framework, engine=engine)
        for name, text in texts.items()
    )


@pytest.fixture(scope="session")
def options(framework: Framework) -> Options:
    """Chinese, without colour."""
    return Options(framework, Language.ZH, Severity.VIOLATION, colour=False)
