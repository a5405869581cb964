"""What the ontology entails, by HermiT and by the rules that the site is built with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import pyoxigraph as ox
import pytest
import rdflib
from excerpt import as_rdflib, entailed, excerpt

from trustkg import vocab
from trustkg.explanation import Explainer, Link, Standing
from trustkg.framework import Framework, graphs
from trustkg.reasoning import Assertion, Reasoning, reason_over
from trustkg.vocab import BASE, OWL, RDF, RDFS, local_id

TYPE: Final = RDF + "type"

OUTSIDE_OWL: Final = frozenset({"strengthens", "weakens"})
"""Relations that a rule of the project's makes out of a sign. A property chain can't look at
the sign of the statement in its middle, so HermiT has no way to know them."""

NON_LOGICAL: Final = frozenset({OWL + "NamedIndividual", OWL + "Thing"})
"""Types that say nothing: a declaration, and the class of everything."""


@pytest.fixture(params=["paper", "everything"])
def both(
    request: pytest.FixtureRequest, framework: Framework
) -> tuple[Reasoning, frozenset[Assertion]]:
    """HermiT's findings and the rules' for the same part of the ontology."""
    project = request.param == "everything"
    reasoning = request.getfixturevalue("by_all" if project else "by_paper")
    store = excerpt(framework)
    return reasoning, by_rules(store, entailed(store, project=project))


@pytest.fixture(scope="module")
def explainers(framework: Framework) -> Mapping[bool, Explainer]:
    """Finds proofs, by whether the paper alone counts."""
    return {alone: Explainer(framework, only_paper=alone) for alone in (True, False)}


def by_rules(store: ox.Store, parts: Iterable[ox.NamedNode]) -> frozenset[Assertion]:
    """Return the assertions between named things in some named graphs."""
    return frozenset(
        Assertion(*(local_id(term.value) for term in quad.triple))
        for part in parts
        for quad in store.quads_for_pattern(None, None, None, part)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    )


def object_properties(store: ox.Store) -> set[str]:
    """Return the ids of the object properties outside the vocabulary of plans."""
    kind = ox.NamedNode(OWL + "ObjectProperty")
    found = store.quads_for_pattern(None, ox.NamedNode(TYPE), kind, graphs.SCHEMA)
    return {
        local_id(quad.subject.value) for quad in found if isinstance(quad.subject, ox.NamedNode)
    }


def test_consistent_and_coherent(both: tuple[Reasoning, frozenset[Assertion]]) -> None:
    """From an inconsistent ontology everything follows; an unsatisfiable class is a mistake."""
    reasoning, _ = both
    assert (True, ()) == (reasoning.consistent, reasoning.unsatisfiable)


def test_rules_entail_what_hermit_entails(
    framework: Framework, both: tuple[Reasoning, frozenset[Assertion]]
) -> None:
    """The site and the queries rest on seven rules; they must be as good as a reasoner."""
    reasoning, asserted_and_entailed = both
    expressible = object_properties(framework.store) - OUTSIDE_OWL
    assert len(expressible) > 60
    by_rules = {a for a in asserted_and_entailed if a.predicate in expressible}
    by_hermit = {a for a in reasoning.properties if a.predicate in expressible}
    # HermiT can't know that an influence with a sign strengthens or weakens, but that it
    # influences must not depend on it.
    assert (set(), set()) == (by_rules - by_hermit, by_hermit - by_rules)


def test_rules_entail_the_types_that_hermit_entails(
    both: tuple[Reasoning, frozenset[Assertion]],
) -> None:
    """Indexes by kind are built from the rules' types."""
    reasoning, asserted_and_entailed = both
    named = {a.subject for a in reasoning.types}
    by_rules = {
        a
        for a in asserted_and_entailed
        if a.predicate == TYPE and a.subject in named and a.object not in NON_LOGICAL
    }
    by_hermit = {a for a in reasoning.types if a.object not in NON_LOGICAL}
    assert len(by_hermit) > 1000
    assert (set(), set()) == (by_rules - by_hermit, by_hermit - by_rules)


