"""What a plan file says ends up in the graph, and every value knows its place."""

from decimal import Decimal

import pytest
import rdflib

from trustkg import resources
from trustkg.framework import Framework
from trustkg.plans import Place, Plan, Vocabulary, read, read_bytes
from trustkg.plans.amounts import Amount, read_amount, read_date
from trustkg.vocab import BASE, PLAN

TKG = rdflib.Namespace(BASE)
TKP = rdflib.Namespace(PLAN)
PERCENT = "http://qudt.org/vocab/unit/PERCENT"
CNY = "http://qudt.org/vocab/currency/CNY"

MIXED = """\
计划: p1
measures:
  - 编号: m1
    drivers: 内容真实性
    建立: [personality trust, informationTrust]
kpis:
  - {indicator: 退货率, 基线: "18 %"}
"""


def plan_of(text: str, framework: Framework, vocabulary: Vocabulary) -> Plan:
    """Read a plan from a text."""
    return read_bytes("p.yaml", text.encode(), framework, vocabulary)


def test_both_languages_read_the_same(framework: Framework, vocabulary: Vocabulary) -> None:
    """Keys and terms may be written in either language, by label, alias or id."""
    plan = plan_of(MIXED, framework, vocabulary)
    measure = rdflib.URIRef(plan.node + "#measure/1")
    assert plan.problems == ()
    assert {TKG.contentAuthenticity} == set(plan.graph.objects(measure, TKP.driver))
    assert {TKG.personalityTrust, TKG.informationTrust} == set(
        plan.graph.objects(measure, TKP.builds)
    )
    assert TKG.returnRate in set(plan.graph.objects(None, TKP.indicator))


def test_chinese_and_english_example_have_the_same_keys(vocabulary: Vocabulary) -> None:
    """Each property can be written with Chinese keys only and with English keys only."""
    for keys in vocabulary.keys.values():
        for property in set(keys.values()):
            spelt = [key for key, other in keys.items() if other.iri == property.iri]
            assert any(key.isascii() for key in spelt)
            assert any(not key.isascii() for key in spelt)


def test_values_know_their_places(framework: Framework, vocabulary: Vocabulary) -> None:
    """A finding can point at the very characters, full-width ones included."""
    plan = plan_of(MIXED, framework, vocabulary)
    measure, kpi = plan.node + "#measure/1", plan.node + "#kpi/1"
    places = {
        Place(measure): (3, 5, 7),
        Place(measure, PLAN + "builds"): (5, 5, 7),
        Place(measure, PLAN + "builds", BASE + "informationTrust"): (5, 29, 45),
        Place(kpi, PLAN + "baseline", kpi + "/baseline/1"): (7, 26, 32),
    }
    for place, (line, column, end) in places.items():
        position = plan.position(place)
        assert (line, column, end) == (position.line, position.column, position.end_column)


def test_unknown_places_fall_back_to_what_is_around(
    framework: Framework, vocabulary: Vocabulary
) -> None:
    """What is missing is shown where it should have been."""
    plan = plan_of(MIXED, framework, vocabulary)
    measure = plan.node + "#measure/1"
    assert plan.position(Place(measure)) == plan.position(Place(measure, PLAN + "responsible"))
    assert plan.position(Place(plan.node)) == plan.position(Place("urn:elsewhere"))


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("18 %", "18", PERCENT),
        ("18%", "18", PERCENT),
        ("１８％", "18", PERCENT),
        ("百分比 18", "18", PERCENT),
        ("1,200 元", "1200", CNY),
        ("¥89", "89", CNY),
        ("￥89.50", "89.50", CNY),
        ("89 RMB", "89", CNY),
        ("-3 %", "-3", PERCENT),
        ("\u22123 %", "-3", PERCENT),
        ("0.3", "0.3", None),
    ],
)
def test_numbers_are_read_as_people_write_them(
    text: str, number: str, unit: str | None, vocabulary: Vocabulary
) -> None:
    """Width, spaces, thousands and the place of the unit don't matter."""
    assert Amount(Decimal(number), unit, None) == read_amount(text, vocabulary.units)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "八十",
        "12,00 元",
        "1.2.3",
        "18 - 20 %",
        "10-12 %",
        "1,2 %",
        "1² %",
        "½ %",
        "1e999",
        "%",
    ],
)
def test_what_is_no_number_is_not_guessed(text: str, vocabulary: Vocabulary) -> None:
    """A wrong number is worse than none."""
    assert read_amount(text, vocabulary.units) is None


