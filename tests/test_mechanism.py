"""Chains of influence, and a map that says no more than the statements."""

from __future__ import annotations

from itertools import pairwise

import pytest

from trustkg.framework import BasisKind, Framework
from trustkg.language import Language
from trustkg.mechanism import Box, Map, Mechanism, layout, statement_graph


@pytest.fixture(scope="module", params=list(Language))
def drawing(request: pytest.FixtureRequest, framework: Framework) -> Map:
    """The map in each language."""
    language: Language = request.param
    return layout(framework, language)


def below(boxes: tuple[Box, ...]) -> list[Box]:
    """Return boxes and all that they hold."""
    return [b for box in boxes for b in (box, *below(box.children))]


def test_graph_has_every_statement_between_terms(framework: Framework) -> None:
    """Parallel statements stay apart: each is an edge with its own basis."""
    graph = statement_graph(framework)
    between = {
        s.id
        for s in framework.statements.values()
        if s.subject in framework.terms and s.object in framework.terms
    }
    assert between == {key for _, _, key in graph.edges(keys=True)}
    assert set(framework.terms) == set(graph)


def test_chain_from_driver_to_indicator(framework: Framework) -> None:
    """Authenticity lowers returns by way of user trust, as 3.1, 7.1 and 5.3 say."""
    chains = Mechanism(framework, only_paper=True).shortest("contentAuthenticity", "returnRate")
    assert [("contentAuthenticity", "userTrust", "returnRate")] == [c.terms for c in chains]
    second = chains[0].links[1]
    assert {"statement/s5-3-09", "statement/s7-1-28"} <= {s.id for s in second.statements}


def test_links_rest_on_influence_statements(framework: Framework) -> None:
    """Each link has statements of just that influence, and links join up."""
    for chain in Mechanism(framework).chains("contentAuthenticity", "returnRate"):
        for link in chain.links:
            assert link.statements
            for s in link.statements:
                assert ("InfluenceStatement", link.subject, link.object) == (
                    s.kind,
                    s.subject,
                    s.object,
                )
        assert all(a.object == b.subject for a, b in pairwise(chain.links))


def test_only_paper_leaves_inferences_out(framework: Framework) -> None:
    """Authenticity reaches personality trust by the project's inference only."""
    pair = ("contentAuthenticity", "personalityTrust")
    assert () == Mechanism(framework, only_paper=True).chains(*pair)
    found = Mechanism(framework).chains(*pair)
    assert found
    assert found[0].links[0].only_project


def test_no_chain(framework: Framework) -> None:
    """Unknown terms, terms without influence and a term itself give no chain."""
    mechanism = Mechanism(framework)
    for pair in [
        ("nothing", "returnRate"),
        ("kuaishou", "returnRate"),
        ("userTrust", "userTrust"),
    ]:
        assert () == mechanism.chains(*pair)
        assert () == mechanism.shortest(*pair)


def test_layout_is_deterministic(framework: Framework) -> None:
    """The same framework gives the same map."""
    assert layout(framework, Language.ZH) == layout(framework, Language.ZH)


def test_map_shows_the_whole_argument(framework: Framework, drawing: Map) -> None:
    """Nothing that the argument is made of is missing from the map."""
    kinds = ("Theory", "FormationStage", "DriverLayer", "Driver", "TrustDimension",
             "TrustSubDimension", "InfluencePath")  # fmt: skip
    wanted = {t.id for kind in kinds for t in framework.of_kind(kind)}
    assert set() == wanted - drawing.drawn


def test_boxes_stay_inside_and_apart(drawing: Map) -> None:
    """No box leaves its frame or the sheet, and no two neighbours overlap."""
    for outer in below(drawing.groups):
        assert outer.x >= 0
        assert outer.y >= 0
        assert outer.right <= drawing.width
        assert outer.bottom <= drawing.height
        for inner in outer.children:
            assert outer.x - 1 <= inner.x
            assert inner.right <= outer.right + 1
            assert outer.y - 1 <= inner.y
            assert inner.bottom <= outer.bottom + 1
        for n, a in enumerate(outer.children):
            for b in outer.children[n + 1 :]:
                apart = a.right <= b.x or b.right <= a.x or a.bottom <= b.y or b.bottom <= a.y
                assert apart, (a.id, b.id)


def test_lines_rest_on_statements(framework: Framework, drawing: Map) -> None:
    """Each line stands for statements, and is pencilled exactly where all are the project's."""
    for edge in drawing.edges:
        said = [framework.statements[id] for id in edge.statements]
        assert said, (edge.source, edge.target)
        inferred = all(s.basis_kind is BasisKind.PROJECT for s in said)
        assert inferred is edge.inferred


def test_drivers_reach_single_dimensions_by_inference(drawing: Map) -> None:
    """Section 4 ties layers to user trust as a whole: lines to sub-dimensions are ours."""
    layers = {b.id for b in below(drawing.groups) if b.role == "layer"}
    subs = {b.id for b in below(drawing.groups) if b.kind == "TrustSubDimension"}
    lines = [e for e in drawing.edges if e.source in layers and e.target in subs]
    assert lines
    assert all(e.inferred for e in lines)
    whole = next(e for e in drawing.edges if e.source == "drivers")
    assert (False, "userTrust") == (whole.inferred, whole.target)


def test_loop_and_cycle_are_drawn(drawing: Map) -> None:
    """The loop back is the project's; value and trust raise each other in the paper."""
    drawn = {(e.source, e.target): e.inferred for e in drawing.edges if e.role == "loop"}
    assert drawn["socialTrust", "hostTrust"]
    assert not drawn["userTrust", "userPerceivedValue"]
    assert not drawn["userPerceivedValue", "userTrust"]


def test_notes_under_the_map_hold(framework: Framework, drawing: Map) -> None:
    """What the map page remarks on beside the map is so in the graph."""
    boxes = below(drawing.groups)
    layers = {b.id for b in boxes if b.role == "layer"}
    theories = {b.id for b in boxes if b.role == "theory"}
    dimensions = {t.id for t in framework.of_kind("TrustDimension")}
    stages = [t.id for t in framework.of_kind("FormationStage")]
    into = [e for e in drawing.edges if e.target in dimensions and not e.inferred]
    said = [id for e in into if e.source in layers for id in e.statements]
    assert [framework.statements[id].subject for id in said] == ["transactionConvenience"]
    assert {e.source for e in into if e.source in theories} == {"userPerceivedValueTheory"}
    matched = {e.source: e.target for e in drawing.edges if e.role == "match"}
    assert layers - set(matched.values()) == {"technologyLayer"}
    assert set(stages) - set(matched) == {stages[-1]}
