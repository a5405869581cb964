"""Pages of the named questions and the competency questions, with their answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from trustkg.framework import Framework
from trustkg.publish.press import Frame, Page
from trustkg.publish.room import Room
from trustkg.publish.views import Link
from trustkg.queries import (
    AnswerKind,
    Cell,
    Query,
    Table,
    catalogue,
    questions,
    run,
    said,
    verify,
    worded,
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer, asked once for both languages.

    `kind` is what the answer rests on, where the question is a competency question.
    """

    query: Query
    table: Table
    kind: AnswerKind | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A question in the list; `kind` says what a competency question's answer rests on."""

    to: str
    title: str
    description: str
    rows: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter with the value that the answer is for."""

    name: str
    label: str
    value: str
    shown: str


def answers(framework: Framework) -> tuple[Answer, ...]:
    """Ask every named question, with the defaults of its parameters, then the competency ones.

    Raises:
        QueryError: a competency question's answer is not the expected one.
    """
    found = [
        Answer(query, run(framework, query, {p.name: p.default for p in query.parameters}))
        for query in catalogue().values()
    ]
    for question in questions().values():
        table = run(framework, question.query, {})
        verify(question, table)
        found.append(Answer(question.query, table, question.kind))
    return tuple(found)


def question_pages(room: Room, asked: tuple[Answer, ...]) -> Iterator[Page]:
    """Yield the list of questions, and for each a page and its answer as CSV."""
    press = room.press
    title = press.gettext("Questions")
    entries = tuple(
        Entry(
            to=f"query/{a.query.name}.html",
            title=room.text(a.query.title),
            description=room.text(a.query.description),
            rows=len(a.table.rows),
            kind=_kind(room, a.kind) if a.kind else "",
        )
        for a in asked
    )
    frame = Frame(
        path="queries.html",
        title=title,
        description=press.gettext("Questions that the graph answers, each as SPARQL."),
        tab="queries.html",
        data=room.graph_files,
    )
    values = {
        "queries": tuple(entry for entry in entries if not entry.kind),
        "competency": tuple(entry for entry in entries if entry.kind),
    }
    yield press.page("queries.html", frame, values)
    for n, answer in enumerate(asked):
        before = _link(entries[n - 1]) if n else None
        after = _link(entries[n + 1]) if n + 1 < len(entries) else None
        yield _question(room, answer, before, after)
        csv_path = f"{room.language.value}/query/{answer.query.name}.csv"
        yield Page(csv_path, _csv(answer.table))


def _kind(room: Room, kind: AnswerKind) -> str:
    text = room.press.gettext
    match kind:
        case "direct":
            return text("stated by the paper")
        case "inference":
            return text("follows from the paper")
        case "mixed":
            return text("stated in part, follows in part")
        case "negative":
            return text("asks what the paper does not say")


def _link(entry: Entry) -> Link:
    return Link(entry.to, entry.title, entry.to)


def _question(room: Room, answer: Answer, before: Link | None, after: Link | None) -> Page:
    query = answer.query
    frame = Frame(
        path=f"query/{query.name}.html",
        title=room.text(query.title),
        description=room.text(query.description),
        tab="queries.html",
        crumbs=(room.tab("queries.html", "Questions"),),
        data=room.graph_files,
    )
    parameters = tuple(
        Value(p.name, p.label, p.default, room.reader.label(p.default)) for p in query.parameters
    )
    options = "".join(f" --param {p.name}={p.value}" for p in parameters)
    values = {
        "kind": _kind(room, answer.kind) if answer.kind else "",
        "parameters": parameters,
        "command": f"trustkg query {query.name}{options}",
        "columns": worded(room.framework, answer.table, room.language).columns,
        "rows": tuple(tuple(_cell(room, cell) for cell in row) for row in answer.table.rows),
        "sparql": query.sparql.strip(),
        "csv": f"query/{query.name}.csv",
        "before": before,
        "after": after,
    }
    return room.press.page("query.html", frame, values)


def _cell(room: Room, cell: Cell) -> Link:
    if cell.id is None:
        return Link("", cell.text, None)
    return Link(cell.id, said(room.framework, cell, room.language), room.addresses.of(cell.id))


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([cell.text for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")