@pytest.mark.parametrize(
    ("subject", "relation", "object"),
    [
        ("contentAuthenticity", "influences", "personalityTrust"),
        ("contentAuthenticity", "influences", "hostTrust"),
        ("contentAuthenticity", "influences", "userTrust"),
        ("userTrust", "isInfluencedBy", "contentAuthenticity"),
        ("algorithmTransparency", "influences", "platformTrust"),
        ("userTrust", "hasPart", "professionalTrust"),
        ("professionalTrust", "isPartOf", "userTrust"),
        ("stageContentReach", "precedes", "stageLongTermSedimentation"),
        ("stageLongTermSedimentation", "follows", "stageContentReach"),
        ("hostTrust", "precedes", "socialTrust"),
        ("socialTrust", "feedsBackTo", "hostTrust"),
        ("pathReducePerceivedRisk", "reaches", "informationRisk"),
        ("pathRaisePerceivedValue", "worksThrough", "userPerceivedValue"),
        ("stageContentReach", "correspondsTo", "contentLayer"),
        ("contentLayer", "hasDriver", "contentAuthenticity"),
        ("returnRate", "hasDesiredDirection", "downward"),
        ("statement/s5-1-11", "object", "informationRisk"),
        ("reference/1", "isCitedInAct", "citation/c1-2"),
    ],
)
def test_expected_entailment(by_all: Reasoning, subject: str, relation: str, object: str) -> None:
    """What the schema is made to entail."""
    assert Assertion(subject, relation, object) in by_all.properties


@pytest.mark.parametrize(
    ("subject", "relation", "object"),
    [
        # Influence is not closed from driver to outcome: the paper claims no such transitivity.
        ("contentAuthenticity", "influences", "purchaseRate"),
        ("contentAuthenticity", "influences", "transactionConversion"),
        # Influence on a whole is not influence on its parts.
        ("interactionDepth", "influences", "hostTrust"),
        ("contentLayer", "influences", "personalityTrust"),
        # I23: no listed risk is lowered by social trust.
        ("socialTrust", "influences", "qualityRisk"),
        ("socialTrust", "influences", "fundsRisk"),
        ("socialTrust", "influences", "afterSalesRisk"),
        ("socialTrust", "influences", "informationRisk"),
        # I19: no type of trust construction theory maps to social trust.
        ("abilityTrust", "correspondsTo", "socialTrust"),
        ("integrityTrust", "correspondsTo", "socialTrust"),
        ("benevolenceTrust", "correspondsTo", "socialTrust"),
        # The loop doesn't turn order round, and order is not directly what it is by way of others.
        ("socialTrust", "precedes", "hostTrust"),
        ("stageContentReach", "directlyPrecedes", "stageGuaranteeBackstop"),
        ("userTrust", "hasDirectPart", "professionalTrust"),
        # Two service trusts are two.
        ("platformTrust", "hasPart", "hostServiceTrust"),
        ("hostTrust", "hasPart", "platformServiceTrust"),
    ],
)
def test_expected_non_entailment(
    by_all: Reasoning, subject: str, relation: str, object: str
) -> None:
    """What must not follow, however near it lies."""
    assert Assertion(subject, relation, object) not in by_all.properties


class Row(NamedTuple):
    """A link, on whose word its best proof rests (None: on nobody's), and why."""

    subject: str
    relation: str
    object: str
    standing: Standing | None
    why: str


PAPER: Final = Standing.PAPER
MIXED: Final = Standing.MIXED
PROJECT: Final = Standing.PROJECT
NOBODY: Final = None

