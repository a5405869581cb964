"""Namespaces. The base IRI is one constant and is not claimed to be registered."""

from __future__ import annotations

from typing import Final

BASE: Final = "https://w3id.org/trustkg/"
STATEMENT: Final = BASE + "statement/"
SECTION: Final = BASE + "section/"
REFERENCE: Final = BASE + "reference/"
PLAN: Final = BASE + "plan/"
RULE: Final = BASE + "rule/"
GRAPH: Final = BASE + "graph/"

OWL: Final = "http://www.w3.org/2002/07/owl#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
DCTERMS: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"

PREFIXES: Final[dict[str, str]] = {
    "tkg": BASE,
    "tks": STATEMENT,
    "tksec": SECTION,
    "tkref": REFERENCE,
    "tkp": PLAN,
    "tkr": RULE,
    "owl": OWL,
    "rdf": RDF,
    "rdfs": RDFS,
    "sh": SH,
    "skos": SKOS,
    "xsd": XSD,
    "dcterms": DCTERMS,
    "prov": PROV,
    "cito": "http://purl.org/spar/cito/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "unit": "http://qudt.org/vocab/unit/",
    "cur": "http://qudt.org/vocab/currency/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
}


def tkg(name: str) -> str:
    """Return the IRI of one of the framework's own names."""
    return BASE + name


def named_id(text: str) -> str:
    """Return the id that a reader means who writes it bare, with a prefix, or as an IRI.

    Args:
        text: for example `tks:s3-1-02`, `<https://w3id.org/trustkg/statement/s3-1-02>` or
            `statement/s3-1-02`.

    Returns:
        The id (`statement/s3-1-02`); any other text without the spaces around it.
    """
    text = text.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = text.partition(":")
    if colon and PREFIXES.get(prefix, "").startswith(BASE):
        return local_id(PREFIXES[prefix]) + local
    return local_id(text)


def local_id(iri: str) -> str:
    """Return what follows the base in one of the framework's own IRIs.

    Args:
        iri: an absolute IRI, for example `https://w3id.org/trustkg/statement/s3-1-02`.

    Returns:
        The id (`statement/s3-1-02`); a foreign IRI comes back whole.
    """
    return iri.removeprefix(BASE)
