"""Statements as a graph in files that other programs read: GraphML, GEXF, CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final, Literal
from xml.etree import ElementTree as ET

import networkx as nx
import pyoxigraph as ox
from networkx.readwrite.gexf import GEXFWriter

from trustkg.framework import BasisKind, Framework, Statement, Term
from trustkg.language import Language
from trustkg.mechanism.chains import INFLUENCE
from trustkg.vocab import RDF, tkg

GraphFormat = Literal["graphml", "gexf", "csv"]
Kinds = Literal["influence", "all"]

COLUMNS: Final = (
    "id",
    "source",
    "target",
    "source_zh",
    "source_en",
    "target_zh",
    "target_en",
    "kind",
    "relation",
    "relation_zh",
    "relation_en",
    "sign",
    "basis",
    "inferred",
    "section",
    "paragraph",
    "quote",
    "cites",
    "attributed_to",
    "under_condition",
    "on_path",
    "for_outcome",
    "rationale_zh",
    "rationale_en",
)
"""The header of the CSV edge list; columns are only ever added at the end."""

_Value = str | int | bool
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE: Final = re.compile(r"&#([1-9]\d{3,});")
"""A character that was written as its number, which UTF-8 has no need of; no markup is above 999."""
_BOM: Final = "\ufeff"


def export(
    framework: Framework,
    format: GraphFormat,
    language: Language,
    *,
    kinds: Kinds = "influence",
    only_paper: bool = False,
    bom: bool = False,
) -> bytes:
    r"""Write statements as the edges of a directed multigraph.

    An edge is one statement and has its id, so that parallel statements stay apart. What a
    statement lacks (a quote, a section) is left out of GraphML and GEXF and empty in CSV.
    The same framework and arguments give the same bytes.

    Args:
        framework: whose terms and statements.
        format: `graphml`, `gexf` (1.2) or `csv` (an edge list with the header `COLUMNS`).
        language: of the `label` that programs show; both languages have fields of their own.
        kinds: `influence` for influences between terms and the terms that take part in one;
            `all` for statements of every kind, and all terms.
        only_paper: leave out the project's statements, and terms of the project's that
            no statement of the paper speaks of.
        bom: begin the CSV with a byte order mark, which Excel wants; XML needs none.

    Returns:
        UTF-8; lines of the CSV end in `\r\n`.

    Source: RFC 4180 (CSV); GraphML 1.0; GEXF 1.2draft.
    """
    graph = _graph(framework, language, kinds=kinds, only_paper=only_paper)
    return _WRITERS[format](graph, framework, bom).encode("utf-8")


def _graph(
    framework: Framework, language: Language, *, kinds: Kinds, only_paper: bool
) -> nx.MultiDiGraph[str]:
    said = [
        s
        for s in framework.statements.values()
        if s.subject in framework.terms
        and s.object in framework.terms
        and (kinds == "all" or s.kind == INFLUENCE)
        and not (only_paper and s.basis_kind is BasisKind.PROJECT)
    ]
    joined = {id for s in said for id in (s.subject, s.object)}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    named = _of_paper(framework) if only_paper else set(framework.terms)
    for term in framework.terms.values():
        if term.id in joined or (kinds == "all" and term.id in named):
            graph.add_node(_name(term.id), **_node(framework, term, language))
    for s in said:
        edge = _edge(framework, s, language)
        graph.add_edge(_name(s.subject), _name(s.object), key=_name(s.id), **edge)
    return graph


def _of_paper(framework: Framework) -> set[str]:
    """Return the ids of the terms that the paper itself names."""
    bases = framework.store.quads_for_pattern(
        None, ox.NamedNode(RDF + "type"), ox.NamedNode(tkg("PaperBasis"))
    )
    known = {base.subject for base in bases}
    return {t.id for t in framework.terms.values() if ox.NamedNode(tkg(t.basis)) in known}


def _node(framework: Framework, term: Term, language: Language) -> dict[str, _Value]:
    return _present(
        {
            "label": term.label[language],
            "label_zh": term.label.zh,
            "label_en": term.label.en,
            "kind": ";".join(term.kinds),
            "section": _section(framework, term.named_in),
            "basis": term.basis,
            "iri": term.iri,
        }
    )


def _edge(framework: Framework, s: Statement, language: Language) -> dict[str, _Value]:
    relation = framework.label(s.relation)
    return _present(
        {
            "label": relation[language],
            "kind": s.kind,
            "relation": s.relation,
            "relation_zh": relation.zh,
            "relation_en": relation.en,
            "sign": s.sign,
            "basis": s.basis,
            "inferred": s.basis_kind is BasisKind.PROJECT,
            "section": _section(framework, s.section),
            "paragraph": s.paragraph,
            "quote": s.quote,
            "cites": _numbers(framework, s.cites),
            "attributed_to": _numbers(framework, s.attributed_to),
            "under_condition": _several(s.under_condition),
            "on_path": _several(s.on_path),
            "for_outcome": s.for_outcome,
            "rationale_zh": s.rationale.zh if s.rationale else None,
            "rationale_en": s.rationale.en if s.rationale else None,
            "iri": s.iri,
        }
    )


def _numbers(framework: Framework, works: Iterable[str]) -> str | None:
    """Return works by their number in the paper's list, and whatever else by its id."""
    references = framework.references
    return _several(str(references[w].number) if w in references else w for w in works)


