"""Run a question over the framework's named graphs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal

import pyoxigraph as ox

from trustkg.errors import QueryError
from trustkg.framework import Framework
from trustkg.framework.graphs import ASSERTED, ENTAILED, ENTAILED_FROM_PAPER, ONLY_PAPER
from trustkg.language import Text
from trustkg.queries.catalogue import Query
from trustkg.vocab import BASE, PREFIXES, local_id

ResultFormat = Literal["csv", "json", "tsv", "ttl"]
_UPDATE: Final = re.compile(
    r"^(PREFIX\s+\S+\s*<[^>]*>\s*|BASE\s+<[^>]*>\s*|#[^\n]*\n|\s+)*"
    r"(INSERT|DELETE|DROP|CLEAR|LOAD|CREATE|WITH|COPY|MOVE|ADD)\b",
    re.IGNORECASE,
)
_DEEPEST: Final = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in a row: what to show, and the id if it is a thing of the framework."""

    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The solutions of a SELECT, the triples of a CONSTRUCT or the answer of an ASK."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def run(
    framework: Framework,
    query: Query,
    arguments: Mapping[str, str],
    *,
    only_paper: bool = False,
) -> Table:
    """Run a query and return its result as rows of cells; see `evaluate`."""
    result = evaluate(framework, query, arguments, only_paper=only_paper)
    return table(result, query.name)


def evaluate(
    framework: Framework,
    query: Query,
    arguments: Mapping[str, str],
    *,
    only_paper: bool = False,
) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    """Run a query over the union of the framework's named graphs.

    Args:
        framework: what is asked.
        query: the question.
        arguments: values of its parameters, by name.
        only_paper: leave out everything that the project inferred or added.

    Raises:
        QueryError: a syntax error, with line and column, or a failing evaluation.
    """
    graphs = ONLY_PAPER if only_paper else (*ASSERTED, ENTAILED_FROM_PAPER, ENTAILED)
    bound = bindings(framework, query, arguments)
    _refuse(query)
    with _explained(query.name):
        return framework.store.query(
            query.text,
            prefixes=PREFIXES,
            default_graph=list(graphs),
            named_graphs=list(graphs),
            substitutions=bound,
        )


def bindings(
    framework: Framework, query: Query, arguments: Mapping[str, str]
) -> dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
    """Turn what the asker wrote into bindings, with defaults for the rest.

    Raises:
        QueryError: the query has no such parameter.
        UnknownTermError, AmbiguousTermError: a parameter of type term names none or several.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in arguments:
        if name not in known:
            names = ", ".join(known)
            raise QueryError(
                query.name,
                Text(f"没有参数{name}", f"no parameter {name}"),
                help=Text(f"可用的参数：{names}", f"it has: {names}")
                if known
                else Text("这个查询没有参数", "this query has no parameters"),
            )
    bound: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {}
    for name, parameter in known.items():
        value = arguments.get(name, parameter.default)
        bound[ox.Variable(name)] = (
            ox.NamedNode(framework.find(value).iri)
            if parameter.type == "term"
            else ox.Literal(value)
        )
    return bound


def _refuse(query: Query) -> None:
    """Refuse updates, and nesting on which the parser's recursion would end the process."""
    if _UPDATE.match(query.text):
        raise QueryError(
            query.name,
            Text("只能提问，不能修改", "only questions can be asked, nothing can be changed"),
            help=Text(
                "请用SELECT、ASK、CONSTRUCT或DESCRIBE", "use SELECT, ASK, CONSTRUCT or DESCRIBE"
            ),
        )
    depth = deepest = 0
    for character in query.text:
        depth += (character in "({[") - (character in ")}]")
        deepest = max(deepest, depth)
    if deepest > _DEEPEST:
        raise QueryError(
            query.name,
            Text(f"括号嵌套超过{_DEEPEST}层", f"brackets are nested deeper than {_DEEPEST}"),
            help=Text("请把查询写得简单些", "write a simpler query"),
        )


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn what Oxigraph raises, also while solutions are read, into a `QueryError`."""
    try:
        yield
    except SyntaxError as error:
        where = name
        if place := re.match(r"error at (\d+):(\d+): ", str(error.msg)):
            where = f"{name}:{place[1]}:{place[2]}"
        detail = _expected(str(error.msg))
        raise QueryError(
            where,
            Text(f"SPARQL语法错误：{detail.zh}", f"SPARQL syntax error: {detail.en}"),
            help=Text(
                "请改正该处；trustkg query --list 有可参照的查询",
                "correct that place; trustkg query --list has queries to learn from",
            ),
        ) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(
            name,
            Text(f"查询无法执行：{error}", f"the query can't be run: {error}"),
            help=Text(
                "请检查查询；SERVICE所指的端点要能访问",
                "check the query; the endpoint of a SERVICE must be reachable",
            ),
        ) from error


def _expected(message: str) -> Text:
    """Shorten the parser's message to the tokens that a person would recognise."""
    detail = re.sub(r"^error at \d+:\d+: ", "", message)
    wanted = [
        token
        for token in re.sub(r"^expected( one of)? ", "", detail).split(", ")
        if re.fullmatch(r"[A-Za-z][A-Za-z ]*|[(){}<.;*?]", token)
    ]
    if not wanted:
        return Text("这里不能这样写", "this can't stand here")
    some = " / ".join(wanted[:8])
    return Text(f"这里应是{some}", f"expected {some}")


