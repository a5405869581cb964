"""Pages of the named questions, with their answers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from trustkg.framework import Framework
from trustkg.publish.addresses import anchor
from trustkg.publish.press import Frame, Page
from trustkg.publish.room import Room
from trustkg.publish.views import Link
from trustkg.queries import Cell, Query, Table, catalogue, run


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer, asked once for both languages."""

    query: Query
    table: Table


@dataclass(frozen=True, slots=True)
class Entry:
    """A question in the list."""

    to: str
    title: str
    description: str
    rows: int


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter with the value that the answer is for."""

    name: str
    label: str
    value: str
    shown: str


def answers(framework: Framework) -> tuple[Answer, ...]:
    """Ask every named question, with the defaults of its parameters."""
    return tuple(
        Answer(query, run(framework, query, {p.name: p.default for p in query.parameters}))
        for query in catalogue().values()
    )


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
    yield press.page("queries.html", frame, {"queries": entries})
    for n, answer in enumerate(asked):
        before = _link(entries[n - 1]) if n else None
        after = _link(entries[n + 1]) if n + 1 < len(entries) else None
        yield _question(room, answer, before, after)
        csv_path = f"{room.language.value}/query/{answer.query.name}.csv"
        yield Page(csv_path, _csv(answer.table))


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
        "parameters": parameters,
        "command": f"trustkg query {query.name}{options}",
        "columns": answer.table.columns,
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
    if cell.id in room.framework.sections:
        return room.reader.section(cell.id)
    if cell.id in room.framework.statements:
        return Link(cell.id, anchor(cell.id), room.addresses.of(cell.id))
    known = cell.id in room.framework.labels
    text = room.reader.link(cell.id).text if known else cell.text
    return Link(cell.id, text, room.addresses.of(cell.id))


def _csv(table: Table) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(table.columns)
    writer.writerows([cell.text for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig")
