"""The reference engine does as pySHACL does on everything, and leaves no trace."""

import logging
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib

from trustkg import resources
from trustkg.framework import Framework
from trustkg.plans import Plan, read
from trustkg.validation import RuleSet
from trustkg.validation.reference import Reference
from trustkg.vocab import SH

BY_RULE = resources.data("shapes") / "plan" / "examples"
PLANS = [*sorted(BY_RULE.glob("*/bad.yaml")), *sorted(BY_RULE.glob("*/good.yaml"))]
SHACL = rdflib.Namespace(SH)


def whole_results(framework: Framework, rules: RuleSet, plan: Plan) -> list[tuple[str, ...]]:
    """Validate against the whole framework, with pySHACL alone and nothing prepared."""
    data = rdflib.Graph()
    for triple in framework.graph:
        data.add(triple)
    for triple in plan.graph:
        data.add(triple)
    _, report, _ = pyshacl.validate(data, shacl_graph=rules.shapes, inplace=True)
    return sorted(
        tuple(
            str(report.value(result, name))
            for name in (SHACL.focusNode, SHACL.resultPath, SHACL.value, SHACL.sourceShape)
        )
        for result in report.objects(None, SHACL.result)
    )


@pytest.mark.parametrize("path", PLANS[::13], ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_same_results_as_on_the_whole_graph(
    path: Path, framework: Framework, rules: RuleSet
) -> None:
    """Handing over only the triples that shapes look up changes no result."""
    plan = read(str(path), framework)
    results = Reference(framework, rules).results(plan)
    actual = sorted((str(r.focus_node), str(r.path), str(r.value), r.shape) for r in results)
    assert whole_results(framework, rules, plan) == actual


def test_no_shape_is_blind_to_the_framework(framework: Framework, rules: RuleSet) -> None:
    """Every predicate that a rule looks up exists, so that no typing slip makes it pass."""
    known = {str(predicate) for predicate in framework.graph.predicates()}
    declared = {str(subject) for subject in framework.graph.subjects()}
    assert set() == {iri for iri in rules.predicates if iri not in known | declared}


def test_nothing_leaks(framework: Framework, rules: RuleSet) -> None:
    """The global state of rdflib and logging is after a run what it was before."""
    plan = read(str(BY_RULE / "PLAN01" / "good.yaml"), framework)
    conversions = rdflib.term._toPythonMapping  # noqa: SLF001 -- that is what leaks
    boolean = conversions[rdflib.XSD.boolean]
    logger = logging.getLogger("pyshacl-validate")
    before = (rdflib.NORMALIZE_LITERALS, boolean, list(logger.handlers), logger.level)
    Reference(framework, rules).results(plan)
    after = (
        rdflib.NORMALIZE_LITERALS,
        conversions[rdflib.XSD.boolean],
        list(logger.handlers),
        logger.level,
    )
    assert before == after


def test_plans_do_not_see_each_other(framework: Framework, rules: RuleSet) -> None:
    """A second plan gets the same results whether or not a first one came before it."""
    first, second = (
        read(str(BY_RULE / code / "bad.yaml"), framework) for code in ("KPI22", "LINK16")
    )
    engine = Reference(framework, rules)
    engine.results(first)
    after = {(r.source, str(r.focus_node), str(r.value)) for r in engine.results(second)}
    alone = {
        (r.source, str(r.focus_node), str(r.value))
        for r in Reference(framework, rules).results(second)
    }
    assert alone == after


def test_framework_store_is_untouched(framework: Framework, rules: RuleSet) -> None:
    """Validation writes nothing into the framework."""
    before = len(framework.store)
    Reference(framework, rules).results(read(str(BY_RULE / "KPI22" / "bad.yaml"), framework))
    assert before == len(framework.store)
    assert isinstance(framework.store, ox.Store)


def test_shapes_are_well_formed_shacl(framework: Framework, rules: RuleSet) -> None:
    """The shapes conform to SHACL's own shapes for shapes, so other engines take them too."""
    plan = read(str(BY_RULE / "PLAN01" / "good.yaml"), framework)
    conforms, _, text = pyshacl.validate(plan.graph, shacl_graph=rules.shapes, meta_shacl=True)
    assert conforms or "MetaSHACL" not in text
