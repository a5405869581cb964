"""The graph's own integrity: the queries of `queries/qc/` and the shapes of `shapes/graph/`.

A query selects `?node`, and `?what` where there is more to say; no row means that it holds.
`queries/qc/waivers.ttl` lists findings that are meant, each with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from trustkg import queries, resources
from trustkg.errors import InputError, QueryError
from trustkg.framework import graphs, serialise
from trustkg.language import Text
from trustkg.vocab import BASE, DCTERMS, RDF, SH, local_id

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

    from trustkg.validation import Result

CHECK: Final = BASE + "check/"
_EARL: Final = "http://www.w3.org/ns/earl#"


@dataclass(frozen=True, slots=True, order=True)
class Row:
    """One finding: the id of a node, and what is wrong with it where there is more to say."""

    node: str
    what: Text


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that is meant: in which check, at which node (its id), and why."""

    check: str
    node: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that is meant, and why."""

    row: Row
    reason: Text


@dataclass(frozen=True, slots=True)
class Check:
    """A query or shape, and what it found.

    `rows` are findings; `waived` are those that are meant; `stale` are waivers that nothing
    needs any more, which count as findings too.
    """

    name: str
    title: Text
    description: Text
    rows: tuple[Row, ...]
    waived: tuple[Waived, ...] = ()
    stale: tuple[Waiver, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.rows and not self.stale


def check(folder: Path | None = None) -> tuple[Check, ...]:
    """Run every query and every shape over the ontology and what it entails.

    Args:
        folder: the ontology's folder; the one that comes with trustkg where None.

    Returns:
        One `Check` for each query and shape, in the order of their names, queries first.

    Raises:
        InputError: a file of the ontology, of the shapes or of the waivers can't be used.
        QueryError: a query can't be run.
    """
    folder = folder or resources.data("ontology")
    store = graphs.read(folder)
    found = (*query_checks(store), *shape_checks(serialise.rdflib_graph(folder, store)))
    return waive(found, waivers())


def query_checks(store: ox.Store) -> tuple[Check, ...]:
    """Run the queries of `queries/qc/` over all named graphs together.

    Args:
        store: as `trustkg.framework.graphs.read` returns it.

    Returns:
        One `Check` for each query, nothing waived.

    Raises:
        QueryError: a query has no title or description, or can't be run.
    """
    folder = resources.data("queries") / "qc"
    return tuple(_ask(query, store) for query in queries.catalogue(folder).values())


def _ask(query: queries.Query, store: ox.Store) -> Check:
    where = f"queries/qc/{query.name}.rq"
    try:
        solutions = store.query(query.text, use_default_graph_as_union=True)
    except SyntaxError as error:
        raise QueryError(
            where,
            Text(f"不是合格的SPARQL：{error.msg}", f"not SPARQL: {error.msg}"),
            help=Text("请改正该查询", "correct the query"),
        ) from error
    names = (
        [v.value for v in solutions.variables] if isinstance(solutions, ox.QuerySolutions) else []
    )
    if not isinstance(solutions, ox.QuerySolutions) or names not in (["node"], ["node", "what"]):
        raise QueryError(
            where,
            Text("质量查询应选出?node，可加?what", "it must select ?node, and may select ?what"),
            help=Text("请改写SELECT一行", "rewrite its SELECT"),
        )
    rows = (
        Row(_shown(s["node"]), _plain(s["what"] if len(names) > 1 else None)) for s in solutions
    )
    return Check(
        query.name, query.title, query.description, tuple(sorted(set(rows), key=_in_order))
    )


def _shown(term: object) -> str:
    if isinstance(term, ox.NamedNode | ox.Literal):
        return local_id(term.value)
    return str(term)


def _plain(term: object) -> Text:
    shown = "" if term is None else _shown(term)
    return Text(shown, shown)


def _in_order(row: Row) -> tuple[str, str]:
    return (row.node, row.what.en)


def shape_checks(data: rdflib.Graph) -> tuple[Check, ...]:
    """Hold a graph to the shapes of `shapes/graph/`.

    Args:
        data: asserted and entailed triples, of all named graphs.

    Returns:
        One `Check` for each shape that has a target, nothing waived.

    Raises:
        InputError: a file of shapes is not Turtle, or a shape lacks name or message.
    """
    import rdflib

    folder = resources.data("shapes") / "graph"
    shapes = rdflib.Graph(bind_namespaces="none")
    for file in sorted(folder.glob("*.ttl")):
        serialise.parse_turtle(shapes, file)
    rows: dict[str, list[Row]] = {}
    for result in _shacl_results(data, shapes):
        message = _text(shapes, rdflib.URIRef(result.shape), SH + "message", folder)
        rows.setdefault(result.shape, []).append(_row(result, message))
    kind, shape_class = rdflib.URIRef(RDF + "type"), rdflib.URIRef(SH + "PropertyShape")
    return tuple(
        Check(
            name=str(shape).removeprefix(CHECK),
            title=_text(shapes, shape, SH + "name", folder),
            description=_text(shapes, shape, SH + "message", folder),
            rows=tuple(sorted(set(rows.get(str(shape), ())), key=_in_order)),
        )
        for shape in sorted(shapes.subjects(kind, shape_class), key=str)
    )


def _shacl_results(data: rdflib.Graph, shapes: rdflib.Graph) -> tuple[Result, ...]:
    from trustkg.validation import reference

    return reference.shacl_results(data, shapes)


def _row(result: Result, message: Text) -> Row:
    node = local_id(str(result.focus_node))
    if result.value is None:
        return Row(node, message)
    value = local_id(str(result.value))
    return Row(node, Text(f"{message.zh}（{value}）", f"{message.en} ({value})"))


def waivers() -> tuple[Waiver, ...]:
    """Return the waivers of `queries/qc/waivers.ttl`.

    Raises:
        InputError: the file is not Turtle, or a waiver lacks check, node or reason.

    Source: EARL 1.0 Schema, whose outcome `earl:inapplicable` says that a test doesn't apply.
    """
    import rdflib

    file = resources.data("queries") / "qc" / "waivers.ttl"
    graph = rdflib.Graph(bind_namespaces="none")
    serialise.parse_turtle(graph, file)
    found = []
    kind, assertion = rdflib.URIRef(RDF + "type"), rdflib.URIRef(_EARL + "Assertion")
    for waiver in graph.subjects(kind, assertion):
        test, node, result = (
            graph.value(waiver, rdflib.URIRef(_EARL + name))
            for name in ("test", "subject", "result")
        )
        if test is None or node is None or result is None:
            raise _lacks(file, "earl:test, earl:subject, earl:result")
        reason = _text(graph, result, DCTERMS + "description", file)
        found.append(Waiver(str(test).removeprefix(CHECK), local_id(str(node)), reason))
    return tuple(sorted(found, key=lambda w: (w.check, w.node)))


def waive(checks: Sequence[Check], waivers: Iterable[Waiver]) -> tuple[Check, ...]:
    """Set findings apart that are meant.

    Args:
        checks: what was found.
        waivers: what is meant.

    Returns:
        The same checks, with `rows` divided into `rows` and `waived`, and `stale` filled.

    Raises:
        InputError: a waiver names a check that doesn't exist.
    """
    of_check: dict[str, dict[str, Waiver]] = {}
    for waiver in waivers:
        of_check.setdefault(waiver.check, {})[waiver.node] = waiver
    for name in of_check.keys() - {one.name for one in checks}:
        raise InputError(
            "queries/qc/waivers.ttl",
            Text(f"没有名为{name}的检查", f"no check is called {name}"),
            help=Text("请改正名称或删去该豁免", "correct the name or remove the waiver"),
        )
    return tuple(_waived(one, of_check.get(one.name, {})) for one in checks)


def _waived(one: Check, waivers: Mapping[str, Waiver]) -> Check:
    hit = {row.node for row in one.rows}
    return Check(
        name=one.name,
        title=one.title,
        description=one.description,
        rows=tuple(row for row in one.rows if row.node not in waivers),
        waived=tuple(
            Waived(row, waivers[row.node].reason) for row in one.rows if row.node in waivers
        ),
        stale=tuple(waiver for node, waiver in waivers.items() if node not in hit),
    )


def _text(graph: rdflib.Graph, node: Node, predicate: str, where: Path) -> Text:
    import rdflib

    by_language = {
        str(value.language)[:2]: str(value)
        for value in graph.objects(node, rdflib.URIRef(predicate))
        if isinstance(value, rdflib.Literal)
    }
    if not {"zh", "en"} <= by_language.keys():
        raise _lacks(where, f"{predicate}@zh-Hans, {predicate}@en ({node})")
    return Text(by_language["zh"], by_language["en"])


def _lacks(where: Path, what: str) -> InputError:
    return InputError(
        str(where),
        Text(f"缺少{what}", f"lacks {what}"),
        help=Text("请在该文件中补上", "add it to the file"),
    )
