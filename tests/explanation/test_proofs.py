"""Proofs: complete, sound, minimal, and the paper's own first."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest

from trustkg.explanation import Explainer, Link, Proof, Standing, Step, about, direct, rules
from trustkg.explanation.rules import _rule
from trustkg.framework import Framework, graphs
from trustkg.vocab import BASE, GRAPH, OWL, RDF, RDFS

RULES = graphs.entailment_rules()
INTO = ox.NamedNode(GRAPH + "entailed")
GIVEN = ox.NamedNode(GRAPH + "paper")


@pytest.fixture(scope="module")
def whole(framework: Framework) -> Explainer:
    """Finds proofs with the project's additions."""
    return Explainer(framework)


@pytest.fixture(scope="module")
def paper(framework: Framework) -> Explainer:
    """Finds proofs from the paper alone."""
    return Explainer(framework, only_paper=True)


@pytest.fixture(params=["paper", "whole"])
def explainer(request: pytest.FixtureRequest) -> Explainer:
    """Finds proofs, without the project's additions and with them."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Explainer)
    return found


def said_by(framework: Framework, iris: Iterable[str]) -> set[ox.Quad]:
    """Return everything that is asserted of some individuals."""
    return {
        quad
        for iri in iris
        for graph in graphs.ASSERTED
        for quad in framework.store.quads_for_pattern(ox.NamedNode(iri), None, None, graph)
    }


def entailed(proof: Proof, quads: Iterable[ox.Quad]) -> set[Link]:
    """Return what the rules make of some quads and a proof's axioms, in a store of its own."""
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object, GIVEN) for q in quads)
    store.extend(ox.Quad(a.subject, a.predicate, a.object, GIVEN) for a in proof.axioms)
    graphs.entail(store, RULES, (GIVEN,), INTO)
    found = store.quads_for_pattern(None, None, None, INTO)
    return {
        Link(*(term.value.removeprefix(BASE) for term in quad.triple))
        for quad in found
        if all(isinstance(term, ox.NamedNode) for term in quad.triple)
    }


def test_every_link_is_proven_from_its_leaves_and_none_of_them_is_idle(
    explainer: Explainer,
) -> None:
    """Each relation between two terms follows from what its proof ends in, and from no less.

    The rules are run forward over the axioms and leaves of the proof alone, so that a proof
    that skipped a step, or named a statement that is not needed, is found.
    """
    framework = explainer.framework
    assert explainer.links
    alike: dict[object, list[Link]] = {}
    proofs: dict[object, Proof] = {}
    for link in explainer.links:
        (proof,) = explainer.proofs(link, most=1)
        if proof.facts:  # guardrails of indicators are facts of the project's, not statements
            assert {"hasGuardrail"} == {fact.relation for fact in proof.facts}
            continue
        key: object = (proof.statements, proof.axioms)
        alike.setdefault(key, []).append(link)
        proofs[key] = proof
    for same, links in alike.items():
        proof = proofs[same]
        iris = [s.iri for s in proof.statements]
        assert iris
        assert set() == set(links) - entailed(proof, said_by(framework, iris))
        for idle in iris if len(iris) > 1 else ():
            others = said_by(framework, (iri for iri in iris if iri != idle))
            assert set() == set(links) & entailed(proof, others)


def test_with_only_the_paper_no_proof_uses_the_project(paper: Explainer) -> None:
    """`--only-paper` holds for everything that a proof is made of."""
    proofs = [paper.proofs(link, most=1)[0] for link in paper.links]
    assert {Standing.PAPER} == {proof.standing for proof in proofs}


def test_what_the_paper_entails_is_never_called_the_project_s(
    paper: Explainer, whole: Explainer
) -> None:
    """The best proof is the paper's wherever there is one, and the project's nowhere else."""
    by_paper = set(paper.links)
    standing = {link: whole.proofs(link, most=1)[0].standing for link in whole.links}
    assert by_paper == {link for link, found in standing.items() if found is Standing.PAPER}
    assert {Standing.PAPER, Standing.MIXED, Standing.PROJECT} == set(standing.values())


