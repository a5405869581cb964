"""The framework as values: what it holds, how terms are found, how bad files are reported."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trustkg import resources, vocab
from trustkg.errors import AmbiguousTermError, InputError, UnknownTermError
from trustkg.framework import BasisKind, Framework, graphs
from trustkg.framework.names import fold
from trustkg.framework.values import natural


@pytest.mark.parametrize(
    "name",
    [
        "hostTrust",
        "主播信任",
        "host trust",
        "Host  Trust",
        "host-trust",
        "HOST_TRUST",
        "https://w3id.org/trustkg/hostTrust",
    ],
)
def test_a_term_is_found_by_any_of_its_names(framework: Framework, name: str) -> None:
    """People write ids, labels of either language and all sorts of spacing."""
    assert "hostTrust" == framework.find(name).id


def test_a_term_is_found_by_alias(framework: Framework) -> None:
    """The paper's own variants of a name lead to the same term."""
    assert "pathReducePerceivedRisk" == framework.find("降低决策风险").id


def test_the_two_service_trusts_are_told_apart(framework: Framework) -> None:
    """服务信任 names two things (3.1 and 3.3); picking one silently would be wrong."""
    with pytest.raises(AmbiguousTermError) as caught:
        framework.find("服务信任")
    assert ("hostServiceTrust", "platformServiceTrust") == caught.value.ids


@pytest.mark.parametrize(
    ("wrong", "nearest"),
    [("主播信認", "主播信任"), ("host trsut", "host trust"), ("复购绿", "复购率")],
)
def test_a_near_miss_gets_suggestions(framework: Framework, wrong: str, nearest: str) -> None:
    """A typo is answered with what was probably meant."""
    with pytest.raises(UnknownTermError) as caught:
        framework.find(wrong)
    assert nearest in caught.value.nearest
    assert nearest in caught.value.help.zh


@pytest.mark.parametrize("name", ["foo", "cat", "xyz", "§"])
def test_nothing_is_better_than_nonsense(framework: Framework, name: str) -> None:
    """Letters that happen to stand in a long name, as in “in a food scene”, are no likeness."""
    assert () == framework.nearest(name)


def test_suggestions_keep_to_the_script(framework: Framework) -> None:
    """Whoever writes Chinese is offered Chinese names, and the other way round."""
    for name in ("主播", "信任", "host", "trust risk", "hostTrst"):
        found = framework.nearest(name)
        assert found
        assert {name.isascii()} == {other.isascii() for other in found}


def test_suggestions_keep_to_a_kind(framework: Framework) -> None:
    """Where an indicator is wanted, nothing else is offered."""
    offered = framework.nearest("退货", kind="Indicator")
    assert {"Indicator"} == {k for name in offered for k in framework.find(name).kinds}


@given(st.text())
def test_folding_twice_changes_nothing(name: str) -> None:
    """Names are compared folded; folding that went on changing would compare unequal."""
    assert fold(name) == fold(fold(name))


def test_natural_order_counts() -> None:
    """Statements are listed as s5-1-2 before s5-1-10."""
    assert ["s5-1-2", "s5-1-10"] == sorted(["s5-1-10", "s5-1-2"], key=natural)


def test_values_are_frozen(framework: Framework) -> None:
    """Rooms share the framework; nobody may change it under the others."""
    with pytest.raises(FrozenInstanceError):
        framework.find("hostTrust").id = "x"  # type: ignore[misc]
    with pytest.raises(TypeError):
        framework.terms["x"] = framework.find("hostTrust")  # type: ignore[index]


def test_paper_statements_have_a_place_and_project_statements_a_reason(
    framework: Framework,
) -> None:
    """Nothing of the project's may look like the paper's, and the other way round."""
    for statement in framework.statements.values():
        placed = (statement.section, statement.quote, statement.paragraph)
        if statement.basis_kind is BasisKind.PAPER:
            assert None not in placed, statement.id
            assert statement.rationale is None, statement.id
        else:
            assert (None, None, None) == placed, statement.id
            assert statement.rationale, statement.id
            assert () == statement.cites, statement.id