EXPECTED: Final = (
    # What the paper says, in one place or in several.
    Row(
        "contentAuthenticity", "influences", "userTrust", PAPER, "abstract, first of five drivers"
    ),
    Row("contentLayer", "influences", "userTrust", PAPER, "section 4 has layers drive the whole"),
    Row("hostTrust", "weakens", "informationRisk", PAPER, "5.1 gives each dimension its risk"),
    Row("hostTrust", "requires", "commodityTrust", PAPER, "3.2, for an actual purchase"),
    Row("emotionalValue", "influences", "userTrust", MIXED, "part to whole is our axiom"),
    Row("professionalTrust", "isPartOf", "userTrust", PAPER, "a part of a part"),
    Row("hostTrust", "precedes", "socialTrust", PAPER, "section 3, over two steps"),
    Row("stageContentReach", "precedes", "stageLongTermSedimentation", PAPER, "7.1, four steps"),
    Row("userTrust", "influences", "userPerceivedValue", PAPER, "trust raises value (5.2) ..."),
    Row(
        "userPerceivedValue",
        "influences",
        "userTrust",
        PAPER,
        "... and value trust (4.1): a cycle",
    ),
    Row(
        "pathReducePerceivedRisk", "reaches", "informationRisk", PAPER, "entailed from 5.1's path"
    ),
    Row("returnRate", "hasDesiredDirection", "downward", PAPER, "5.3 and 7.1"),
    # What takes the paper and an inference of the project's together.
    Row(
        "algorithmTransparency",
        "influences",
        "platformTrust",
        MIXED,
        "a facet of technology trust",
    ),
    Row("contentAuthenticity", "influences", "hostTrust", MIXED, "by character trust, its part"),
    Row("contentAuthenticity", "influences", "commodityTrust", MIXED, "by information trust"),
    # What the project alone says.
    Row("contentAuthenticity", "influences", "personalityTrust", PROJECT, "I25: no such tie in 4"),
    Row("abilityTrust", "correspondsTo", "professionalTrust", PROJECT, "I20: announced, not made"),
    Row(
        "stageContentReach", "correspondsTo", "contentLayer", PROJECT, "I24: no stage has a layer"
    ),
    Row("socialTrust", "feedsBackTo", "hostTrust", PROJECT, "I27: a loop without an edge back"),
    Row("interactionDepth", "correspondsTo", "deepInteraction", PROJECT, "I01: two lists of five"),
    Row(
        "decisionMakingRisk", "correspondsTo", "perceivedRisk", PROJECT, "I02: two names of a path"
    ),
    Row("fanRetentionRate", "hasDesiredDirection", "upward", PROJECT, "I28: not stated"),
    # What nobody says, however near it lies.
    Row("contentAuthenticity", "influences", "purchaseRate", NOBODY, "influence isn't transitive"),
    Row("contentAuthenticity", "influences", "perceivedRisk", NOBODY, "nor is it by way of trust"),
    Row("contentLayer", "influences", "hostTrust", NOBODY, "what drives a whole, not its parts"),
    Row("socialTrust", "influences", "fundsRisk", NOBODY, "I23: social trust lowers no risk"),
    Row("socialTrust", "precedes", "hostTrust", NOBODY, "a loop doesn't turn order round"),
    Row("integrityTrust", "correspondsTo", "socialTrust", NOBODY, "I19: no type is left for it"),
    Row(
        "userTrust", "hasDirectPart", "professionalTrust", NOBODY, "a part of a part isn't direct"
    ),
    Row("userTrust", "strengthens", "returnRate", NOBODY, "an influence has one sign"),
)
"""What must follow and what must not; I01 and the like are items of the critical reading."""


@pytest.mark.parametrize("row", [pytest.param(r, id=" ".join(r[:3])) for r in EXPECTED])
def test_on_whose_word_it_holds(explainers: Mapping[bool, Explainer], row: Row) -> None:
    """What follows from the paper, what from the project's inferences, and what from neither."""
    link = Link(row.subject, row.relation, row.object)
    best = [proof.standing for proof in explainers[False].proofs(link, most=1)]
    assert ([] if row.standing is None else [row.standing]) == best, row.why
    assert (row.standing is PAPER) is explainers[True].holds(link), row.why