def test_every_step_is_an_application_of_its_rule(whole: Explainer) -> None:
    """A step's premises are exactly those that its rule asks for."""
    by_name = {rule.name: rule for rule in rules()}
    proof, *_ = whole.proofs(Link("platformTrust", "isInfluencedBy", "algorithmTransparency"))
    used = [step for step in proof.step.walk() if step.rule is not None]
    assert {"prp-spo2", "prp-inv2"} <= {step.rule for step in used}
    for step in used:
        found = by_name[step.rule or ""].premises(whole.framework.store, whole.graphs, step.triple)
        assert tuple(p.triple for p in step.premises) in set(found)
    assert all(_rests(step) for step in proof.step.walk())


def _rests(step: Step) -> bool:
    return (step.rule is None) == (step.axiom or step.leaf is not None)


def test_a_chain_reads_from_its_beginning(framework: Framework) -> None:
    """However a rule's body is ordered, the reader sees X to Y before Y to Z."""
    text = next(rule for rule in RULES if "prp-spo2" in rule)
    first, second = "?x ?p ?y .", "?y ?q ?z ."
    one, other = f"{first} {second}", f"{second} {first}"
    turned = text.replace(one, other) if one in text else text.replace(other, one)
    assert text != turned
    others = tuple(rule for rule in rules() if rule.name != "prp-spo2")
    link = Link("algorithmTransparency", "influences", "platformTrust")
    trees = {
        Explainer(framework, by=(*others, _rule(rule))).proofs(link, most=1)[0].tree
        for rule in (text, turned)
    }
    (tree,) = trees
    assert ("algorithmTransparency", "technologyTrust") == tuple(p.subject for p in tree.premises)


def test_no_proof_is_part_of_another(whole: Explainer) -> None:
    """Minimal means that nothing can be left out; two proofs are two ways."""
    for link in (
        Link("userTrust", "hasPart", "professionalTrust"),
        Link("contentAuthenticity", "influences", "userTrust"),
    ):
        sets = [frozenset(leaf.statement for leaf in e) for e in whole.environments(link)]
        assert len(sets) > 1
        assert not any(one < other for one in sets for other in sets)
        assert len(sets) == len(set(sets))


def test_the_reader_s_tree_ends_in_the_proof_s_statements(whole: Explainer) -> None:
    """What is skipped for the reader's sake are inverses and the like, never a statement."""
    for link in whole.links:
        (proof,) = whole.proofs(link, most=1)
        shown = {node.statement for node in proof.tree.walk() if node.statement}
        assert set(proof.statements) == shown, link
        assert link == proof.tree.link or proof.tree.statement is not None


def test_a_statement_of_the_paper_s_comes_before_a_detour(whole: Explainer) -> None:
    """One statement is a better reason than three."""
    first, *_ = whole.proofs(Link("contentAuthenticity", "influences", "userTrust"))
    assert (1, "statedVerbatim") == (len(first.statements), first.statements[0].basis)


def test_algorithm_transparency_needs_the_project(whole: Explainer) -> None:
    """The sketch's example: a facet of technology trust, which is part of platform trust."""
    (proof,) = whole.proofs(Link("algorithmTransparency", "influences", "platformTrust"), most=1)
    assert Standing.MIXED is proof.standing
    assert ["paper", "project"] == [s.basis_kind.value for s in proof.statements]
    assert ("technologyTrust", "technologyTrust") == (
        proof.statements[0].object,
        proof.statements[1].object,
    )


def test_what_does_not_hold_has_no_proof(whole: Explainer) -> None:
    """An explanation of what isn't so would be an invention."""
    link = Link("contentAuthenticity", "influences", "purchaseRate")
    assert (False, ()) == (whole.holds(link), whole.proofs(link))


