"""The graph in four formats, whole and for each term, quickly and always in the same order.

rdflib writes one term's four files in 20 ms, which makes seconds for all of them, and a store
folds the case of language tags. These writers take rdflib's terms as they are, need well
under a millisecond, and are held to rdflib's parsers by tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Final, cast
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from trustkg.framework import Framework
from trustkg.framework.graphs import ONLY_PAPER
from trustkg.framework.serialise import FORMATS, Format, rdflib_graph
from trustkg.language import Language
from trustkg.vocab import PREFIXES, RDF, XSD, tkg

Term = URIRef | BNode | Literal
Triple = tuple[Term, URIRef, Term]

_TYPE: Final = URIRef(RDF + "type")
_LOCAL: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_ESCAPES: Final = str.maketrans(
    {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"},
)


class Data:
    """The triples that the site offers for download.

    Args:
        framework: whose graph.
    """

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self.whole = _canonical(framework.graph)
        self._about: dict[Term, list[Triple]] = {}
        for triple in self.whole:
            self._about.setdefault(triple[0], []).append(triple)

    def paper(self) -> tuple[Triple, ...]:
        """Return what the schema and the paper say and entail, and nothing of the project's."""
        framework = self._framework
        return _canonical(rdflib_graph(framework.folder, framework.store, ONLY_PAPER))

    def term(self, id: str) -> tuple[Triple, ...]:
        """Return a term's own triples and those of the statements that it takes part in."""
        statements = (
            *self._framework.about.get(id, ()),
            *self._framework.pointing_at.get(id, ()),
        )
        subjects = {tkg(id), *(s.iri for s in statements)}
        found = [t for s in subjects for t in self._about.get(URIRef(s), ())]
        return tuple(sorted(found, key=_key))


def write(triples: Sequence[Triple], format: Format) -> bytes:
    """Write triples in one of the formats.

    Args:
        triples: sorted, blank nodes named by their content.
        format: a key of `FORMATS`.

    Returns:
        UTF-8 text; language tags keep their case.
    """
    writers: dict[Format, Callable[[Sequence[Triple]], str]] = {
        "ttl": _turtle,
        "jsonld": _json_ld,
        "nt": _n_triples,
        "rdf": _rdf_xml,
    }
    return writers[format](triples).encode()


def media_types() -> Mapping[Format, str]:
    """Return the media type of each format."""
    return FORMATS


def _canonical(graph: Graph) -> tuple[Triple, ...]:
    """Sort triples, with blank nodes named by their content.

    Source: RDF Dataset Canonicalization (RDFC-1.0), which Oxigraph does in a hundredth of
    rdflib's time.
    """
    found: list[Triple] = []
    blank = ox.Dataset()
    for triple in graph:
        if any(isinstance(node, BNode) for node in triple):
            subject, predicate, object_ = (_to_oxigraph(node) for node in triple)
            blank.add(ox.Quad(subject, predicate, object_))  # type: ignore[arg-type]
        else:
            found.append(cast("Triple", triple))
    blank.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    found += [cast("Triple", tuple(_from_oxigraph(n) for n in q.triple)) for q in blank]
    return tuple(sorted(found, key=_key))


def _to_oxigraph(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    if isinstance(node, Literal):
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or XSD + "string")))
    return ox.BlankNode(str(node)) if isinstance(node, BNode) else ox.NamedNode(str(node))


def _from_oxigraph(node: object) -> Term:
    """Go back to rdflib's terms; the two language tags get their case back."""
    if isinstance(node, ox.Literal):
        if node.language:
            tags = {language.tag.lower(): language.tag for language in Language}
            return Literal(node.value, lang=tags.get(node.language, node.language))
        plain = node.datatype.value == XSD + "string"
        return Literal(node.value, datatype=None if plain else URIRef(node.datatype.value))
    if isinstance(node, ox.BlankNode):
        return BNode(node.value)
    return URIRef(cast("ox.NamedNode", node).value)


def _key(triple: Triple) -> tuple[str, str, str]:
    return (_nt(triple[0]), _nt(triple[1]), _nt(triple[2]))


def _by_subject(triples: Iterable[Triple]) -> dict[Term, dict[URIRef, list[Term]]]:
    groups: dict[Term, dict[URIRef, list[Term]]] = {}
    for subject, predicate, object_ in triples:
        groups.setdefault(subject, {}).setdefault(predicate, []).append(object_)
    return groups


@cache
def _split(iri: str) -> tuple[str, str] | None:
    """Return prefix and local name by the longest namespace that fits."""
    fitting = [(len(ns), prefix) for prefix, ns in PREFIXES.items() if iri.startswith(ns)]
    for length, prefix in sorted(fitting, reverse=True):
        if _LOCAL.fullmatch(iri[length:]):
            return prefix, iri[length:]
    return None


def _used_prefixes(triples: Iterable[Triple]) -> dict[str, str]:
    names: set[str] = set()
    for triple in triples:
        for node in triple:
            iri = node.datatype if isinstance(node, Literal) else node
            split = _split(str(iri)) if isinstance(iri, URIRef) else None
            if split:
                names.add(split[0])
    return {prefix: PREFIXES[prefix] for prefix in sorted(names)}


