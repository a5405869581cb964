"""The ontology against the paper: counts, lists, orders, and every quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from trustkg import coverage
from trustkg.framework import Framework, Statement
from trustkg.framework.model import BasisKind
from trustkg.paper_text import Paper, Paragraph

Pairs = set[tuple[str, str]]


def stated(framework: Framework, kind: str, section: str | None = None) -> Iterator[Statement]:
    """Yield the paper's statements of a kind, in one section where given."""
    for statement in framework.statements.values():
        here = section is None or statement.section == f"section/{section}"
        if here and statement.basis_kind is BasisKind.PAPER and statement.kind == kind:
            yield statement


def pairs(framework: Framework, kind: str, section: str | None = None) -> Pairs:
    """Return subject and object of the paper's statements of a kind."""
    return {(s.subject, s.object) for s in stated(framework, kind, section)}


def objects(found: Pairs, subject: str) -> set[str]:
    """Return the objects that go with a subject."""
    return {object for one, object in found if one == subject}


def in_order(found: Pairs, members: set[str]) -> list[str]:
    """Return members in the order that pairs of neighbours put them in."""
    follows = {a: b for a, b in found if {a, b} <= members}
    (first,) = set(follows) - set(follows.values())
    chain = [first]
    while chain[-1] in follows:
        chain.append(follows[chain[-1]])
    return chain


DIMENSIONS = ["hostTrust", "commodityTrust", "platformTrust", "socialTrust"]
LAYERS = {"contentLayer", "interactionLayer", "guaranteeLayer", "socialLayer", "technologyLayer"}
STAGES = [
    "stageContentReach",
    "stageInteractionReinforcement",
    "stageGuaranteeBackstop",
    "stageSocialDiffusion",
    "stageLongTermSedimentation",
]
STRATEGIES = {
    "hostSideStrategy": "主播内容治理",
    "commoditySideStrategy": "商品品控体系",
    "platformSideStrategy": "平台信任基建",
    "socialSideStrategy": "社交关系运营",
    "conversionSideStrategy": "转化路径优化",
}


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("TrustDimension", 4),
        ("TrustSubDimension", 11),
        ("DriverLayer", 5),
        ("FormationStage", 5),
        ("InfluencePath", 3),
        ("StrategyLevel", 5),
        ("StrategyAspect", 16),
        ("Theory", 3),
        ("TheoryVariable", 10),
        ("ValueType", 4),
    ],
)
def test_counts(framework: Framework, kind: str, count: int) -> None:
    """Where the paper gives a number, the graph has as many."""
    assert count == len(framework.of_kind(kind))


@pytest.mark.parametrize("section", ["abstract", "3", "7-1"])
def test_cq01_dimensions(framework: Framework, section: str) -> None:
    """CQ01: the paper names the four dimensions in three places, the same each time."""
    found = objects(pairs(framework, "CompositionStatement", section), "userTrust")
    assert set(DIMENSIONS) == found


@pytest.mark.parametrize(
    ("dimension", "section", "expected"),
    [
        ("hostTrust", "3-1", {"professionalTrust", "personalityTrust", "hostServiceTrust"}),
        ("commodityTrust", "3-2", {"qualityTrust", "informationTrust", "valueTrust"}),
        ("platformTrust", "3-3", {"ruleTrust", "platformServiceTrust", "technologyTrust"}),
        ("socialTrust", "3-4", {"relationshipTrust", "wordOfMouthTrust"}),
    ],
)
def test_cq03_cq05_sub_dimensions(
    framework: Framework, dimension: str, section: str, expected: set[str]
) -> None:
    """CQ03, CQ05: sub-dimensions are 3 + 3 + 3 + 2, each stated in its dimension's section."""
    found = objects(pairs(framework, "CompositionStatement", section), dimension)
    assert expected == found


def test_the_two_service_trusts_are_two(framework: Framework) -> None:
    """Critical reading I15: one name, two things."""
    host, platform = framework.terms["hostServiceTrust"], framework.terms["platformServiceTrust"]
    assert "服务信任" == host.label.zh == platform.label.zh
    assert host.label.en != platform.label.en


def test_dimensions_in_order(framework: Framework) -> None:
    """Section 3 has the four dimensions progress in this order."""
    found = in_order(pairs(framework, "OrderStatement", "3"), set(DIMENSIONS))
    assert DIMENSIONS == found


def test_no_statement_of_the_paper_closes_the_loop(framework: Framework) -> None:
    """Critical reading I27: the paper claims a loop and describes no edge back."""
    assert [] == list(stated(framework, "FeedbackStatement"))


def test_cq07_layers(framework: Framework) -> None:
    """CQ07: the five layers."""
    assert LAYERS == {term.id for term in framework.of_kind("DriverLayer")}


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (
            "abstract",
            {
                "contentAuthenticity",
                "interactionDepth",
                "afterSalesGuarantee",
                "socialRelationshipStrength",
                "algorithmTransparency",
            },
        ),
        (
            "7-1",
            {
                "contentAuthenticity",
                "deepInteraction",
                "rightsGuarantee",
                "socialRelationship",
                "technologySecurity",
            },
        ),
    ],
)
def test_cq09_lists_of_drivers(framework: Framework, section: str, expected: set[str]) -> None:
    """CQ09: abstract and conclusion list five drivers each, and not the same five (I01)."""
    drivers = {term.id for term in framework.of_kind("Driver")}
    found = pairs(framework, "InfluenceStatement", section)
    assert expected == {a for a, b in found if b == "userTrust" and a in drivers}