def test_what_a_statement_entails_by_itself(whole: Explainer) -> None:
    """A signed influence on a path entails three links and no inverse."""
    statement = whole.framework.statements["statement/s5-1-11"]
    expected = {
        Link("hostTrust", "influences", "informationRisk"),
        Link("hostTrust", "weakens", "informationRisk"),
        Link("pathReducePerceivedRisk", "reaches", "informationRisk"),
    }
    found = set(direct(whole, statement))
    assert set() == expected - found
    assert Link("informationRisk", "isInfluencedBy", "hostTrust") not in found


def copy_of(framework: Framework, turtle: str, folder: Path, graph: str) -> Framework:
    """Return the framework with something added to one of its folders."""
    for part in ("schema", "paper", "project", "plan"):
        (folder / part).mkdir()
        for file in (framework.folder / part).glob("*.ttl"):
            (folder / part / file.name).write_bytes(file.read_bytes())
    prefixes = (
        f"@prefix tkg: <{BASE}> . @prefix tks: <{BASE}statement/> ."
        f" @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> . @prefix rdf: <{RDF}> .\n"
    )
    (folder / graph / "added.ttl").write_text(prefixes + turtle, encoding="utf-8")
    return Framework.load(folder)


def test_what_qualifies_a_statement_is_read(framework: Framework, tmp_path: Path) -> None:
    """Whose finding it is, on what condition, and what an inference rests on."""
    added = copy_of(
        framework,
        "tks:p001 tkg:restsOn tks:s3-1-01 ; tkg:underCondition tkg:hostTrust ;"
        " tkg:attributedTo <https://w3id.org/trustkg/reference/5> .",
        tmp_path,
        "project",
    )
    claim = about(added, added.statements["statement/p001"])
    assert "statement/s3-1-01" in {s.id for s in claim.rests_on}
    assert "hostTrust" in claim.conditions
    assert "reference/5" in claim.attributed_to


def test_a_link_without_a_statement_is_its_own_leaf(framework: Framework, tmp_path: Path) -> None:
    """A triple that is asserted beside the statements is shown as what it is."""
    added = copy_of(
        framework, "tkg:fundsRisk tkg:influences tkg:contentLayer .", tmp_path, "project"
    )
    link = Link("fundsRisk", "influences", "contentLayer")
    inverse = Link("contentLayer", "isInfluencedBy", "fundsRisk")
    for asked in (link, inverse):
        (proof,) = Explainer(added).proofs(asked)
        assert (link,) == proof.facts
        assert Standing.PROJECT is proof.standing
    assert () == Explainer(added, only_paper=True).proofs(link)


def test_every_rule_can_be_read_backward() -> None:
    """A rule of another form would silently explain nothing."""
    assert len(RULES) == len({rule.name for rule in rules()})
    assert "prp-spo2" in {rule.name for rule in rules()}


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?x ?p ?y }",
        "CONSTRUCT { ?x ?p ?y . ?y ?p ?x } WHERE { ?x ?p ?y FILTER NOT EXISTS { ?x ?p ?y } }",
        "CONSTRUCT { ?x ?p ?y } WHERE { ?x ?p ?y FILTER NOT EXISTS { ?y ?p ?x } }",
        "CONSTRUCT { ?x ?p ?y } WHERE { ?x ?p ?y }",
        "CONSTRUCT { ?x ?p ?y } WHERE { ?x ?p FILTER NOT EXISTS { ?x ?p ?y } }",
        "CONSTRUCT { ?x ?p ?y } WHERE { ?x b:c ?y FILTER NOT EXISTS { ?x ?p ?y } }",
        "CONSTRUCT { ?x ?p ?y } WHERE { OPTIONAL { ?x ?p ?y } FILTER NOT EXISTS { ?x ?p ?y } }",
    ],
)
def test_a_rule_of_another_form_is_refused(text: str) -> None:
    """Better no start than proofs with holes."""
    with pytest.raises(ValueError, match=r"."):
        _rule(f"# A rule\n{text}")
