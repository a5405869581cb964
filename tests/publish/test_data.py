"""The data files: the same triples in every format, and the right ones."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

import pytest
import rdflib
from rdflib.compare import to_isomorphic

from trustkg.framework import Framework
from trustkg.framework.serialise import FORMATS
from trustkg.publish import Page
from trustkg.vocab import BASE, tkg

PARSERS = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "rdf": "xml"}


@pytest.fixture(scope="module")
def data(files: tuple[Page, ...]) -> Mapping[str, bytes]:
    """Data files by path."""
    return {page.path: page.content for page in files if page.path.startswith("data/")}


def graph(data: Mapping[str, bytes], path: str) -> rdflib.Graph:
    """Read a data file with rdflib."""
    form = path.rsplit(".", 1)[1]
    return rdflib.Graph(bind_namespaces="none").parse(data=data[path], format=PARSERS[form])


@pytest.mark.parametrize("stem", ["data/trustkg", "data/paper"])
def test_whole_graph_is_the_same_in_every_format(data: Mapping[str, bytes], stem: str) -> None:
    """Whichever format is taken, nothing is lost, blank nodes included."""
    first, *others = (to_isomorphic(graph(data, f"{stem}.{f}")) for f in FORMATS)
    for other in others:
        assert first == other


def test_whole_graph_is_all_of_it(framework: Framework, data: Mapping[str, bytes]) -> None:
    """The download holds what the framework holds."""
    assert to_isomorphic(framework.graph) == to_isomorphic(graph(data, "data/trustkg.ttl"))


def test_paper_graph_holds_nothing_of_the_projects(
    framework: Framework, data: Mapping[str, bytes]
) -> None:
    """Who takes the paper's file gets none of our inferences."""
    subjects = {str(s) for s in graph(data, "data/paper.nt").subjects()}
    assert [] == [s.id for s in framework.statements.values() if s.rationale and s.iri in subjects]


@pytest.mark.parametrize("id", ["hostTrust", "contentAuthenticity", "userTrust", "kuaishou"])
def test_term_files_agree(framework: Framework, data: Mapping[str, bytes], id: str) -> None:
    """A term's four files hold the same: the term and each statement that it is part of."""
    first, *others = (set(graph(data, f"data/term/{id}.{f}")) for f in FORMATS)
    for other in others:
        assert first == other
    said = (*framework.about.get(id, ()), *framework.pointing_at.get(id, ()))
    assert {tkg(id), *(s.iri for s in said)} == {str(s) for s, _, _ in first}


def test_every_term_has_files(framework: Framework, data: Mapping[str, bytes]) -> None:
    """No term is left without data, and none of the files is broken Turtle."""
    for id in framework.terms:
        assert {f"data/term/{id}.{f}" for f in FORMATS} <= set(data)
        assert rdflib.URIRef(BASE + id) in set(graph(data, f"data/term/{id}.ttl").subjects())


def test_language_tags_keep_their_case(data: Mapping[str, bytes]) -> None:
    """The tag is zh-Hans, as BCP 47 writes it, in every format."""
    for path in ("trustkg.ttl", "trustkg.jsonld", "trustkg.nt", "trustkg.rdf"):
        assert b"zh-Hans" in data[f"data/{path}"]
        assert b"zh-hans" not in data[f"data/{path}"]


def test_pages_name_their_data(files: tuple[Page, ...]) -> None:
    """Each page's alternates exist and have the media type of their format."""
    there = {page.path for page in files}
    link = re.compile(r'<link rel="alternate" type="([^"]+)" href="([^"]+)">')
    for page in files:
        if not page.path.endswith(".html") or page.path == "index.html":
            continue
        alternates = link.findall(page.content.decode())
        assert list(FORMATS.values()) == [type_ for type_, _ in alternates], page.path
        folder = posixpath.dirname(page.path)
        paths = [posixpath.normpath(posixpath.join(folder, href)) for _, href in alternates]
        assert set(paths) <= there, page.path
        if "/term/" in page.path:
            id = posixpath.basename(page.path).removesuffix(".html")
            assert f"data/term/{id}.ttl" in paths
