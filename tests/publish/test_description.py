"""The description for catalogues: its figures and checksums are those of the files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import pytest
import rdflib
from rdflib import DCAT, DCTERMS, RDF, VOID, Literal, URIRef

from trustkg.framework import Framework
from trustkg.publish import Page
from trustkg.publish.data import Data
from trustkg.publish.description import PATH, Download, describe
from trustkg.vocab import BASE, GRAPH

SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
HERE = "https://example.org/data/dataset.ttl"
DATASET = URIRef(BASE + "dataset")


@pytest.fixture(scope="module")
def there(files: tuple[Page, ...]) -> Mapping[str, bytes]:
    """What the built site holds by path."""
    return {page.path: page.content for page in files}


@pytest.fixture(scope="module")
def described(there: Mapping[str, bytes]) -> rdflib.Graph:
    """The description as rdflib reads it from where it stands."""
    return rdflib.Graph().parse(data=there[PATH], format="turtle", publicID=HERE)


def test_every_file_has_its_size_and_checksum(
    described: rdflib.Graph, there: Mapping[str, bytes]
) -> None:
    """Who downloads a file can tell whether it arrived whole."""
    listed = set()
    for file in described.objects(DATASET, DCAT.distribution):
        address = str(described.value(file, DCAT.downloadURL))
        content = there[address.removeprefix("https://example.org/")]
        checksum = described.value(file, SPDX.checksum)
        assert described.value(checksum, SPDX.algorithm) == SPDX.checksumAlgorithm_sha256
        assert hashlib.sha256(content).hexdigest() == str(
            described.value(checksum, SPDX.checksumValue)
        )
        assert len(content) == int(str(described.value(file, DCAT.byteSize)))
        assert described.value(file, DCTERMS.license)
        assert described.value(file, DCTERMS.issued)
        assert str(described.value(file, DCAT.mediaType)).startswith("https://www.iana.org/")
        listed.add(address.removeprefix("https://example.org/"))
    whole = {p for p in there if p.startswith("data/") and "/term/" not in p and p != PATH}
    assert whole == listed


def test_each_named_graph_has_its_number_of_triples(
    described: rdflib.Graph, framework: Framework
) -> None:
    """The subsets are the named graphs, no more and no fewer."""
    name_of = URIRef("http://www.w3.org/ns/sparql-service-description#name")
    found = {
        str(described.value(part, name_of)): int(str(described.value(part, VOID.triples)))
        for part in described.objects(DATASET, VOID.subset)
    }
    expected = {
        name.value: len(list(framework.store.quads_for_pattern(None, None, None, name)))
        for name in framework.store.named_graphs()
    }
    assert expected == found
    assert all(name.startswith(GRAPH) for name in found)


def test_it_says_what_the_ontology_says(described: rdflib.Graph, framework: Framework) -> None:
    """Title, licence and version are taken from the ontology's header, in both languages."""
    header = URIRef(BASE)
    for name in (DCTERMS.title, DCTERMS.license, DCTERMS.creator, DCTERMS.issued):
        assert set(framework.graph.objects(header, name)) == set(described.objects(DATASET, name))
    version = URIRef("http://www.w3.org/ns/dcat#version")
    expected = framework.graph.value(header, rdflib.OWL.versionInfo)
    assert expected == described.value(DATASET, version)
    assert {VOID.Dataset, DCAT.Dataset} <= set(described.objects(DATASET, RDF.type))


def test_it_is_the_same_whatever_the_order(framework: Framework) -> None:
    """Two builds of the same graph can be compared byte by byte."""
    data = Data(framework)
    files = [Download(Page(f"data/{name}", name.encode()), "text/plain") for name in "ab"]
    one, other = (
        describe(data.whole, data.named(), found, None) for found in (files, files[::-1])
    )
    assert one == other


def test_addresses_follow_the_base_url(framework: Framework) -> None:
    """On a site of its own the files are named by their whole addresses."""
    data = Data(framework)
    file = Download(Page("data/a.ttl", b"a"), "text/turtle")
    page = describe(data.whole, data.named(), [file], "https://example.org/trust")
    graph = rdflib.Graph().parse(data=page.content, format="turtle", publicID=HERE)
    expected = [URIRef("https://example.org/trust/data/a.ttl")]
    assert expected == list(graph.objects(None, DCAT.downloadURL))
    assert Literal(BASE) in set(graph.objects(DATASET, VOID.uriSpace))
