"""What the tests of synopses share: plans made from text, and reports on them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trustkg.framework import Framework
from trustkg.plans import read_bytes
from trustkg.synopsis import Checked
from trustkg.validation import ENGINES, RuleSet, validate

PLAN = """\
plan: p
title: 秋季计划
platform: 快手电商
owner: 主播
period: {start: 2026-09-01, end: 2026-11-30}
excluded: [{dimension: 社交信任, why: 以后再做}]
phases: [{stage: 内容触达, start: 2026-09-01, end: 2026-09-30}]
measures:
  - id: m1
    does: 当场称重
    action: 真实展示商品材质、功能、效果
    responsible: 主播
    drivers: [内容真实性]
    builds: [人格信任, 信息信任]
    path: 降低感知风险
    expects: [退货率]
    evidence: [{source: 甲, section: "1"}]
  - id: m2
    does: 及时答问
    action: 直播中及时响应互动
    responsible: 主播
    drivers: [算法透明度]
    builds: [质量信任]
    expects: [复购率]
    claims: [{text: 全程冷链}]
    evidence: [{source: 乙, section: "2"}]
kpis:
  - {indicator: 退货率, baseline: 18 %, target: 12 %, by: 2026-11-30}
  - {indicator: 购买率, baseline: 4 %, target: 5 %, by: 2026-11-30}
"""

Check = Callable[[str], Checked]


@pytest.fixture(scope="session")
def check(framework: Framework) -> Check:
    """A function from the text of a plan to the plan with its report."""
    rules = RuleSet.load()
    engine = ENGINES["pyshacl"](framework, rules)

    def checked(text: str, name: str = "p.yaml") -> Checked:
        plan = read_bytes(name, text.encode(), framework)
        return Checked(plan, validate(plan, rules, framework, engine=engine))

    return checked


@pytest.fixture(scope="session")
def text() -> str:
    """A small plan with one error (a claim without proof) and one link that nobody states."""
    return PLAN


@pytest.fixture(scope="session")
def checked(check: Check, text: str) -> Checked:
    """The small plan with its report."""
    return check(text)