def is_triples(result: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean) -> bool:
    """Whether a result is triples (CONSTRUCT, DESCRIBE) rather than solutions or an answer."""
    return isinstance(result, ox.QueryTriples)


def table(result: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean, query: str) -> Table:
    """Return a result as rows of cells.

    Args:
        result: what `evaluate` returned.
        query: the query's name, for messages.

    Raises:
        QueryError: evaluation fails while solutions are read.
    """
    with _explained(query):
        return _table(result)


def _table(result: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean) -> Table:
    if isinstance(result, ox.QueryBoolean):
        return Table(("answer",), ((Cell(str(bool(result)).lower()),),))
    if isinstance(result, ox.QueryTriples):
        triples = sorted(((t.subject, t.predicate, t.object) for t in result), key=str)
        rows = tuple(tuple(_cell(node) for node in triple) for triple in triples)
        return Table(("subject", "predicate", "object"), rows)
    columns = tuple(variable.value for variable in result.variables)
    return Table(columns, tuple(tuple(_cell(row[name]) for name in columns) for row in result))


def serialised(
    result: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean,
    format: ResultFormat,
    query: str,
) -> bytes:
    """Write a result in a standard format.

    Args:
        result: what `evaluate` returned.
        format: `csv`, `json` or `tsv` for solutions and answers, `ttl` for triples.
        query: the query's name, for messages.

    Raises:
        QueryError: the format doesn't go with that kind of result.

    Source: SPARQL 1.1 Query Results JSON Format; CSV and TSV Formats.
    """
    if isinstance(result, ox.QueryTriples):
        if format != "ttl":
            raise QueryError(
                query,
                Text(f"CONSTRUCT的结果不能写成{format}", f"triples can't be written as {format}"),
                help=Text("请用 --format ttl", "use --format ttl"),
            )
        with _explained(query):
            triples = sorted(set(result), key=str)
        return ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    if format == "ttl":
        raise QueryError(
            query,
            Text("SELECT与ASK的结果不能写成ttl", "only triples can be written as ttl"),
            help=Text("请用 csv、json 或 tsv", "use csv, json or tsv"),
        )
    formats = {
        "csv": ox.QueryResultsFormat.CSV,
        "json": ox.QueryResultsFormat.JSON,
        "tsv": ox.QueryResultsFormat.TSV,
    }
    with _explained(query):
        return result.serialize(format=formats[format]) or b""


def _cell(node: object) -> Cell:
    if node is None:
        return Cell("")
    if isinstance(node, ox.NamedNode):
        if node.value.startswith(BASE):
            return Cell(local_id(node.value), local_id(node.value))
        for prefix, namespace in PREFIXES.items():
            if node.value.startswith(namespace):
                return Cell(f"{prefix}:{node.value.removeprefix(namespace)}")
        return Cell(node.value)
    if isinstance(node, ox.Literal):
        return Cell(node.value)
    return Cell(str(node))
