"""The critical reading: what the project finds inconsistent, missing or weakly supported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trustkg.framework import CriticalNote
from trustkg.publish.addresses import CRITIQUE_PAGE, anchor
from trustkg.publish.press import Frame, Page
from trustkg.publish.room import Room
from trustkg.publish.views import Link, Pointer


@dataclass(frozen=True, slots=True)
class Concern:
    """What a note is about, in the order in which it is shown: names, then sentences."""

    names: tuple[Link, ...]
    statements: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A critical note, ready to be shown."""

    anchor: str
    to: str
    title: str
    text: str
    severity: Link
    basis: Link
    concern: Concern


@dataclass(frozen=True, slots=True)
class Chapter:
    """The notes of one class, those that matter most first."""

    kind: Link
    remarks: tuple[Remark, ...]


def critique_pages(room: Room) -> Iterator[Page]:
    """Yield the page of the critical reading."""
    frame = Frame(
        path=CRITIQUE_PAGE,
        title=room.press.gettext("Critical reading"),
        description=room.press.gettext(
            "Where the paper is inconsistent, incomplete or weakly supported, as this project reads it."
        ),
        tab=CRITIQUE_PAGE,
        data=room.graph_files,
    )
    notes = room.framework.notes.values()
    severities = [room.reader.link(s) for s in sorted({n.severity for n in notes})]
    counts = [(s, sum(n.severity == s.id for n in notes)) for s in severities]
    values = {"chapters": tuple(_chapters(room)), "severities": counts, "total": len(notes)}
    yield room.press.page("critical-reading.html", frame, values)


def _chapters(room: Room) -> Iterator[Chapter]:
    kinds: dict[str, list[CriticalNote]] = {}
    for note in room.framework.notes.values():
        kinds.setdefault(note.kind, []).append(note)
    for kind, notes in kinds.items():
        notes.sort(key=lambda note: note.severity)
        plural = room.text(room.framework.kinds[kind].plural)
        to = room.addresses.of(kind)
        yield Chapter(Link(kind, plural, to), tuple(remark(room, note) for note in notes))


def remark(room: Room, note: CriticalNote) -> Remark:
    """Return a note, ready to be shown."""
    return Remark(
        anchor=anchor(note.id),
        to=room.addresses.of(note.id) or "",
        title=room.text(note.label),
        text=room.text(note.definition),
        severity=room.reader.link(note.severity),
        basis=room.reader.link(note.basis),
        concern=_concern(room, note.concerns),
    )


def remarks(room: Room, ids: Iterable[str]) -> tuple[Remark, ...]:
    """Return the notes that concern any of some things, each once, in the notes' order."""
    wanted = {note.id for id in ids for note in room.framework.notes_on.get(id, ())}
    return tuple(remark(room, n) for n in room.framework.notes.values() if n.id in wanted)


def _concern(room: Room, ids: tuple[str, ...]) -> Concern:
    framework, reader = room.framework, room.reader
    names = []
    for id in ids:
        if id in framework.sections:
            names.append(reader.section(id))
        elif id in framework.references:
            names.append(reader.work(id))
        elif id not in framework.statements:
            names.append(reader.link(id))
    said = (reader.pointer(id) for id in ids if id in framework.statements)
    return Concern(tuple(names), tuple(said))