# -- N-Triples ---------------------------------------------------------------------------


@cache
def _nt(node: Term) -> str:
    if isinstance(node, Literal):
        text = f'"{str(node).translate(_ESCAPES)}"'
        if node.language:
            return f"{text}@{node.language}"
        if node.datatype and str(node.datatype) != XSD + "string":
            return f"{text}^^<{node.datatype}>"
        return text
    return f"_:{node}" if isinstance(node, BNode) else f"<{node}>"


def _n_triples(triples: Sequence[Triple]) -> str:
    return "".join(f"{_nt(s)} {_nt(p)} {_nt(o)} .\n" for s, p, o in triples)


# -- Turtle ------------------------------------------------------------------------------


def _turtle(triples: Sequence[Triple]) -> str:
    head = [f"@prefix {p}: <{ns}> ." for p, ns in _used_prefixes(triples).items()]
    blocks = []
    for subject, properties in _by_subject(triples).items():
        lines = []
        for predicate in sorted(properties, key=lambda p: (p != _TYPE, p)):
            values = " , ".join(_compact(o) for o in properties[predicate])
            lines.append(f"    {'a' if predicate == _TYPE else _compact(predicate)} {values}")
        blocks.append(f"{_compact(subject)}\n" + " ;\n".join(lines) + " .")
    return "\n".join(head) + "\n\n" + "\n\n".join(blocks) + "\n"


@cache
def _compact(node: Term) -> str:
    if isinstance(node, Literal):
        datatype = str(node.datatype or "")
        if datatype == XSD + "integer" and re.fullmatch(r"[+-]?\d+", str(node)):
            return str(node)
        text = f'"{str(node).translate(_ESCAPES)}"'
        if node.language:
            return f"{text}@{node.language}"
        if datatype and datatype != XSD + "string":
            return f"{text}^^{_compact(URIRef(datatype))}"
        return text
    split = _split(str(node)) if isinstance(node, URIRef) else None
    return ":".join(split) if split else _nt(node)


# -- JSON-LD -----------------------------------------------------------------------------


def _json_ld(triples: Sequence[Triple]) -> str:
    nodes = []
    for subject, properties in _by_subject(triples).items():
        node: dict[str, object] = {"@id": _name(subject)}
        for predicate, objects in properties.items():
            if predicate == _TYPE:
                node["@type"] = [_name(o) for o in objects]
            else:
                node[_name(predicate)] = [_value(o) for o in objects]
        nodes.append(node)
    document = {"@context": _used_prefixes(triples), "@graph": nodes}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _name(node: Term) -> str:
    if isinstance(node, BNode):
        return f"_:{node}"
    split = _split(str(node))
    return ":".join(split) if split else str(node)


def _value(node: Term) -> dict[str, str]:
    if not isinstance(node, Literal):
        return {"@id": _name(node)}
    if node.language:
        return {"@language": node.language, "@value": str(node)}
    if node.datatype and str(node.datatype) != XSD + "string":
        return {"@type": _name(node.datatype), "@value": str(node)}
    return {"@value": str(node)}


# -- RDF/XML -----------------------------------------------------------------------------


def _rdf_xml(triples: Sequence[Triple]) -> str:
    prefixes = {"rdf": RDF} | _used_prefixes(triples)
    spaces = "".join(f'\n  xmlns:{p}="{escape(ns)}"' for p, ns in sorted(prefixes.items()))
    parts = [f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n']
    for subject, properties in _by_subject(triples).items():
        parts.append(f"<rdf:Description {_subject(subject)}>\n")
        parts += [
            _property(predicate, object_)
            for predicate, objects in properties.items()
            for object_ in objects
        ]
        parts.append("</rdf:Description>\n")
    return "".join(parts) + "</rdf:RDF>\n"


def _subject(node: Term) -> str:
    if isinstance(node, BNode):
        return f'rdf:nodeID="{node}"'
    return f"rdf:about={quoteattr(str(node))}"


def _property(predicate: URIRef, node: Term) -> str:
    split = _split(str(predicate))
    if split is None:
        space, name = re.fullmatch(r"(.*[/#])([^/#]+)", str(predicate), re.DOTALL).groups()  # type: ignore[union-attr]
        tag, start = f"n:{name}", f"n:{name} xmlns:n={quoteattr(space)}"
    else:
        tag = start = ":".join(split)
    if isinstance(node, BNode):
        return f'  <{start} rdf:nodeID="{node}"/>\n'
    if isinstance(node, URIRef):
        return f"  <{start} rdf:resource={quoteattr(str(node))}/>\n"
    if node.language:
        start += f' xml:lang="{node.language}"'
    elif node.datatype and str(node.datatype) != XSD + "string":
        start += f" rdf:datatype={quoteattr(str(node.datatype))}"
    return f"  <{start}>{escape(str(node))}</{tag}>\n"
