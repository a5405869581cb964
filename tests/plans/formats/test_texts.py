"""JSON, Turtle and JSON-LD: places, refusals, and what other tools write."""

from __future__ import annotations

import json

import pytest
from plan_strategies import framework, vocabulary

from trustkg.errors import InputError
from trustkg.language import Language
from trustkg.plans import Place, Plan, read_bytes
from trustkg.plans.context import CONTEXT
from trustkg.plans.starters import starter
from trustkg.plans.writing import write
from trustkg.vocab import BASE, PLAN

TURTLE = """\
@prefix tkp: <https://w3id.org/trustkg/plan/> .
@prefix tkg: <https://w3id.org/trustkg/> .
[] a tkp:Plan ;
  tkp:identifier "计划" ;
  tkp:measure [ a tkp:Measure ;
      tkp:identifier 'm1' ;  # one
      tkp:driver tkg:contentAuthenticity , "专业性" ,
        tkg:nonsense ] ;
  tkp:kpi [ tkp:indicator tkg:returnRate ; tkp:baseline "18 %" ;
            tkp:target [ tkp:number 12.0 ; tkp:asWritten "13 %" ] ] .
"""
JSON = '{\n  "计划": "p",\n  "措施": [{"drivers": ["内容真实性", "x"], "budget": 5}]\n}\n'


def plan_of(name: str, text: str) -> Plan:
    """Read a plan from a text."""
    return read_bytes(name, text.encode(), framework(), vocabulary())


def places(plan: Plan) -> list[tuple[str, int, int, int]]:
    """Return where problems are."""
    found = [(p.slug, p.position) for p in plan.problems]
    return [(slug, at.line, at.column, at.end_column) for slug, at in found]


def test_turtle_knows_its_places() -> None:
    """Values in nested nodes are found at the very characters."""
    plan = plan_of("p.ttl", TURTLE)
    assert [("unknown-term", 8, 9, 21), ("unreadable-number", 10, 24, 25)] == places(plan)
    measure = plan.node + "#measure/1"
    position = plan.position(Place(measure, PLAN + "driver", BASE + "contentAuthenticity"))
    assert (7, 18, 41) == (position.line, position.column, position.end_column)


def test_json_knows_its_places() -> None:
    """Keys and values in JSON are found at the very characters."""
    plan = plan_of("p.json", JSON)
    assert [("unknown-term", 3, 32, 35), ("unknown-key", 3, 38, 46)] == places(plan)


def test_json_ld_knows_its_places() -> None:
    """A value in JSON-LD that can't be understood is found where it stands."""
    text = json.dumps(
        {"@context": CONTEXT, "@type": "Plan", "措施": [{"驱动要素": ["内容真实性", "urn:x"]}]},
        ensure_ascii=False,
        indent=1,
    )
    plan = plan_of("p.jsonld", text)
    line = next(n for n, row in enumerate(text.split("\n"), start=1) if "urn:x" in row)
    assert [("unknown-term", line)] == [(p.slug, p.position.line) for p in plan.problems]


@pytest.mark.parametrize("language", list(Language))
def test_the_context_makes_a_plan_rdf(language: Language) -> None:
    """A plan in JSON becomes the same plan when it is read as JSON-LD with the context."""
    plan = starter(language, framework(), vocabulary())
    tree = json.loads(write(plan, "json", framework(), vocabulary(), language))
    linked = json.dumps({"@context": CONTEXT, **tree})
    back = plan_of("plan.jsonld", linked)
    assert back.problems == ()
    assert set(plan.graph) == set(back.graph)


@pytest.mark.parametrize(
    ("name", "text", "where", "what"),
    [
        ("p.json", '{"a": 1,}', ":1:9", "a key belongs here"),
        ("p.json", '{"a"：1}', ":1:5", "full-width “：”"),
        ("p.json", '{"a": 1, "a": 2}', ":1:10", "stands here twice"),
        ("p.json", "[1]", ":1:1", "an object"),
        ("p.json", '{"a": ' * 30, ":1:", "nested deeper"),
        ("p.json", '{"a": "\\ud800"}', ":1:7", "U+D800"),
        ("p.json", '{"a": "b', ":1:7", "not closed"),
        ("p.json", "{", ":1:2", "ends too early"),
        ("p.ttl", "<a:b> <a:c> ;", ":1:13", "not well-formed Turtle"),
        ("p.ttl", "<a:b> <a:c> 1 .", "", "holds no plan"),
        ("p.ttl", TURTLE + "<a:b> a tkp:Plan .", ":11:", "several plans"),
        ("p.ttl", TURTLE + "<a:b> a tkp:Measure ; tkp:does 'x' .", ":11:", "no part of the plan"),
        ("p.jsonld", '{"@context": "https://example.org/c"}', ":1:14", "not fetched"),
        ("p.jsonld", '{"@context": {"@import": "https://example.org/c"}}', ":1:", "not fetched"),
        ("p.jsonld", '{"@type": 5}', "", "plan"),
    ],
)
def test_bad_texts_are_refused(name: str, text: str, where: str, what: str) -> None:
    """What is not well-formed is refused with place and reason, and nothing is fetched."""
    with pytest.raises(InputError) as caught:
        plan_of(name, text)
    assert caught.value.where.startswith(name + where)
    assert what in caught.value.what.en + caught.value.help.en


def test_parts_in_a_circle_end() -> None:
    """A node that contains itself is no endless plan."""
    text = TURTLE.replace("[] a tkp:Plan", "<a:p> a tkp:Plan ; tkp:phase <a:p>")
    slugs = {problem.slug for problem in plan_of("p.ttl", text).problems}
    assert "wrong-type" in slugs


def test_editors_may_name_their_schema() -> None:
    """The key by which editors find the schema is no part of a plan."""
    assert plan_of("p.json", '{"$schema": "x", "plan": "p"}').problems == ()
    assert plan_of("p.yaml", "$schema: x\nplan: p\n").problems == ()
