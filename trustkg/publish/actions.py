"""What is to be done, by whom, and what is to be left alone: read off the statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trustkg.framework import BasisKind, Statement, Term
from trustkg.publish.press import Frame, Page
from trustkg.publish.room import Room
from trustkg.publish.views import Link


@dataclass(frozen=True, slots=True)
class Source:
    """A statement that something rests on: its section, or its basis where it is in none."""

    to: str
    text: str
    hint: str
    paper: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A term in a cell, with the statements that put it there."""

    term: Link
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An action or practice, what puts it here, and one list of terms for each column."""

    term: Link
    definition: str
    sources: tuple[Source, ...]
    cells: tuple[tuple[Entry, ...], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows under one heading; None heads what no strategy level has."""

    heading: Link | None
    rows: tuple[Row, ...]


_COLUMNS = ("isPerformedBy", "worksOnAspect", "realises")
_LEVEL = "belongsToStrategy"
_AVOID = "mustAvoid"
_DETECT = "detects"


def action_pages(room: Room) -> Iterator[Page]:
    """Yield the table of actions and of practices to avoid."""
    frame = Frame(
        path="actions.html",
        title=room.press.gettext("Actions"),
        description=room.press.gettext(
            "Who does what, on which strategy level, and which driver it puts into effect."
        ),
        tab="actions.html",
        data=room.graph_files,
    )
    values = {
        "sheets": tuple(_sheets(room)),
        "prohibited": tuple(_prohibited(room)),
    }
    yield room.press.page("actions.html", frame, values)


def _sheets(room: Room) -> Iterator[Sheet]:
    framework = room.framework
    actions = framework.of_kind("Action")
    placed: dict[str, dict[str, list[Source]]] = {}
    for action in actions:
        for statement in _said(room, action, _LEVEL):
            own = placed.setdefault(statement.object, {})
            own.setdefault(action.id, []).append(_source(room, statement))
    for level in framework.of_kind("StrategyLevel"):
        here = placed.get(level.id, {})
        if here:
            rows = tuple(_row(room, a, here[a.id]) for a in actions if a.id in here)
            yield Sheet(room.reader.link(level.id), rows)
    everywhere = {id for own in placed.values() for id in own}
    rest = tuple(_row(room, a, ()) for a in actions if a.id not in everywhere)
    if rest:
        yield Sheet(None, rest)


def _row(room: Room, action: Term, sources: Iterable[Source]) -> Row:
    cells = tuple(
        _entries(room, ((s.object, s) for s in _said(room, action, relation)))
        for relation in _COLUMNS
    )
    link, definition = room.reader.link(action.id), room.text(action.definition)
    return Row(link, definition, tuple(sources), cells)


def _prohibited(room: Room) -> Iterator[Row]:
    framework = room.framework
    for practice in framework.of_kind("ProhibitedPractice"):
        said = framework.pointing_at.get(practice.id, ())
        cells = tuple(
            _entries(room, ((s.subject, s) for s in said if s.relation == relation))
            for relation in (_AVOID, _DETECT)
        )
        yield Row(room.reader.link(practice.id), room.text(practice.definition), (), cells)


def _said(room: Room, term: Term, relation: str) -> Iterator[Statement]:
    said = room.framework.about.get(term.id, ())
    return (s for s in said if s.relation == relation)


def _entries(room: Room, pairs: Iterable[tuple[str, Statement]]) -> tuple[Entry, ...]:
    found: dict[str, list[Source]] = {}
    for id, statement in pairs:
        found.setdefault(id, []).append(_source(room, statement))
    return tuple(Entry(room.reader.link(id), tuple(sources)) for id, sources in found.items())


def _source(room: Room, statement: Statement) -> Source:
    paper = statement.basis_kind is BasisKind.PAPER
    place = room.reader.section(statement.section).text if statement.section else None
    return Source(
        to=room.addresses.of(statement.id) or "",
        text=place or room.reader.label(statement.basis),
        hint=room.reader.sentence(statement),
        paper=paper,
    )