def test_cq11_stages_in_order(framework: Framework) -> None:
    """CQ11: the five stages, in the order of 7.1."""
    assert STAGES == in_order(pairs(framework, "OrderStatement", "7-1"), set(STAGES))


def test_cq13_types_of_perceived_risk(framework: Framework) -> None:
    """CQ13: the four that 5.1 lists."""
    found = objects(pairs(framework, "TypeStatement", "5-1"), "perceivedRisk")
    assert {"qualityRisk", "fundsRisk", "afterSalesRisk", "informationRisk"} == found


def test_cq15_variables_of_theories(framework: Framework) -> None:
    """CQ15: 3 + 3 + 4 core variables."""
    found = pairs(framework, "VariableStatement")
    expected = {
        "socialExchangeTheory": {"perceivedFairness", "reciprocity", "relationshipContinuity"},
        "trustConstructionTheory": {"abilityTrust", "integrityTrust", "benevolenceTrust"},
        "userPerceivedValueTheory": {
            "functionalValue",
            "emotionalValue",
            "socialValue",
            "costValue",
        },
    }
    assert expected == {theory: objects(found, theory) for theory, _ in found}


def test_cq21_strategies_with_their_names_in_the_abstract(framework: Framework) -> None:
    """CQ21: the abstract calls the five by other names (I04); both must find them."""
    found = {term.id: term for term in framework.of_kind("StrategyLevel")}
    assert set(STRATEGIES) == set(found)
    assert [] == [id for id, alias in STRATEGIES.items() if alias not in found[id].aliases]


def test_aspects_of_strategies(framework: Framework) -> None:
    """Sections 6.1 to 6.5 announce 3, 3, 4, 3 and 3 aspects."""
    found = Counter(level for level, _ in pairs(framework, "AspectStatement"))
    assert [3, 3, 4, 3, 3] == [found[level] for level in STRATEGIES]


def test_cq27_which_trust_lowers_which_risk(framework: Framework) -> None:
    """CQ27: 5.1 gives four pairs and none to social trust (I23)."""
    risks = {term.id for term in framework.of_kind("Risk")}
    found = {
        (s.subject, s.object)
        for s in stated(framework, "InfluenceStatement", "5-1")
        if s.sign == "negative" and s.subject in DIMENSIONS and s.object in risks
    }
    expected = {
        ("hostTrust", "informationRisk"),
        ("commodityTrust", "qualityRisk"),
        ("platformTrust", "fundsRisk"),
        ("platformTrust", "afterSalesRisk"),
    }
    assert expected == found


def test_cq29_values_that_trust_raises(framework: Framework) -> None:
    """CQ29: 5.2 leaves social value out (I22)."""
    values = {term.id for term in framework.of_kind("ValueType")}
    found = objects(pairs(framework, "InfluenceStatement", "5-2"), "userTrust") & values
    assert {"functionalValue", "emotionalValue", "costValue"} == found


def test_cq31_values_and_dimensions(framework: Framework) -> None:
    """CQ31: 2.1.3 says which value influences which dimension, and no direction."""
    values = {term.id for term in framework.of_kind("ValueType")}
    found = [s for s in stated(framework, "InfluenceStatement", "2-1-3") if s.subject in values]
    expected = {
        ("functionalValue", "commodityTrust"),
        ("emotionalValue", "hostTrust"),
        ("emotionalValue", "socialTrust"),
        ("socialValue", "socialTrust"),
        ("costValue", "platformTrust"),
    }
    assert expected == {(s.subject, s.object) for s in found}
    assert {"notStated"} == {s.sign for s in found}


def test_cq33_what_social_exchange_variables_correspond_to(framework: Framework) -> None:
    """CQ33: 2.1.1 maps to four things, none of them a dimension (I18)."""
    expected = {
        ("perceivedFairness", "platformRuleFairness"),
        ("perceivedFairness", "pricePerformanceReasonableness"),
        ("reciprocity", "mutualBenefit"),
        ("relationshipContinuity", "longTermInteractionRepurchase"),
    }
    # That they are mapped to "the dimensions of trust" is announced, and no more said of it.
    announced = {(variable, "trustDimensions") for variable, _ in expected}
    assert expected == pairs(framework, "CorrespondenceStatement", "2-1-1") - announced


