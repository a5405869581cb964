"""Files for other programs: they open, they are complete, they never vary."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from trustkg.framework import BasisKind, Framework
from trustkg.language import Language
from trustkg.mechanism import export
from trustkg.mechanism.export import COLUMNS, GraphFormat, Kinds

FORMATS: tuple[GraphFormat, ...] = get_args(GraphFormat)
KINDS: tuple[Kinds, ...] = get_args(Kinds)


def expected_ids(framework: Framework, kinds: Kinds, *, only_paper: bool) -> set[str]:
    """Return the ids of the statements that an export is to hold."""
    return {
        s.id.removeprefix("statement/")
        for s in framework.statements.values()
        if {s.subject, s.object} <= set(framework.terms)
        and (kinds == "all" or s.kind == "InfluenceStatement")
        and not (only_paper and s.basis_kind is BasisKind.PROJECT)
    }


def read(format: GraphFormat, content: bytes) -> nx.MultiDiGraph[str]:
    """Read an XML format back as another program would."""
    source = io.BytesIO(content)
    if format == "graphml":
        graph = nx.read_graphml(source, force_multigraph=True)
    else:
        graph = nx.read_gexf(source)
    assert isinstance(graph, nx.MultiDiGraph)
    return graph


@pytest.mark.parametrize("format", ["graphml", "gexf"])
@pytest.mark.parametrize(("kinds", "only_paper"), list(product(KINDS, (True, False))))
def test_xml_reads_back(
    framework: Framework, format: GraphFormat, kinds: Kinds, *, only_paper: bool
) -> None:
    """Nothing is lost on the way: each statement is an edge, each term keeps its names."""
    content = export(framework, format, Language.ZH, kinds=kinds, only_paper=only_paper)
    graph = read(format, content)
    edges = {key: (a, b, data) for a, b, key, data in graph.edges(keys=True, data=True)}
    assert expected_ids(framework, kinds, only_paper=only_paper) == set(edges)
    assert graph.number_of_edges() == len(edges)
    for key, (source, target, data) in edges.items():
        s = framework.statements[f"statement/{key}"]
        assert (s.subject, s.object) == (source, target)
        assert (s.kind, s.relation, s.basis) == (data["kind"], data["relation"], data["basis"])
        assert (s.basis_kind is BasisKind.PROJECT) is data["inferred"]
        assert (s.sign, s.quote) == (data.get("sign"), data.get("quote"))
        assert (s.section is None) is ("section" not in data)
    for id, data in graph.nodes(data=True):
        term = framework.terms[id]
        assert (term.label.zh, term.label.en) == (data["label_zh"], data["label_en"])
        assert (term.label.zh, ";".join(term.kinds)) == (data["label"], data["kind"])
    isolated = set(nx.isolates(graph))
    assert kinds == "all" or not isolated
    if kinds == "all" and not only_paper:
        assert set(framework.terms) == set(graph)


def test_only_paper_leaves_the_project_s_terms_out(framework: Framework) -> None:
    """A term that the project added is not the paper's, even where no statement shows it."""
    kept, added = (t for t in framework.terms.values() if t.id in {"hostTrust", "kuaishou"})
    terms = {kept.id: kept, added.id: replace(added, basis="addedByProject")}
    made = replace(framework, terms=terms, statements={})
    for only_paper, expected in ((True, {kept.id}), (False, {kept.id, added.id})):
        for format in ("graphml", "gexf"):
            content = export(made, format, Language.ZH, kinds="all", only_paper=only_paper)
            root = ET.fromstring(content)  # noqa: S314  our own output
            nodes = {node.attrib["id"] for node in root.findall(".//{*}node")}
            assert expected == nodes


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_xml_is_valid_beyond_networkx(framework: Framework, format: GraphFormat) -> None:
    """Stricter readers want ids that are unique and NMTOKENs, and know no None."""
    content = export(framework, format, Language.EN, kinds="all")
    root = ET.fromstring(content)  # noqa: S314  our own output
    for tag in ("node", "edge", "key"):
        ids = [element.attrib["id"] for element in root.findall(f".//{{*}}{tag}")]
        assert ids or tag == "key"
        assert len(ids) == len(set(ids))
        assert all(re.fullmatch(r"[\w.:-]+", id) for id in ids)
    values = [element.text for element in root.findall(".//{*}data")]
    values += [element.attrib["value"] for element in root.findall(".//{*}attvalue")]
    assert values
    assert not {"None", "", None, "True", "False"} & set(values)
    assert {"true", "false"} <= set(values)
    assert b"lastmodifieddate" not in content
    assert content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')


def test_quotes_and_markup_survive(framework: Framework) -> None:
    """A phrase with markup, a line feed or a forbidden character still gives files that open."""
    first = next(s for s in framework.statements.values() if s.kind == "InfluenceStatement")
    nasty = '<&>"\u201c，\x0b\U00020bb7\n&#9999;'
    ids = (first.id, f"{first.id}-again")  # of parallel edges, which must stay apart
    made = replace(framework, statements={id: replace(first, id=id, quote=nasty) for id in ids})
    for format in ("graphml", "gexf"):
        graph = read(format, export(made, format, Language.ZH))
        found = [data["quote"].split() for _, _, data in graph.edges(data=True)]
        assert [nasty.replace("\x0b", "\ufffd").split()] * 2 == found
    text = export(made, "csv", Language.ZH).decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [nasty.replace("\x0b", "\ufffd")] * 2 == [row["quote"] for row in rows]


@pytest.mark.parametrize(("kinds", "only_paper"), list(product(KINDS, (True, False))))
def test_csv_is_an_edge_list(framework: Framework, kinds: Kinds, *, only_paper: bool) -> None:
    """RFC 4180: a header that stays, CRLF, as many cells in each row."""
    content = export(framework, "csv", Language.EN, kinds=kinds, only_paper=only_paper)
    text = content.decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert list(COLUMNS) == rows[0]
    assert ["id", "source", "target"] == rows[0][:3]
    assert {len(COLUMNS)} == set(map(len, rows))
    assert text.count("\n") == text.count("\r\n")
    assert text.endswith("\r\n")
    ids = [row[0] for row in rows[1:]]
    assert expected_ids(framework, kinds, only_paper=only_paper) == set(ids)
    assert len(ids) == len(set(ids))
    inferred = {row[COLUMNS.index("inferred")] for row in rows[1:]}
    assert ({"false"} if only_paper else {"true", "false"}) == inferred
    assert not any("None" in row for row in rows)


def test_bom_is_for_excel_alone(framework: Framework) -> None:
    """Excel takes UTF-8 for a local encoding unless it begins with the mark."""
    plain = export(framework, "csv", Language.ZH)
    assert b"\xef\xbb\xbf" + plain == export(framework, "csv", Language.ZH, bom=True)
    assert plain.startswith(b"id,source,target,")


@pytest.mark.parametrize("format", FORMATS)
def test_bytes_do_not_vary(framework: Framework, format: GraphFormat, checkout: Path) -> None:
    """Another process with another hash seed, on another day, writes the same."""
    code = (
        "import sys, time\n"
        "time.strftime = lambda *_: '2001-01-01'\n"
        "from trustkg.framework import Framework\n"
        "from trustkg.language import Language\n"
        "from trustkg.mechanism import export\n"
        f"content = export(Framework.load(), {format!r}, Language.ZH, kinds='all')\n"
        "sys.stdout.buffer.write(content)\n"
    )
    again = subprocess.run(
        [sys.executable, "-c", code],
        cwd=checkout,
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert export(framework, format, Language.ZH, kinds="all") == again.stdout
