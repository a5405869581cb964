"""Explanations as provenance in Turtle."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from trustkg.explanation.claims import Claim
from trustkg.explanation.proofs import Proof
from trustkg.vocab import PREFIXES, PROV, RDF


def turtle(proofs: Iterable[Proof], claims: Iterable[Claim] = ()) -> str:
    """Return what proofs and claims rest on, as Turtle.

    Each proof is a reified triple that was derived from the proof's statements, and each
    statement of the project one that was derived from those it rests on.

    Source: PROV-O, prov:wasDerivedFrom; RDF Schema, section 5.3 (reification).
    """
    found: list[ox.Triple] = []
    for number, proof in enumerate(proofs, start=1):
        node = ox.BlankNode(f"proof{number}")
        triple = proof.conclusion.triple
        parts = (triple.subject, triple.predicate, triple.object)
        found.append(_about(node, RDF + "type", ox.NamedNode(RDF + "Statement")))
        for name, value in zip(("subject", "predicate", "object"), parts, strict=True):
            found.append(_about(node, RDF + name, value))
        sources = [ox.NamedNode(statement.iri) for statement in proof.statements]
        found.extend(_about(node, PROV + "wasDerivedFrom", source) for source in sources)
    for claim in claims:
        node_of = ox.NamedNode(claim.statement.iri)
        found.extend(
            _about(node_of, PROV + "wasDerivedFrom", ox.NamedNode(below.iri))
            for below in claim.rests_on
        )
    prefixes = {name: PREFIXES[name] for name in ("tkg", "tks", "rdf", "prov")}
    text = ox.serialize(dict.fromkeys(found), format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    assert text is not None
    return text.decode("utf-8")


def _about(
    subject: ox.NamedNode | ox.BlankNode,
    predicate: str,
    object: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), object)
