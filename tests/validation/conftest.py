"""What the tests of validation share."""

from pathlib import Path

import pytest

from trustkg.framework import Framework
from trustkg.plans import read
from trustkg.validation import ENGINES, Engine, Report, RuleSet, validate

CASES = Path(__file__).parent.parent / "plans"


@pytest.fixture(scope="session")
def rules() -> RuleSet:
    """All rules."""
    return RuleSet.load()


@pytest.fixture(scope="session", params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, framework: Framework, rules: RuleSet) -> Engine:
    """Each engine in turn."""
    return ENGINES[request.param](framework, rules)


class Check:
    """Reads a plan and validates it against the framework that comes with trustkg."""

    def __init__(self, framework: Framework, rules: RuleSet, engine: Engine) -> None:
        self.framework = framework
        self.rules = rules
        self.engine = engine

    def __call__(self, plan: Path) -> Report:
        """Return the report on a file."""
        read_plan = read(str(plan), self.framework)
        return validate(read_plan, self.rules, self.framework, engine=self.engine)


@pytest.fixture(scope="session")
def check(framework: Framework, rules: RuleSet, engine: Engine) -> Check:
    """A function from a file to its report."""
    return Check(framework, rules, engine)