def test_signed_statements_use_the_signed_relation(framework: Framework) -> None:
    """A sentence says lowers only where the statement has that sign."""
    by_sign = {s.sign: s.relation for s in framework.statements.values() if s.sign}
    expected = {"positive": "strengthens", "negative": "weakens", "notStated": "influences"}
    assert expected == by_sign


def test_the_project_can_be_switched_off(framework: Framework) -> None:
    """What schema and paper entail holds no triple that needs the project's statements."""
    query = "ASK { ?d a tkg:Driver ; tkg:influences ?s . ?s a tkg:TrustSubDimension }"
    everything = framework.store.query(
        query, prefixes=vocab.PREFIXES, use_default_graph_as_union=True
    )
    paper = framework.store.query(
        query, prefixes=vocab.PREFIXES, default_graph=list(graphs.ONLY_PAPER)
    )
    assert (True, False) == (bool(everything), bool(paper))


def test_entailed_graphs_repeat_nothing(framework: Framework) -> None:
    """Entailed triples are those that no other graph has: what is new can be told."""
    asserted = {
        quad.triple
        for name in graphs.ASSERTED
        for quad in framework.store.quads_for_pattern(None, None, None, name)
    }
    for name in (graphs.ENTAILED_FROM_PAPER, graphs.ENTAILED):
        entailed = {q.triple for q in framework.store.quads_for_pattern(None, None, None, name)}
        assert entailed
        assert set() == asserted & entailed
        asserted |= entailed


def test_the_prefixes_are_the_ontology_s(framework: Framework) -> None:
    """A namespace that is misspelt in the code would find nothing, in silence."""
    used = {
        node.value
        for quad in framework.store
        for node in (quad.subject, quad.predicate, quad.object)
        if hasattr(node, "value")
    }
    own = ("tkg", "tks", "tksec", "tkref", "tkp", "owl", "rdf", "rdfs", "skos", "dcterms", "fabio")
    for prefix in own:
        assert any(iri.startswith(vocab.PREFIXES[prefix]) for iri in used), prefix


def test_the_project_s_names_are_told_from_the_paper_s(framework: Framework) -> None:
    """A name that the project gives finds the term and is not shown as the paper's."""
    term = framework.find("算法公平")
    assert "算法公平" in term.other_names
    assert ("公平、公正",) == term.aliases


def test_the_rdflib_graph_holds_the_same_triples(framework: Framework) -> None:
    """PySHACL and the downloads read rdflib, queries read Oxigraph: both must be one graph."""
    count = len({quad.triple for quad in framework.store})
    assert count == len(framework.graph)


Break = Callable[[Path], object]


@pytest.mark.parametrize(
    ("damage", "where", "what"),
    [
        pytest.param(
            lambda d: (d / "paper" / "terms.ttl").write_text("tkg:a a", encoding="utf-8"),
            "terms.ttl:1:",
            "not Turtle",
            id="malformed",
        ),
        pytest.param(
            lambda d: (d / "paper" / "terms.ttl").write_bytes(b"\xff\xfe\x00\x01"),
            "terms.ttl",
            "",
            id="binary",
        ),
        pytest.param(
            lambda d: shutil.rmtree(d / "paper"), "paper", "no Turtle file", id="missing"
        ),
        pytest.param(
            lambda d: (d / "project" / "x.ttl").write_text(
                "@prefix tkg: <https://w3id.org/trustkg/> .\n"
                "tkg:x a tkg:InfluenceStatement ; tkg:subject tkg:hostTrust .\n",
                encoding="utf-8",
            ),
            "ontology",
            "lacks exactly one object",
            id="statement without object",
        ),
    ],
)
def test_a_bad_ontology_is_reported_with_its_place(
    tmp_path: Path, damage: Break, where: str, what: str
) -> None:
    """Whoever edits a Turtle file is told the file and place, not shown a traceback."""
    folder = tmp_path / "ontology"
    shutil.copytree(resources.data("ontology"), folder)
    damage(folder)
    with pytest.raises(InputError) as caught:
        Framework.load(folder)
    assert where in caught.value.where
    assert what in caught.value.what.en