def test_contradicting_units_are_not_guessed(vocabulary: Vocabulary) -> None:
    """Two different units leave it open which is meant."""
    amount = read_amount("¥18 %", vocabulary.units)
    assert amount is not None
    assert amount.unknown == "¥ %"


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-9-1", "20260901", "01.09.2026", "２０２６-09-01", "2026-09-01T00"]
)
def test_only_days_of_the_calendar_are_dates(text: str) -> None:
    """One way to write a date, and only days that exist."""
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("line", "slug", "says"),
    [
        ("drivers: [内容真是性]", "unknown-term", "内容真实性"),
        ("builds: [服务信任]", "ambiguous-term", "主播服务信任、平台服务信任"),
        ("builds: [主播信任]", "wrong-kind", "专业信任"),
        ("drivers: {a: b}", "wrong-type", ""),
        ("does: [a]", "wrong-type", ""),
        ("drivrs: [内容真实性]", "unknown-key", "drivers"),
        ("驱动要索: [内容真实性]", "unknown-key", "驱动要素"),
        ("预算: 5000", "unknown-key", "做法"),
        ("budget: 5000", "unknown-key", "id, start, end"),
    ],
)
def test_problems_name_what_may_be_meant(
    line: str, slug: str, says: str, framework: Framework, vocabulary: Vocabulary
) -> None:
    """What can't be understood is reported at its place with what comes nearest."""
    plan = plan_of(f"measures:\n  - {line}\n", framework, vocabulary)
    (problem,) = plan.problems
    candidates = problem.bindings.get("candidates")
    assert slug == problem.slug
    assert problem.position.line == 2
    assert says in f"{candidates.zh} {candidates.en}" if candidates else not says


def test_empty_values_count_as_absent(framework: Framework, vocabulary: Vocabulary) -> None:
    """A key with nothing after it is a form not yet filled in, not a mistake of its own."""
    plan = plan_of("title:\nplatform: ~\nmeasures: null\n", framework, vocabulary)
    assert plan.problems == ()
    assert len(plan.graph) == 1


def test_merge_keys_are_no_keys(framework: Framework, vocabulary: Vocabulary) -> None:
    """YAML 1.1's << is not part of the language of plans, and says so."""
    plan = plan_of("a: &a {title: x}\n<<: *a\n", framework, vocabulary)
    assert [p.slug for p in plan.problems] == ["unknown-key", "unknown-key"]


def test_few_aliases_are_welcome(framework: Framework, vocabulary: Vocabulary) -> None:
    """An alias that saves typing is read like the text that it stands for."""
    text = "measures:\n  - evidence: &e [{source: s, section: 1}]\n  - evidence: *e\n"
    plan = plan_of(text, framework, vocabulary)
    assert plan.problems == ()
    assert len(set(plan.graph.subjects(TKP.source, None))) == 2


def test_examples_leave_nothing_unread(framework: Framework, vocabulary: Vocabulary) -> None:
    """The examples that people copy use no key or term that isn't there."""
    for path in sorted(resources.data("examples").glob("*.yaml")):
        if not path.name.startswith("faulty"):
            assert read(str(path), framework, vocabulary).problems == ()


def test_long_values_are_not_repeated_whole(framework: Framework, vocabulary: Vocabulary) -> None:
    """A page pasted in the wrong place gives one line of message, and soon."""
    text = f"measures:\n  - drivers: |\n      {'长' * 300_000}\n      b\n"
    (problem,) = plan_of(text, framework, vocabulary).problems
    assert problem.bindings["value"].zh == "长" * 59 + "…"


def test_many_problems_are_all_reported(framework: Framework, vocabulary: Vocabulary) -> None:
    """A file with a thousand unknown terms gives a thousand problems."""
    words = ", ".join(f"词{n}" for n in range(1000))
    assert len(plan_of(f"platform: [{words}]\n", framework, vocabulary).problems) == 1000