@pytest.mark.parametrize("only_paper", [True, False])
def test_hermit_agrees(request: pytest.FixtureRequest, *, only_paper: bool) -> None:
    """The table holds for the reasoner too, where OWL can express it."""
    found = request.getfixturevalue("by_paper" if only_paper else "by_all").properties
    wanted = (PAPER,) if only_paper else tuple(Standing)
    for row in EXPECTED:
        if row.relation not in OUTSIDE_OWL:
            holds = Assertion(row.subject, row.relation, row.object) in found
            assert (row.standing in wanted) is holds, row


def test_no_driver_reaches_an_outcome_through_trust(
    framework: Framework, explainers: Mapping[bool, Explainer]
) -> None:
    """Where a driver influences an outcome or indicator, one statement says just that.

    A chain from driver over trust to outcome is for people to read, never a relation.
    """
    drivers = {term.id for term in framework.of_kind("Driver")}
    ends = {t.id for kind in ("Outcome", "Indicator") for t in framework.of_kind(kind)}
    said = {(s.subject, s.object) for s in framework.statements.values()}
    found = {
        (link.subject, link.object)
        for link in explainers[False].links
        if link.relation == "influences" and link.subject in drivers and link.object in ends
    }
    assert set() == found - said


def test_nothing_in_the_paper_closes_the_loop(
    framework: Framework, explainers: Mapping[bool, Explainer]
) -> None:
    """Critical reading I27: a closed loop is claimed and no edge back is described."""
    dimensions = {term.id for term in framework.of_kind("TrustDimension")}
    back = {
        link
        for link in explainers[True].links
        if link.relation in {"feedsBackTo", "influences", "precedes"}
        if link.subject in dimensions and link.object == "hostTrust"
    }
    assert set() == back


def test_paper_ties_no_driver_to_a_sub_dimension(
    framework: Framework, by_paper: Reasoning
) -> None:
    """Critical reading I25: such links are the project's, and may not pass as the paper's."""
    drivers = {term.id for term in framework.of_kind("Driver")}
    subs = {term.id for term in framework.of_kind("TrustSubDimension")}
    found = {
        a
        for a in by_paper.properties
        if a.predicate == "influences" and a.subject in drivers and a.object in subs
    }
    assert set() == found


def test_paper_ties_no_stage_to_a_layer(framework: Framework, by_paper: Reasoning) -> None:
    """Critical reading I24: the paper asserts no correspondence of stages and layers."""
    stages = {term.id for term in framework.of_kind("FormationStage")}
    found = {
        a for a in by_paper.properties if a.predicate == "correspondsTo" and a.subject in stages
    }
    assert set() == found


def test_technology_layer_has_no_stage_and_sedimentation_no_layer(by_all: Reasoning) -> None:
    """Critical reading I24: even the project finds four pairs only."""
    stages = {
        a.subject: a.object
        for a in by_all.properties
        if a.predicate == "correspondsTo" and a.subject.startswith("stage")
    }
    expected = {
        "stageContentReach": "contentLayer",
        "stageInteractionReinforcement": "interactionLayer",
        "stageGuaranteeBackstop": "guaranteeLayer",
        "stageSocialDiffusion": "socialLayer",
    }
    assert expected == stages


def test_every_chain_has_two_members(framework: Framework) -> None:
    """The rule prp-spo2 sees chains of two only."""
    chains = framework.graph.objects(None, rdflib.URIRef(OWL + "propertyChainAxiom"))
    lengths = {len(list(framework.graph.items(chain))) for chain in chains}
    assert {2} == lengths


def broken(framework: Framework, turtle: str) -> rdflib.Graph:
    """Return the excerpt with something added."""
    graph = as_rdflib(excerpt(framework), project=True)
    prefixes = f"@prefix tkg: <{BASE}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> ."
    graph.parse(data=f"{prefixes}\n{turtle}", format="turtle")
    return graph


