"""The dataset described for catalogues: what it holds, and every file of it with checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rdflib import Literal, URIRef

from trustkg.publish.data import Scribe, Triple
from trustkg.publish.press import Page
from trustkg.vocab import BASE, DCTERMS, GRAPH, RDF, XSD

PATH: Final = "data/dataset.ttl"
"""Where the description stands on the site."""

_DCAT: Final = "http://www.w3.org/ns/dcat#"
_VOID: Final = "http://rdfs.org/ns/void#"
_SPDX: Final = "http://spdx.org/rdf/terms#"
_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_COPIED: Final = tuple(
    DCTERMS + name
    for name in (
        *("title", "description", "license", "creator", "publisher", "created", "issued"),
        *("modified", "language", "source", "bibliographicCitation"),
    )
)


@dataclass(frozen=True, slots=True)
class Download:
    """A file for download, and its media type."""

    page: Page
    type: str


def describe(
    whole: Sequence[Triple],
    named: Mapping[str, Sequence[Triple]],
    downloads: Iterable[Download],
    base_url: str | None,
) -> Page:
    """Describe the dataset in VoID and DCAT.

    Args:
        whole: all triples, among them those about the ontology itself.
        named: triples of each named graph by its IRI.
        downloads: the files to list, in any order.
        base_url: where the site will stand; files are given by their addresses there, or,
            where None, relative to the description.

    Returns:
        A Turtle file; the same input gives the same bytes.

    Source: VoID (W3C, 2011), sections 2 to 4; DCAT 3 (W3C, 2024), sections 6.5 to 6.8.
    """
    ontology, dataset = URIRef(BASE), URIRef(BASE + "dataset")
    about: dict[URIRef, list[URIRef | Literal]] = {}
    for subject, predicate, value in whole:
        if subject == ontology and isinstance(value, URIRef | Literal):
            about.setdefault(predicate, []).append(value)
    facts: list[Triple] = [
        (dataset, URIRef(p), v) for p in _COPIED for v in about.get(URIRef(p), ())
    ]
    version = about.get(URIRef("http://www.w3.org/2002/07/owl#versionInfo"), [])
    facts += [(dataset, URIRef(_DCAT + "version"), value) for value in version]
    facts += [
        (dataset, URIRef(RDF + "type"), URIRef(_VOID + "Dataset")),
        (dataset, URIRef(RDF + "type"), URIRef(_DCAT + "Dataset")),
        (dataset, URIRef(DCTERMS + "conformsTo"), ontology),
        (dataset, URIRef(_VOID + "uriSpace"), Literal(BASE)),
        (dataset, URIRef(_VOID + "exampleResource"), URIRef(BASE + "userTrust")),
        *_counts(dataset, whole),
        *(triple for name in sorted(named) for triple in _subset(dataset, name, named[name])),
    ]
    licence, issued = (about.get(URIRef(DCTERMS + name), []) for name in ("license", "issued"))
    for download in sorted(downloads, key=lambda one: one.page.path):
        facts += _distribution(dataset, download, base_url, [*licence], [*issued])
    ordered = sorted(facts, key=lambda t: tuple(node.n3() for node in t))
    return Page(PATH, Scribe().write(ordered, "ttl"))


def _counts(dataset: URIRef, triples: Sequence[Triple]) -> list[Triple]:
    kinds = {value for _, predicate, value in triples if predicate == URIRef(RDF + "type")}
    numbers = {
        "triples": len(triples),
        "distinctSubjects": len({subject for subject, _, _ in triples}),
        "properties": len({predicate for _, predicate, _ in triples}),
        "classes": len(kinds),
    }
    return [(dataset, URIRef(_VOID + name), _integer(n)) for name, n in numbers.items()]


def _subset(dataset: URIRef, name: str, triples: Sequence[Triple]) -> list[Triple]:
    part = URIRef(f"{BASE}dataset/{name.removeprefix(GRAPH)}")
    return [
        (dataset, URIRef(_VOID + "subset"), part),
        (part, URIRef(RDF + "type"), URIRef(_VOID + "Dataset")),
        (part, URIRef(_SD + "name"), URIRef(name)),
        (part, URIRef(_VOID + "triples"), _integer(len(triples))),
    ]


def _distribution(
    dataset: URIRef,
    download: Download,
    base_url: str | None,
    licence: Sequence[URIRef | Literal],
    issued: Sequence[URIRef | Literal],
) -> list[Triple]:
    path = download.page.path.removeprefix("data/")
    there = URIRef(f"{base_url.rstrip('/')}/data/{path}" if base_url else path)
    node, checksum = URIRef(f"{BASE}dataset/file/{path}"), URIRef(f"{BASE}dataset/sum/{path}")
    size = Literal(str(len(download.page.content)), datatype=URIRef(XSD + "nonNegativeInteger"))
    digest = Literal(
        hashlib.sha256(download.page.content).hexdigest(), datatype=URIRef(XSD + "hexBinary")
    )
    found: list[Triple] = [
        (dataset, URIRef(_DCAT + "distribution"), node),
        (node, URIRef(RDF + "type"), URIRef(_DCAT + "Distribution")),
        (node, URIRef(_DCAT + "downloadURL"), there),
        (node, URIRef(_DCAT + "mediaType"), URIRef(_MEDIA + download.type)),
        (node, URIRef(_DCAT + "byteSize"), size),
        (node, URIRef(_SPDX + "checksum"), checksum),
        (checksum, URIRef(RDF + "type"), URIRef(_SPDX + "Checksum")),
        (checksum, URIRef(_SPDX + "algorithm"), URIRef(_SPDX + "checksumAlgorithm_sha256")),
        (checksum, URIRef(_SPDX + "checksumValue"), digest),
    ]
    found += [(node, URIRef(DCTERMS + "license"), value) for value in licence]
    return found + [(node, URIRef(DCTERMS + "issued"), value) for value in issued]


def _integer(number: int) -> Literal:
    return Literal(str(number), datatype=URIRef(XSD + "integer"))
