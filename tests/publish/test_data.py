"""The data files: the same triples in every format, and the right ones."""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from trustkg.framework import Framework
from trustkg.framework.serialise import FORMATS
from trustkg.publish import Page
from trustkg.publish.data import Data, Scribe
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


def named_by_content(read: rdflib.Graph) -> ox.Dataset:
    """Name the blank nodes of what rdflib read; rdflib's own way takes minutes for so many."""
    held = ox.Dataset()
    lines = read.serialize(format="nt", encoding="utf-8")
    for quad in ox.parse(lines, format=ox.RdfFormat.N_TRIPLES):
        held.add(quad)
    held.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return held


@pytest.mark.parametrize("stem", ["data/trustkg", "data/paper"])
def test_whole_graph_is_the_same_in_every_format(data: Mapping[str, bytes], stem: str) -> None:
    """Whichever format is taken, nothing is lost, blank nodes included."""
    first, *others = (named_by_content(graph(data, f"{stem}.{f}")) for f in FORMATS)
    for other in others:
        assert (first == other) is True


def test_whole_graph_is_all_of_it(framework: Framework, data: Mapping[str, bytes]) -> None:
    """The download holds what the framework holds."""
    read = graph(data, "data/trustkg.ttl")
    assert (named_by_content(framework.graph) == named_by_content(read)) is True


def test_paper_graph_holds_nothing_of_the_projects(
    framework: Framework, data: Mapping[str, bytes], tmp_path: Path
) -> None:
    """The paper's file is what it would be had the project added nothing, to the byte."""
    bare = tmp_path / "ontology"
    shutil.copytree(framework.folder, bare)
    shutil.rmtree(bare / "project")
    (bare / "project").mkdir()
    (bare / "project" / "empty.ttl").touch()
    expected = Scribe().write(Data(Framework.load(bare)).paper(), "nt")
    assert len(expected.splitlines()) > 1000
    assert (expected == data["data/paper.nt"]) is True  # no diff of a megabyte in a failure


def canonical(store: ox.Store) -> ox.Dataset:
    """Return what a store holds, with blank nodes named by their content."""
    held = ox.Dataset(store)
    held.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return held


def test_named_graphs_are_those_of_the_store(
    framework: Framework, data: Mapping[str, bytes]
) -> None:
    """The TriG file keeps apart what paper and project say, triple for triple."""
    read = ox.Store()
    read.load(data["data/trustkg.trig"], format=ox.RdfFormat.TRIG)
    names = {name.value for name in framework.store.named_graphs()}
    assert names == {name.value for name in read.named_graphs()}
    for name in framework.store.named_graphs():
        held = list(framework.store.quads_for_pattern(None, None, None, name))
        assert len(held) == len(list(read.quads_for_pattern(None, None, None, name))), name
    assert not list(read.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    assert (canonical(framework.store) == canonical(read)) is True


def test_rdflib_reads_the_named_graphs(framework: Framework, data: Mapping[str, bytes]) -> None:
    """A second parser finds the same graphs, and the project's inference in its own only."""
    read = rdflib.Dataset()
    read.parse(data=data["data/trustkg.trig"], format="trig")
    authenticity, influences, trust = (
        rdflib.URIRef(tkg(n)) for n in ("contentAuthenticity", "influences", "personalityTrust")
    )
    edge = (authenticity, influences, trust)
    expected = {name.value for name in framework.store.named_graphs()}
    assert expected == {str(g.identifier) for g in read.graphs() if len(g)}
    assert [BASE + "graph/entailed"] == [str(g.identifier) for g in read.graphs() if edge in g]


def test_named_graphs_are_offered(files: tuple[Page, ...]) -> None:
    """The downloads page of each language links to the file."""
    for language in ("zh", "en"):
        page = next(p for p in files if p.path == f"{language}/downloads.html")
        assert b'href="../data/trustkg.trig" type="application/trig"' in page.content


@pytest.mark.parametrize("id", ["hostTrust", "contentAuthenticity", "userTrust", "kuaishou"])
def test_term_files_agree(framework: Framework, data: Mapping[str, bytes], id: str) -> None:
    """A term's four files hold the same: the term and each statement that it is part of."""
    first, *others = (set(graph(data, f"data/term/{id}.{f}")) for f in FORMATS)
    for other in others:
        assert first == other
    roles = ("about", "pointing_at", "conditional_on", "with_regard_to")
    said = [s for role in roles for s in getattr(framework, role).get(id, ())]
    assert {tkg(id), *(s.iri for s in said)} == {str(s) for s, _, _ in first}


def test_every_term_has_files(framework: Framework, data: Mapping[str, bytes]) -> None:
    """No term is left without data, and none of the files is broken Turtle."""
    for id in framework.terms:
        assert {f"data/term/{id}.{f}" for f in FORMATS} <= set(data)
        assert rdflib.URIRef(BASE + id) in set(graph(data, f"data/term/{id}.ttl").subjects())


def test_language_tags_keep_their_case(data: Mapping[str, bytes]) -> None:
    """The tag is zh-Hans, as BCP 47 writes it, in every format."""
    for path in ("trustkg.ttl", "trustkg.jsonld", "trustkg.nt", "trustkg.rdf", "trustkg.trig"):
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
