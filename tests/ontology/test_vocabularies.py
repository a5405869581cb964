"""Foreign terms: each exists in a copy of its vocabulary, and is used as what it is there."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, Literal, URIRef

from trustkg.framework import Framework
from trustkg.vocab import BASE

MATCHES = {SKOS[f"{how}Match"] for how in ("exact", "close", "broad", "narrow", "related")}
DOCUMENTS = {URIRef("https://creativecommons.org/licenses/by/4.0/")}
"""IRIs that name a document and no term."""

PROPERTIES = {
    *(OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property),
    *(OWL.OntologyProperty, OWL.FunctionalProperty, OWL.DeprecatedProperty),
}
CLASSES = {OWL.Class, RDFS.Class, RDFS.Datatype}


@pytest.fixture(scope="module")
def copies(checkout: Path) -> rdflib.Graph:
    """What the vocabularies say of their terms; taken from the sources named in each file."""
    found = rdflib.Graph(bind_namespaces="none")
    for file in sorted((checkout / "tests" / "data" / "vocabularies").glob("*.ttl")):
        found.parse(file, format="turtle")
    return found


@pytest.fixture(scope="module")
def asserted(framework: Framework) -> rdflib.Graph:
    """What the files of `ontology/` say."""
    found = rdflib.Graph(bind_namespaces="none")
    for file in sorted(framework.folder.rglob("*.ttl")):
        found.parse(file, format="turtle")
    return found


def foreign(graph: rdflib.Graph) -> set[URIRef]:
    """Return every IRI in a graph that is not ours, datatypes included."""
    nodes = {node for triple in graph for node in triple}
    kinds = {node.datatype for node in nodes if isinstance(node, Literal) and node.datatype}
    iris = {node for node in nodes if isinstance(node, URIRef)} | kinds
    return {iri for iri in iris if not iri.startswith(BASE)} - DOCUMENTS


def test_every_foreign_term_exists(asserted: rdflib.Graph, copies: rdflib.Graph) -> None:
    """A misspelt foreign IRI breaks nothing here and means nothing elsewhere."""
    assert set() == foreign(asserted) - set(copies.subjects())


def test_a_misspelt_term_would_be_noticed(asserted: rdflib.Graph, copies: rdflib.Graph) -> None:
    """The copies hold real names only."""
    wrong = URIRef("https://purl.org/krdb-core/ontrust#Socialtrust")
    changed = asserted + rdflib.Graph().add((URIRef(BASE + "hostTrust"), SKOS.broadMatch, wrong))
    assert {wrong} == foreign(changed) - set(copies.subjects())


def test_copies_name_source_and_licence(checkout: Path) -> None:
    """Whoever doubts an extract can take it again."""
    for file in sorted((checkout / "tests" / "data" / "vocabularies").glob("*.ttl")):
        head = file.read_text(encoding="utf-8").splitlines()[:2]
        assert "Licence: " in head[0], file
        assert "Source: " in head[1], file


def sort(graph: rdflib.Graph, iri: URIRef) -> str:
    """Say whether something is a property, or else a class or individual."""
    kinds = set(graph.objects(iri, RDF.type))
    return "property" if kinds & PROPERTIES else "class or individual"


def test_matches_join_like_with_like(asserted: rdflib.Graph, copies: rdflib.Graph) -> None:
    """A class that matches a property would be a slip of the hand."""
    for how in MATCHES:
        for ours, theirs in asserted.subject_objects(how):
            assert isinstance(theirs, URIRef)
            assert isinstance(ours, URIRef)
            assert sort(asserted, ours) == sort(copies, theirs), (ours, theirs)


def test_there_are_matches_to_the_vocabularies_promised(asserted: rdflib.Graph) -> None:
    """ONTrust, BCIO, schema.org and PROV each have some."""
    targets = [str(theirs) for how in MATCHES for theirs in asserted.objects(None, how)]
    for space in (
        "https://purl.org/krdb-core/ontrust#",
        "http://humanbehaviourchange.org/ontology/BCIO_",
        "https://schema.org/",
        "http://www.w3.org/ns/prov#",
    ):
        assert any(target.startswith(space) for target in targets), space


def test_foreign_classes_are_classes_there(asserted: rdflib.Graph, copies: rdflib.Graph) -> None:
    """What is declared a class here is one in its own vocabulary."""
    declared = foreign(asserted) & set(asserted.subjects(RDF.type, OWL.Class))
    assert declared
    assert set() == {iri for iri in declared if not set(copies.objects(iri, RDF.type)) & CLASSES}