def _several(values: Iterable[str]) -> str | None:
    return ";".join(values) or None


def _present(values: Mapping[str, _Value | None]) -> dict[str, _Value]:
    return {
        key: _NOT_IN_XML.sub("\ufffd", value) if isinstance(value, str) else value
        for key, value in values.items()
        if value is not None
    }


def _section(framework: Framework, id: str | None) -> str | None:
    if id is None:
        return None
    return framework.sections[id].number or _name(id)


def _name(id: str) -> str:
    """Make an id fit for GraphML's NMTOKEN, as `trustkg show` takes it: without its folder."""
    return id.removeprefix("statement/").removeprefix("section/").replace("/", ":")


def _graphml(graph: nx.MultiDiGraph[str], _framework: Framework, _bom: bool) -> str:
    """Write GraphML, with booleans as XML Schema spells them and networkx does not."""
    xml = "\n".join(nx.generate_graphml(graph))
    for key in re.findall(r'<key id="(\w+)"[^>]* attr.type="boolean"', xml):
        value = re.compile(rf'(?<=<data key="{key}">)(True|False)(?=<)')
        xml = value.sub(lambda found: found[0].lower(), xml)
    return _declared(xml)


def _gexf(graph: nx.MultiDiGraph[str], _framework: Framework, _bom: bool) -> str:
    """Write GEXF without the day and the version of networkx, which would vary.

    Parallel edges need ids: GEXFWriter takes them from an attribute, not from the key.
    """
    named: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="trustkg")
    named.add_nodes_from(graph.nodes(data=True))
    for subject, object_, key, data in graph.edges(keys=True, data=True):
        named.add_edge(subject, object_, key=key, **(data | {"id": key}))
    writer = GEXFWriter(version="1.2draft")
    writer.add_graph(named)
    meta = writer.xml.find("meta")
    if meta is not None:
        meta.attrib.pop("lastmodifieddate", None)
        for creator in meta:
            creator.text = "trustkg"
    return _declared(str(writer))


def _declared(xml: str) -> str:
    body = re.sub(r"^<\?xml[^>]*\?>\s*", "", xml).rstrip()
    body = _REFERENCE.sub(lambda found: chr(int(found[1])), body)
    ET.fromstring(body)  # noqa: S314  what was written here must be well-formed
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


def _csv(graph: nx.MultiDiGraph[str], framework: Framework, bom: bool) -> str:
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    rows = {key: (a, b, data) for a, b, key, data in graph.edges(keys=True, data=True)}
    for id in (_name(id) for id in framework.statements):
        if id in rows:
            source, end, data = rows[id]
            writer.writerow(data | _ends(graph, source, end) | {"id": id, **_yes(data)})
    return (_BOM if bom else "") + target.getvalue()


def _ends(graph: nx.MultiDiGraph[str], source: str, target: str) -> dict[str, str]:
    named = (("source", source), ("target", target))
    found = dict(named)
    for end, id in named:
        found |= {f"{end}_{tag}": graph.nodes[id][f"label_{tag}"] for tag in ("zh", "en")}
    return found


def _yes(data: Mapping[str, _Value]) -> dict[str, str]:
    return {key: str(value).lower() for key, value in data.items() if isinstance(value, bool)}


_WRITERS: Final[Mapping[GraphFormat, Callable[[nx.MultiDiGraph[str], Framework, bool], str]]] = (
    MappingProxyType({"graphml": _graphml, "gexf": _gexf, "csv": _csv})
)