@pytest.mark.parametrize(
    ("subject", "section", "sign", "expected"),
    [
        ("userTrust", "7-1", "positive", {"purchaseRate", "repurchaseRate", "averageOrderValue"}),
        ("userTrust", "7-1", "negative", {"returnRate", "customerAcquisitionCost"}),
        (
            "userPerceivedValue",
            "5-2",
            "positive",
            {"averageOrderValue", "conversionRate", "repurchaseIntention", "purchaseMotivation"},
        ),
        ("userPerceivedValue", "5-2", "negative", {"priceSensitivity"}),
    ],
)
def test_cq37_cq57_what_rises_and_what_falls(
    framework: Framework, subject: str, section: str, sign: str, expected: set[str]
) -> None:
    """CQ37, CQ57: results of trust in 7.1 and of perceived value in 5.2, with their signs."""
    indicators = {term.id for term in framework.of_kind("Indicator")}
    found = {
        s.object
        for s in stated(framework, "InfluenceStatement", section)
        if s.subject == subject and s.sign == sign
    }
    assert expected == (found & indicators if section == "7-1" else found)


CITED = {
    1: ["1", "2-2-1", "2-2-1", "4-1"],
    2: ["1", "2-2-1", "4-5"],
    3: ["1", "2-2-1", "5-1"],
    4: ["1", "2-2-1"],
    5: ["2-1-1", "2-2-2", "3-4"],
    6: ["2-1-2"],
    7: ["2-1-3", "2-2-2", "5-3"],
    8: ["2-2-1"],
    9: ["2-2-2", "3-2"],
}


def test_cq45_where_each_reference_is_cited(framework: Framework) -> None:
    """CQ45: nine references, cited 4, 3, 3, 2, 3, 1, 3, 1 and 2 times: 22 in all."""
    found = {
        reference.number: sorted(c.section.removeprefix("section/") for c in reference.citations)
        for reference in framework.references.values()
    }
    assert CITED == found
    assert 22 == sum(map(len, found.values()))


def test_cq47_the_one_driver_in_both_lists(framework: Framework) -> None:
    """CQ47: only content authenticity is in both lists of five."""
    drivers = {term.id for term in framework.of_kind("Driver")}
    one, other = (
        {a for a, b in pairs(framework, "InfluenceStatement", s) if b == "userTrust"} & drivers
        for s in ("abstract", "7-1")
    )
    assert {"contentAuthenticity"} == one & other


def test_cq49_no_type_of_trust_maps_to_social_trust(framework: Framework) -> None:
    """CQ49: 2.1.2 names host, commodity and platform only; nothing of it is social trust's."""
    types = {"abilityTrust", "integrityTrust", "benevolenceTrust"}
    social = {"socialTrust", "relationshipTrust", "wordOfMouthTrust"}
    everything = {(s.subject, s.object) for s in framework.statements.values()}
    assert set() == {(a, b) for a, b in everything if a in types and b in social}


def test_cq51_what_needs_commodity_trust(framework: Framework) -> None:
    """CQ51: without commodity trust, trust in host and social trust don't become purchase."""
    found = pairs(framework, "RequirementStatement", "3-2")
    assert {"hostTrust", "socialTrust"} == {a for a, b in found if b == "commodityTrust"}


def test_monitored_indicators(framework: Framework) -> None:
    """Section 6.5 names four indicators to monitor."""
    found = objects(pairs(framework, "MonitoringStatement", "6-5"), "conversionSideStrategy")
    expected = {"positiveReviewRate", "repurchaseRate", "returnRate", "fanRetentionRate"}
    assert expected == found


def test_sections_are_those_of_the_paper(framework: Framework, paper: Paper) -> None:
    """Every section that the graph names is one of the paper's."""
    named = {id.removeprefix("section/") for id in framework.sections}
    assert set() == named - set(paper.sections)


FULL_WIDTH = str.maketrans(":,", "：，")
"""The paper's headings have half-width punctuation in places."""


def test_headings_are_those_of_the_paper(framework: Framework, paper: Paper) -> None:
    """A section is shown by its number and heading: those that the text has."""
    shown = {
        id.removeprefix("section/"): f"{section.number}. {section.label.zh}"
        for id, section in framework.sections.items()
        if section.number
    }
    headings = {
        id: section.text[slice(*_ends(section.paragraphs[0]))]
        for id, section in paper.sections.items()
        if id in shown
    }
    full_width = {id: heading.translate(FULL_WIDTH) for id, heading in headings.items()}
    assert shown == full_width


def _ends(paragraph: Paragraph) -> tuple[int, int]:
    return paragraph.span.start, paragraph.span.end


def test_every_quote_stands_once_in_its_section(framework: Framework, paper: Paper) -> None:
    """A quote that isn't there is false; one that is there twice points at no place."""
    quotes = coverage.selectors(framework)
    assert len(quotes) > 250
    report = coverage.examine(paper, quotes, coverage.left_out(framework))
    assert () == report.misplaced


def test_quotes_stand_in_the_paragraph_that_is_given(framework: Framework, paper: Paper) -> None:
    """A paragraph number that disagrees with the text sends the reader astray."""
    wrong = []
    for s in framework.statements.values():
        if s.section and s.quote and s.paragraph is not None:
            section = paper.sections[s.section.removeprefix("section/")]
            at = section.text.find(s.quote)
            if at >= 0 and section.paragraph_at(at).number != s.paragraph:
                wrong.append((s.id, s.paragraph, section.paragraph_at(at).number))
    assert [] == wrong