@pytest.mark.parametrize(
    "turtle",
    [
        pytest.param("tkg:hostTrust a tkg:Role .", id="a dimension that is a role"),
        pytest.param("tkg:hostTrust a tkg:TrustSubDimension .", id="dimension and sub-dimension"),
        pytest.param(
            "<https://w3id.org/trustkg/statement/s5-1-11> tkg:basis tkg:inferredByProject .",
            id="a statement by paper and project",
        ),
        pytest.param(
            "<https://w3id.org/trustkg/statement/s5-1-11> a tkg:RoleStatement .",
            id="a statement of two kinds",
        ),
        pytest.param(
            "<https://w3id.org/trustkg/statement/s3-1-01> tkg:sign tkg:positive .",
            id="a sign on a composition",
        ),
        pytest.param(
            "<https://w3id.org/trustkg/statement/s5-1-11> tkg:sign tkg:positive .",
            id="an influence of two signs",
        ),
        pytest.param(
            "tkg:x a tkg:InfluenceStatement ; tkg:subject tkg:stageContentReach .",
            id="a stage that influences",
        ),
        pytest.param("tkg:upward owl:sameAs tkg:downward .", id="up is down"),
    ],
)
def test_broken_copy_is_inconsistent(framework: Framework, java: None, turtle: str) -> None:
    """The axioms are strong enough to catch mistakes, and HermiT really looks."""
    del java
    assert not reason_over(
        broken(framework, turtle), where="broken copy", assertions=False
    ).consistent


def test_broken_copy_has_an_unsatisfiable_class(framework: Framework, java: None) -> None:
    """A class below two disjoint ones is found, though nothing is in it yet."""
    del java
    turtle = "tkg:Chimera a owl:Class ; rdfs:subClassOf tkg:Driver , tkg:Outcome ."
    found = reason_over(broken(framework, turtle), where="broken copy", assertions=False)
    assert (True, ("Chimera",)) == (found.consistent, found.unsatisfiable)


def test_without_the_project_its_inference_goes(by_paper: Reasoning, by_all: Reasoning) -> None:
    """The switch that leaves the project out takes its entailments with it."""
    inferred = Assertion("contentAuthenticity", "influences", "personalityTrust")
    assert (False, True) == (inferred in by_paper.properties, inferred in by_all.properties)
    assert set() == by_paper.properties - by_all.properties


def test_terms_that_the_code_names_exist(framework: Framework, checkout: Path) -> None:
    """A name in the code that the ontology doesn't have would find nothing, in silence."""
    sources = [f.read_text(encoding="utf-8") for f in (checkout / "trustkg").rglob("*.py")]
    pattern = re.compile(r"""\btkg\("(\w+)"\)|\btkg:(\w+)""")
    named = {a or b for text in sources for a, b in pattern.findall(text)}
    assert len(named) > 20
    described = {local_id(str(s)) for s in framework.graph.subjects()}
    assert set() == named - described
    kind = re.compile(r'"([A-Z][a-z]+(?:[A-Z][a-z]+)+)"')
    for room in ("mechanism", "publish"):
        texts = [f.read_text(encoding="utf-8") for f in (checkout / "trustkg" / room).glob("*.py")]
        exported = {
            name for text in texts for name in re.findall(r"^class (\w+)", text, re.MULTILINE)
        }
        quoted = {name for text in texts for name in kind.findall(text)}
        assert set() == quoted - exported - set(framework.kinds)


def test_namespaces_in_vocab_are_in_use(framework: Framework) -> None:
    """A namespace of ours that nothing lies in is a slip of the pen."""
    described = {str(s) for s in framework.graph.subjects()}
    own = (vocab.STATEMENT, vocab.SECTION, vocab.REFERENCE, vocab.PLAN)
    assert [] == [space for space in own if not any(iri.startswith(space) for iri in described)]
