"""On plans the compiled engine finds what pySHACL finds, bindings included."""

from __future__ import annotations

import collections
from pathlib import Path

import pytest

from trustkg import resources
from trustkg.framework import Framework
from trustkg.plans import read
from trustkg.validation import Result, RuleSet
from trustkg.validation.compiled import Compiled, compiled_text
from trustkg.validation.reference import Reference
from trustkg.vocab import SH

CASES = Path(__file__).parent.parent.parent / "plans"
PLANS = sorted({*CASES.rglob("*.yaml"), *resources.data("examples").glob("*.yaml")})


def row(result: Result) -> tuple[object, ...]:
    """Return a result; a list that GROUP_CONCAT makes has no order, and empty is unbound.

    SPARQL leaves an aggregate of nothing but errors unbound, rdflib makes an empty text.
    """
    bindings = {
        (name, " ".join(sorted(str(term).split())))
        for name, term in result.bindings.items()
        if str(term)
    }
    places = (result.focus_node, result.path, result.value)
    return (*places, result.component, result.shape, result.source, frozenset(bindings))


@pytest.fixture(scope="module")
def reference(framework: Framework, rules: RuleSet) -> Reference:
    """The engine on pySHACL."""
    return Reference(framework, rules)


@pytest.fixture(scope="module")
def compiled(framework: Framework, rules: RuleSet) -> Compiled:
    """The engine on Oxigraph."""
    return Compiled(framework, rules)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_same_results(
    path: Path, framework: Framework, reference: Reference, compiled: Compiled
) -> None:
    """No rule finds anything else compiled than by pySHACL, nor with other values."""
    plan = read(str(path), framework)
    expected = collections.Counter(map(row, reference.results(plan)))
    assert expected == collections.Counter(map(row, compiled.results(plan)))


def test_plans_do_not_see_each_other(framework: Framework, compiled: Compiled) -> None:
    """A plan has the same results after other plans as before them."""
    plans = [read(str(path), framework) for path in PLANS[:3]]
    alone = [collections.Counter(map(row, compiled.results(plan))) for plan in plans]
    together = compiled.results_of_many([*plans, *reversed(plans)])
    assert [*alone, *reversed(alone)] == [collections.Counter(map(row, r)) for r in together]


def test_every_shape_is_compiled(rules: RuleSet, compiled: Compiled) -> None:
    """Every SPARQL constraint of the rules has a text, and severities are the shapes'."""
    sources = {constraint.source for constraint in compiled.shapes.constraints}
    assert set() == {iri for iri, source in rules.sources.items() if source.select} - sources
    for constraint in compiled.shapes.constraints:
        severity = rules.sources[constraint.source].rule.severity
        assert SH + severity.local_name == constraint.severity


def test_text_of_a_rule(compiled: Compiled) -> None:
    """The compiled text of a rule names its constraints and is a query over all focus nodes."""
    text = compiled_text("PLAN01", compiled.shapes)
    assert "# PLAN01-order (LessThan)\n" in text
    assert "?this rdf:type/rdfs:subClassOf* tkp:Plan" in text.replace("?focus_0", "?this")
    assert compiled_text("READ01", compiled.shapes) == ""
