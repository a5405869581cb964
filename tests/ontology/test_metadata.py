"""The ontology's header, and the literature as individuals."""

from __future__ import annotations

import re
from pathlib import Path

import rdflib
from rdflib import DCTERMS, OWL, Literal, URIRef

import trustkg
from trustkg.framework import Framework
from trustkg.vocab import BASE, tkg

HEADER = URIRef(BASE)


def test_the_version_has_one_source(framework: Framework, checkout: Path) -> None:
    """Package, ontology, version IRI and CITATION.cff name the same version."""
    graph = framework.graph
    cff = (checkout / "CITATION.cff").read_text(encoding="utf-8")
    named = re.search(r"^version: (\S+)$", cff, re.MULTILINE)
    assert named
    assert trustkg.__version__ == named[1]
    assert [Literal(trustkg.__version__)] == list(graph.objects(HEADER, OWL.versionInfo))
    assert [URIRef(f"{BASE}{trustkg.__version__}/")] == list(graph.objects(HEADER, OWL.versionIRI))
    (citation,) = graph.objects(HEADER, DCTERMS.bibliographicCitation)
    assert f"Version {trustkg.__version__}." in str(citation)


def test_dates_of_the_paper(framework: Framework) -> None:
    """Received, accepted and published as the paper prints them."""
    paper = URIRef(tkg("cui2026"))
    found = {
        str(framework.graph.value(paper, DCTERMS[name]))
        for name in ("dateSubmitted", "dateAccepted", "issued")
    }
    assert {"2026-04-01", "2026-04-16", "2026-06-26"} == found


def test_the_third_keyword_differs_by_language(framework: Framework) -> None:
    """快手电商 in Chinese, user trust in English; each list as printed."""
    found = framework.graph.objects(URIRef(tkg("cui2026")), URIRef(tkg("keyword")))
    words = {(str(word), getattr(word, "language", "")) for word in found}
    expected = {
        *((w, "zh-Hans") for w in ("短视频平台", "社交电商", "快手电商")),
        *((w, "en") for w in ("Short Video Platforms", "Social E-Commerce", "User Trust")),
    }
    assert expected == words


CITO = rdflib.Namespace("http://purl.org/spar/cito/")


def test_citations_are_whole_in_cito(framework: Framework) -> None:
    """Each act is a cito:Citation with one citing and one cited entity and one intent."""
    graph = framework.graph
    acts = set(graph.subjects(rdflib.RDF.type, CITO.Citation))
    assert 22 == len(acts)
    for act in acts:
        assert [URIRef(tkg("cui2026"))] == list(graph.objects(act, CITO.hasCitingEntity))
        assert 1 == len(list(graph.objects(act, CITO.hasCitedEntity)))
        assert 1 == len(list(graph.objects(act, CITO.hasCitationCharacterization)))


WEAK = {"c2-3", "c3-3", "c5-1", "c5-3", "c6-1", "c7-1"}


def test_citations_that_do_not_show_in_a_title(framework: Framework) -> None:
    """Critical reading I41 to I45: five works are cited for what their titles don't show."""
    found = framework.graph.subjects(URIRef(tkg("fit")), URIRef(tkg("notVisibleFromTitle")))
    assert WEAK == {str(act).rsplit("/", 1)[1] for act in found}


def test_the_judgement_is_the_projects(framework: Framework) -> None:
    """With the project switched off, no citation is judged."""
    import pyoxigraph as ox

    from trustkg.framework import graphs

    fit = ox.NamedNode(tkg("fit"))
    for name in graphs.ONLY_PAPER:
        assert [] == list(framework.store.quads_for_pattern(None, fit, None, name))


def test_authors_entailed_from_authorships(framework: Framework) -> None:
    """Every work has its authors in one step, in FOAF's words as well."""
    maker = URIRef("http://xmlns.com/foaf/0.1/maker")
    expected = {URIRef(tkg(id)) for id in ("guanZhenzhong", "wenJingke")}
    reference = URIRef(tkg("reference/1"))
    assert expected == set(framework.graph.objects(reference, maker))
    author = framework.graph.objects(URIRef(tkg("cui2026")), URIRef(tkg("hasAuthor")))
    assert [URIRef(tkg("cuiYuhe"))] == list(author)
