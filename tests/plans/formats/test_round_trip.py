"""A plan that goes from one format to another says the same."""

from __future__ import annotations

from typing import Any

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_strategies import framework, plan_of, trees, vocabulary

from trustkg import resources
from trustkg.errors import OutputError
from trustkg.language import Language
from trustkg.plans import read, read_bytes
from trustkg.plans.starters import starter
from trustkg.plans.writing import SUFFIXES, write

FORMATS = ("yaml", "json", "xlsx", "ttl", "jsonld")
CALM = settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@pytest.mark.parametrize("format", FORMATS)
@given(tree=trees(), language=st.sampled_from(list(Language)))
@CALM
def test_made_up_plans_survive(format: str, tree: dict[str, Any], language: Language) -> None:
    """Whatever a plan can say, every format holds; node names and literals included."""
    plan = plan_of(tree)
    assert plan.problems == ()
    data = write(plan, format, framework(), vocabulary(), language)
    back = read_bytes(f"made-up{SUFFIXES[format]}", data, framework(), vocabulary())
    assert set(plan.graph) == set(back.graph)


@pytest.mark.parametrize(
    "tree", [{"措施": [{}]}, {"期间": {}}, {"指标目标": [{"豁免": [{"规则": "KPI22"}]}]}]
)
def test_what_a_spreadsheet_cannot_hold_is_refused(tree: dict[str, Any]) -> None:
    """A row with nothing in it would be lost, so nothing is written; text formats hold it."""
    plan = plan_of({"计划": "made-up", **tree})
    for format in FORMATS:
        if format != "xlsx":
            assert write(plan, format, framework(), vocabulary(), Language.EN)
    with pytest.raises(OutputError):
        write(plan, "xlsx", framework(), vocabulary(), Language.EN)


@pytest.mark.parametrize(("format", "parser"), [("ttl", "turtle"), ("jsonld", "json-ld")])
@given(tree=trees())
@CALM
def test_rdf_is_the_plans_graph(format: str, parser: str, tree: dict[str, Any]) -> None:
    """Any other RDF tool reads the very triples that the rules look at."""
    plan = plan_of(tree)
    data = write(plan, format, framework(), vocabulary(), Language.ZH)
    assert set(plan.graph) == set(rdflib.Graph().parse(data=data, format=parser))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("language", list(Language))
def test_starters_hold_in_every_format(format: str, language: Language) -> None:
    """What `plan new` writes can be read, comments and all."""
    plan = starter(language, framework(), vocabulary())
    data = write(plan, format, framework(), vocabulary(), language, comments=True)
    back = read_bytes(f"plan{SUFFIXES[format]}", data, framework(), vocabulary())
    assert back.problems == ()


@pytest.mark.parametrize("format", FORMATS)
def test_examples_survive(format: str) -> None:
    """The plans that people start from go through every format."""
    for path in sorted(resources.data("examples").rglob("*.yaml")):
        plan = read(str(path), framework(), vocabulary())
        if not plan.problems:
            assert write(plan, format, framework(), vocabulary(), Language.EN)
