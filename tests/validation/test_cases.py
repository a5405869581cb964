"""Every rule on a good and on a bad plan.

A rule's own two examples, which `trustkg rules` shows, are in shapes/plan/examples/; further
cases are the folders of tests/plans/.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from trustkg import resources
from trustkg.framework import Framework
from trustkg.plans import read
from trustkg.validation import ENGINES, Report, RuleSet, Severity, validate

CASES = Path(__file__).parent.parent / "plans"
BY_RULE = resources.data("shapes") / "plan" / "examples"
VIOLATES = {
    **{path.parent.name: path for path in sorted(BY_RULE.glob("*/bad.yaml"))},
    **{path.parent.name: path for path in sorted(CASES.glob("violates/*/plan.yaml"))},
}
CONFORMS = {
    **{path.parent.name: path for path in sorted(BY_RULE.glob("*/good.yaml"))},
    **{path.stem: path for path in sorted(CASES.glob("conforms/*.yaml"))},
}
EXAMPLES = sorted(
    path.name
    for path in resources.data("examples").glob("*.yaml")
    if not path.name.startswith("faulty")
)


def extended(tmp_path: Path, addition: Path) -> Framework:
    """Load a copy of the ontology with one more file among the project's."""
    folder = tmp_path / "ontology"
    shutil.copytree(resources.data("ontology"), folder)
    shutil.copy(addition, folder / "project" / "addition.ttl")
    return Framework.load(folder)


def shown(report: Report, code: str) -> list[dict[str, Any]]:
    """Return what a case expects: findings of its own code and all that are worse than info."""
    found: list[dict[str, Any]] = [
        {
            "code": finding.code,
            "line": finding.position.line,
            "column": finding.position.column,
            "severity": finding.severity.name.lower(),
        }
        for finding in report.findings
        if finding.position and (finding.code == code or finding.severity > Severity.INFO)
    ]
    return sorted(found, key=lambda f: (f["line"], f["column"], f["code"]))


@pytest.mark.parametrize("case", VIOLATES)
def test_bad_plan_is_found_out(
    case: str, check: Callable[[Path], Report], rules: RuleSet, tmp_path: Path
) -> None:
    """Each rule fires on its bad plan, at the place that is wrong, and no other rule does."""
    code = case.partition("-")[0]
    file, folder = VIOLATES[case], VIOLATES[case].parent
    expected = json.loads((folder / "expected.json").read_text())
    if (folder / "ontology.ttl").exists():
        framework = extended(tmp_path, folder / "ontology.ttl")
        plan = read(str(file), framework)
        engine = ENGINES["pyshacl"](framework, rules)
        report = validate(plan, rules, framework, engine=engine)
    else:
        report = check(file)
    actual = {
        "findings": shown(report, code),
        "undecided": [rule.code for rule in report.undecided],
    }
    assert expected == actual


@pytest.mark.parametrize("case", CONFORMS)
def test_good_plan_passes(case: str, check: Callable[[Path], Report]) -> None:
    """No rule fires on a plan that does right what the bad plan of the same name does wrong."""
    report = check(CONFORMS[case])
    assert shown(report, case.partition("-")[0]) == []


def test_every_rule_has_a_good_and_a_bad_plan(rules: RuleSet) -> None:
    """A rule without its two plans is not tested."""
    for name in ("good", "bad"):
        assert set(rules.rules) == {path.parent.name for path in BY_RULE.glob(f"*/{name}.yaml")}


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_pass(name: str, check: Callable[[Path], Report]) -> None:
    """The plans that people start from have no violation and no warning."""
    report = check(resources.data("examples") / name)
    assert shown(report, "") == []
    assert not report.fails(Severity.WARNING)


def test_faulty_example_shows_most_rules(check: Callable[[Path], Report]) -> None:
    """The faulty example goes wrong in many ways, and reading it does not stop at the first."""
    report = check(resources.data("examples") / "faulty.zh.yaml")
    codes = {finding.code for finding in report.findings}
    assert len(codes) >= 15
    assert report.fails(Severity.VIOLATION)


NEW_DIMENSION = """
@prefix tkg: <https://w3id.org/trustkg/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
tkg:supplyTrust a owl:NamedIndividual , tkg:TrustDimension ;
    skos:prefLabel "供应信任"@zh-Hans , "supply trust"@en ;
    skos:definition "只为测试。"@zh-Hans , "For a test only."@en ;
    tkg:basis tkg:addedByProject .
"""


def test_rules_follow_the_ontology(tmp_path: Path, rules: RuleSet) -> None:
    """A new individual in the ontology changes what is found; no shape is touched."""
    addition = tmp_path / "addition.ttl"
    addition.write_text(NEW_DIMENSION)
    framework = extended(tmp_path, addition)
    engine = ENGINES["pyshacl"](framework, rules)
    plan = read(str(CONFORMS["PLAN03"]), framework)
    found = shown(validate(plan, rules, framework, engine=engine), "PLAN03")
    assert [finding["code"] for finding in found] == ["PLAN03"]
