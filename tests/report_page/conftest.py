"""What the tests of reports share: the faulty example and a good one, as pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from trustkg import resources
from trustkg.framework import Framework
from trustkg.plans import read_bytes
from trustkg.synopsis import Checked
from trustkg.validation import ENGINES, RuleSet, validate

Check = Callable[[str, bytes], Checked]


@pytest.fixture(scope="session")
def check(framework: Framework) -> Check:
    """A function from name and bytes of a plan to the plan with its report."""
    rules = RuleSet.load()
    engine = ENGINES["pyshacl"](framework, rules)

    def checked(name: str, data: bytes) -> Checked:
        plan = read_bytes(name, data, framework)
        return Checked(plan, validate(plan, rules, framework, engine=engine))

    return checked


@pytest.fixture(scope="session")
def good(check: Check) -> Checked:
    """A whole plan without errors."""
    return check("good.yaml", (resources.data("examples") / "apples.zh.yaml").read_bytes())


@pytest.fixture(scope="session")
def bad(check: Check) -> Checked:
    """A plan with every kind of mistake."""
    return check("bad.yaml", (resources.data("examples") / "faulty.zh.yaml").read_bytes())
