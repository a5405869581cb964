"""`trustkg query`: ask a named question, or one's own."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trustkg.cli import ui
from trustkg.errors import InputError, QueryError, reason, shortened
from trustkg.language import Text

if TYPE_CHECKING:
    from trustkg.queries import Query, Table


def command(texts: ui.Ui) -> click.Command:
    """Make the command."""
    _ = texts._
    return click.Command(
        "query",
        callback=lambda name, params, format, ids, only_paper, listing: _run(
            texts, name, params, format, ids=ids, only_paper=only_paper, listing=listing
        ),
        help=_("Ask a named question, or the SPARQL query in a file (- for standard input)."),
        short_help=_("Ask a question."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg query --list\n"
            "  trustkg query driver-links --only-paper\n"
            "  trustkg query leads-to --param term=退货率\n"
            "  trustkg query cq27\n"
            "  trustkg query references --format csv > references.csv\n"
            "  echo 'ASK { tkg:hostTrust a tkg:TrustDimension }' | trustkg query -\n"
        ),
        params=[
            click.Argument(["name"], metavar=_("NAME|FILE|-"), required=False),
            click.Option(
                ["--param", "-p", "params"],
                multiple=True,
                metavar="K=V",
                help=_("Value of a parameter; terms go by id, label or alias."),
            ),
            click.Option(
                ["--format", "-f"],
                type=click.Choice(["table", "csv", "json", "tsv", "ttl"]),
                help=_("Format of the result; table, or ttl for triples, where not given."),
            ),
            click.Option(
                ["--ids"],
                is_flag=True,
                help=_("In a table, show ids and variables and not what they are called."),
            ),
            click.Option(
                ["--only-paper"],
                is_flag=True,
                help=_("Leave out everything that the project inferred or added."),
            ),
            click.Option(["--list", "listing"], is_flag=True, help=_("List the named questions.")),
        ],
    )


def _run(
    texts: ui.Ui,
    name: str | None,
    params: Sequence[str],
    format: str | None,
    *,
    ids: bool,
    only_paper: bool,
    listing: bool,
) -> None:
    from trustkg import queries
    from trustkg.framework import Framework

    if listing:
        _list(texts)
        return
    if name is None:
        raise click.UsageError(texts._("name a query, a file or -; --list shows the queries"))
    query = _find(name)
    arguments = dict(_pair(param) for param in params)
    framework = Framework.load()
    # Oxigraph doesn't hear Python's signals while it evaluates; nothing is left half done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    result = queries.evaluate(framework, query, arguments, only_paper=only_paper)
    if format == "table" or (format is None and not queries.is_triples(result)):
        table = queries.table(result, query.name)
        shown = table if ids else queries.worded(framework, table, texts.language)
        _print_table(texts, query, shown)
    else:
        chosen = "ttl" if format is None else format
        click.echo(queries.serialised(result, chosen, query.name), nl=False)  # type: ignore[arg-type]


def _pair(param: str) -> tuple[str, str]:
    key, equals, value = param.partition("=")
    if not equals:
        raise QueryError(
            f"--param {shortened(param)}",
            Text("不是 名称=值 的形式", "is not of the form name=value"),
            help=Text("例如 --param term=主播信任", "for example --param 'term=host trust'"),
        )
    return key.strip(), value.strip()


def _find(name: str) -> Query:
    """Find a query by name, else in a file; a named query is never hidden by a file."""
    from trustkg import queries

    if not name.strip():
        raise QueryError(
            '""',
            Text("名称是空的", "the name is empty"),
            help=Text(
                "trustkg query --list 列出全部查询", "trustkg query --list lists all queries"
            ),
        )
    if name == "-":
        content = b"" if sys.stdin is None else sys.stdin.buffer.read()
        return queries.parse("<stdin>", _text("<stdin>", content), anonymous=True)
    if name in queries.catalogue() or name in queries.competency_catalogue():
        return queries.named(name)
    if "{" in name:
        raise InputError(
            shortened(name),
            Text("这是一条查询，不是名称或文件", "this is a query, not a name or a file"),
            help=Text(
                "请写入文件，或用管道交给 trustkg query -",
                "put it into a file, or pipe it into trustkg query -",
            ),
        )
    try:
        content = Path(name).read_bytes()
    except FileNotFoundError as error:
        if Path(name).suffix or len(Path(name).parts) > 1:
            raise InputError(
                shortened(name, path=True),
                Text("没有这个文件", "no such file"),
                help=Text(
                    "请检查路径；trustkg query --list 列出内置的查询",
                    "check the path; trustkg query --list has the named queries",
                ),
            ) from error
        return queries.named(name)
    except (OSError, ValueError) as error:
        why = reason(error)
        raise InputError(
            shortened(name, path=True),
            Text(f"读不了：{why.zh}", f"can't be read: {why.en}"),
            help=Text("请检查路径与权限", "check the path and your rights"),
        ) from error
    return queries.parse(name, _text(name, content), anonymous=True)


def _text(where: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            where,
            Text(
                f"不是UTF-8文本（第{error.start}字节）", f"is not UTF-8 text (byte {error.start})"
            ),
            help=Text("请另存为UTF-8", "save it as UTF-8"),
        ) from error
    if not text.strip():
        raise InputError(
            where,
            Text("是空的", "is empty"),
            help=Text("请写入一条SPARQL查询", "write a SPARQL query into it"),
        )
    return text


def _list(texts: ui.Ui) -> None:
    from trustkg import queries

    groups = (
        (texts._("Queries"), queries.catalogue()),
        (texts._("Competency questions, with expected answers"), queries.competency_catalogue()),
    )
    for n, (title, group) in enumerate(groups):
        texts.say(("\n" if n else "") + click.style(title, bold=True, underline=True))
        for query in group.values():
            parameters = "".join(f"  --param {p.name}={p.default}" for p in query.parameters)
            texts.say(click.style(query.name, bold=True) + parameters)
            texts.say(f"    {query.title[texts.language]}")
            texts.say(click.style(f"    {query.description[texts.language]}", dim=True))


def _print_table(texts: ui.Ui, query: Query, table: Table) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Drawing

    drawing = Drawing(box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    if query.description.en:
        drawing.title = query.title[texts.language]
    for column in table.columns:
        drawing.add_column(column, overflow="fold")
    for row in table.rows:
        drawing.add_row(*(cell.text for cell in row))
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, width=10_000, soft_wrap=True)
    console.print(drawing)
    one, several = texts._("1 row"), texts._("{count} rows")
    texts.note(one if len(table.rows) == 1 else several.format(count=len(table.rows)))
