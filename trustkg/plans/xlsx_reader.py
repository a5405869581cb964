"""A workbook → `Document`: the same tree that a text file gives, its places cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from trustkg.errors import InputError
from trustkg.language import Text
from trustkg.plans import document
from trustkg.plans import xlsx_flaws as flaws
from trustkg.plans.document import Document, Entry, Flaw, Mapping, Node, Scalar
from trustkg.plans.model import Position
from trustkg.plans.vocabulary import PLAN_CLASS, Property, ValueType, Vocabulary
from trustkg.plans.xlsx_cells import Table, letters, tables
from trustkg.plans.xlsx_layout import (
    HELP_SHEET,
    IN_CELL,
    KEY_HEADER,
    LISTS_SHEET,
    PLAN_SHEET,
    SEPARATORS,
    Column,
    Layout,
    Sheet,
    called,
    find_column,
    is_named,
    layout,
    resolve,
)

_HEADER_ROWS: Final = 10
"""Among how many rows the one with the names of the columns is looked for."""


def read(name: str, data: bytes, vocabulary: Vocabulary) -> Document:
    """Read a plan from a workbook.

    Args:
        name: how messages call the file.
        data: its bytes.
        vocabulary: the keys of plans, which name sheets and columns as well.

    Returns:
        The document; what can't be a value is a `Flaw` in it.

    Raises:
        InputError: it is no workbook, holds macros, is too large, or no sheet of it is a
            part of a plan.
    """
    return _Reader(name, vocabulary).read(tables(name, data))


@dataclass
class _Row:
    """A row on its way to become a part; `nested` are rows of other sheets that belong to it."""

    name: str
    position: Position
    entries: list[Entry]
    nested: dict[str, list[Node]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Headers:
    """Which column of a sheet is what; `unknown` are the headers that stand for nothing."""

    row: int
    columns: dict[int, Column]
    owners: dict[int, Property]
    unknown: dict[int, Scalar]


class _Reader:
    def __init__(self, name: str, vocabulary: Vocabulary) -> None:
        self._name = name
        self._vocabulary = vocabulary
        self._layout: Layout = layout(vocabulary)
        self._rows: dict[str, list[_Row]] = {}
        self._flaws: dict[str, list[Node]] = {}
        self._root = _Row("", Position(name, 1, 1, 2), [])

    def read(self, found: Sequence[Table]) -> Document:
        plan, parts, strange = self._sort(found)
        if not plan and not parts:
            raise self._nothing()
        first = found[0].position(1, 1)
        self._root.position = first
        for table in plan:
            self._plan_sheet(table)
        if not plan:
            self._miss_plan_sheet(first)
        for sheet in self._layout.sheets:
            for table in parts.get(sheet.property.iri, ()):
                self._sheet(sheet, table)
            if sheet.property.iri not in parts:
                self._miss(sheet, strange, first)
        for table in strange:
            key = Scalar(table.title, False, table.position(1, 1))
            self._root.entries.append(Entry(key, Scalar("", True, key.position)))
        return Document(self._name, self._mapping(self._root, PLAN_CLASS), (), IN_CELL)

    def _sort(
        self, found: Sequence[Table]
    ) -> tuple[list[Table], dict[str, list[Table]], list[Table]]:
        """Return the plan's own sheet, those of its parts, and those that stand for nothing."""
        plan: list[Table] = []
        parts: dict[str, list[Table]] = {}
        strange: list[Table] = []
        for table in found:
            part = self._part(table.title)
            if is_named(table.title, PLAN_SHEET):
                plan.append(table)
            elif part:
                parts.setdefault(part.property.iri, []).append(table)
            elif self._counts(table):
                strange.append(table)
        return plan, parts, strange

    def _miss_plan_sheet(self, position: Position) -> None:
        outer = next(column.path[0] for column in self._layout.plan if len(column.path) > 1)
        flaw = flaws.missing_sheet(PLAN_SHEET, self._layout.plan, position)
        key = Scalar(outer.names[0], False, position)
        self._root.entries.append(Entry(key, flaw))

    def _miss(self, sheet: Sheet, strange: Sequence[Table], position: Position) -> None:
        """Report a sheet that isn't there, if others refer to it and none is nearly called so."""
        referred = {owner.iri for other in self._layout.sheets for owner in other.owners}
        near = {self._vocabulary.nearest_key(PLAN_CLASS, table.title) for table in strange}
        if sheet.property.iri in referred and near.isdisjoint(sheet.property.names):
            flaw = flaws.missing_sheet(sheet.property.label, sheet.columns, position)
            self._flaws.setdefault(sheet.property.iri, []).append(flaw)

    def _nothing(self) -> InputError:
        names = [PLAN_SHEET, *(sheet.property.label for sheet in self._layout.sheets)]
        names_zh, names_en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
        return InputError(
            self._name,
            Text("工作簿里没有一张表是计划的", "no sheet of this workbook is a part of a plan"),
            help=Text(
                f"工作表应当叫{names_zh}；也可以从trustkg plan new --format xlsx开始",
                f"sheets are called {names_en}; trustkg plan new --format xlsx gives a start",
            ),
        )

    def _part(self, title: str) -> Sheet | None:
        property = self._vocabulary.property(PLAN_CLASS, title)
        for sheet in self._layout.sheets:
            owned = any(
                self._vocabulary.property(owner.ranges[0], title) == sheet.property
                for owner in sheet.owners
            )
            if owned or (property and property.iri == sheet.property.iri):
                return sheet
        return None

    @staticmethod
    def _counts(table: Table) -> bool:
        set_aside = table.title.startswith(LISTS_SHEET[0]) or is_named(table.title, HELP_SHEET)
        return bool(table.cells) and not set_aside

    # ---- The plan's own sheet: a key and a value in each row ----

    def _plan_sheet(self, table: Table) -> None:
        for row in sorted(table.cells):
            key = table.cells[row].get(1)
            value = table.cells[row].get(2)
            if not isinstance(key, Scalar):
                if value is not None:
                    here = Scalar(letters(1), False, table.position(row, 1))
                    self._root.entries.append(Entry(key=here, value=value))
                continue
            column = find_column(self._vocabulary, PLAN_CLASS, self._layout.plan, key.text)
            if column is None and is_named(key.text, KEY_HEADER):
                continue
            if column is None:
                if value is not None:
                    self._root.entries.append(Entry(key, value))
                continue
            self._enter(self._root.entries, key.text, column, table.position(row, 2), value)

    # ---- Sheets with a row for each part ----

    def _sheet(self, sheet: Sheet, table: Table) -> None:
        headers = self._headers(sheet, table)
        if headers is None:
            if table.cells:
                position = table.position(min(table.cells), 1)
                flaw = flaws.missing_headers(sheet.property.label, sheet.columns, position)
                self._flaws.setdefault(self._place(sheet), []).append(flaw)
            return
        reported: set[int] = set()
        for row in sorted(table.cells):
            cells = table.cells[row]
            known = {n for n in cells if n in headers.columns or n in headers.owners}
            if row <= headers.row or not cells:
                continue
            entries = self._strange(headers, table, row, reported)
            if known or entries:
                self._row(sheet, table, row, headers, entries)

    def _headers(self, sheet: Sheet, table: Table) -> _Headers | None:
        best: _Headers | None = None
        for row in sorted(table.cells)[:_HEADER_ROWS]:
            found = self._headers_in(sheet, table, row)
            score = len(found.columns) + len(found.owners)
            if score and (best is None or score > len(best.columns) + len(best.owners)):
                best = found
        return best

    def _headers_in(self, sheet: Sheet, table: Table, row: int) -> _Headers:
        headers = _Headers(row, {}, {}, {})
        for number, cell in table.cells[row].items():
            if not isinstance(cell, Scalar):
                continue
            column = find_column(self._vocabulary, sheet.kind, sheet.columns, cell.text)
            owner = self._vocabulary.property(PLAN_CLASS, cell.text)
            if column:
                headers.columns[number] = column
            elif owner is not None and owner in sheet.owners:
                headers.owners[number] = owner
            else:
                headers.unknown[number] = cell
        return headers

    @staticmethod
    def _strange(headers: _Headers, table: Table, row: int, reported: set[int]) -> list[Entry]:
        """Return what stands under no known header; each column is reported once."""
        entries = []
        for number, cell in table.cells[row].items():
            if number in headers.columns or number in headers.owners or number in reported:
                continue
            reported.add(number)
            here = Scalar(letters(number), False, table.position(headers.row, number))
            entries.append(Entry(headers.unknown.get(number, here), cell))
        return entries

    def _row(
        self, sheet: Sheet, table: Table, row: int, headers: _Headers, strange: list[Entry]
    ) -> None:
        cells = table.cells[row]
        entries: list[Entry] = []
        filled = {headers.columns[number] for number in headers.columns if number in cells}
        for number, column in sorted(headers.columns.items()):
            if number in cells or column not in filled:
                filled.add(column)
                title = table.text(headers.row, number)
                place = table.position(row, number)
                self._enter(entries, title, column, place, cells.get(number))
        first = min((*headers.columns, *headers.owners))
        made = _Row("", table.position(row, first), entries + strange)
        name = called(self._vocabulary, sheet.kind)
        for number, column in headers.columns.items():
            if column.last == name:
                made.name = table.text(row, number)
        owner = self._owner(sheet, table, row, headers)
        if owner is None and sheet.of_plan:
            self._rows.setdefault(sheet.property.iri, []).append(made)
        elif isinstance(owner, _Row):
            mapping = self._mapping(made, sheet.kind)
            owner.nested.setdefault(sheet.property.iri, []).append(mapping)
        else:
            position = table.position(row, min(headers.owners, default=first))
            flaw = owner or flaws.no_owner(sheet.owners, position)
            self._flaws.setdefault(self._place(sheet), []).append(flaw)

    @staticmethod
    def _place(sheet: Sheet) -> str:
        """Return the plan's property under which flaws of a sheet are reported."""
        return sheet.property.iri if sheet.of_plan else sheet.owners[0].iri

    def _owner(
        self, sheet: Sheet, table: Table, row: int, headers: _Headers
    ) -> _Row | Flaw | None:
        """Return the row of another sheet that this one belongs to, if it names one."""
        owner: _Row | Flaw | None = None
        for number, property in sorted(headers.owners.items()):
            cell = table.cells[row].get(number)
            if cell is None:
                continue
            if owner is not None or isinstance(cell, Flaw):
                return flaws.no_owner(sheet.owners, table.position(row, number))
            rows = self._rows.get(property.iri, [])
            names = [known.name for known in rows]
            place = resolve(cell.text, names)
            label = property.label
            owner = flaws.unknown_owner(label, cell, names) if place is None else rows[place]
        return owner

    # ---- From cells to a tree ----

    def _enter(
        self,
        entries: list[Entry],
        title: str,
        column: Column,
        position: Position,
        cell: Scalar | Flaw | None,
    ) -> None:
        """Add what a cell says; a blank one still keeps the place for what is missing there."""
        value: Node = Scalar("", True, position) if cell is None else self._value(column, cell)
        outer, *inner = column.path
        if not inner:
            entries.append(Entry(Scalar(title, False, position), value))
            return
        entry = Entry(Scalar(inner[0].names[0], False, position), value)
        names = set(outer.names)
        for place, known in enumerate(entries):
            if known.key.text in names and isinstance(known.value, Mapping):
                wider = Mapping((*known.value.entries, entry), known.value.position)
                entries[place] = Entry(known.key, wider)
                return
        key = Scalar(outer.names[0], False, position)
        entries.append(Entry(key, Mapping((entry,), position)))

    @staticmethod
    def _value(column: Column, cell: Scalar | Flaw) -> Node:
        property = column.last
        if isinstance(cell, Flaw) or property.functional or property.type is not ValueType.TERM:
            return cell
        names = [name.strip() for name in SEPARATORS.split(cell.text) if name.strip()]
        items = tuple(Scalar(name, False, cell.position) for name in names)
        return items[0] if len(items) == 1 else document.Sequence(items, cell.position)

    def _mapping(self, row: _Row, kind: str) -> Mapping:
        entries = [_settled(entry) for entry in row.entries]
        for iri, items in self._below(row):
            property = next(p for p in self._vocabulary.properties[kind] if p.iri == iri)
            place = items[0].position
            key = Scalar(property.names[0], False, place)
            entries.append(Entry(key, document.Sequence(tuple(items), place)))
        return Mapping(tuple(entries), row.position)

    def _below(self, row: _Row) -> Iterator[tuple[str, list[Node]]]:
        if row is not self._root:
            yield from row.nested.items()
            return
        for sheet in self._layout.sheets:
            items: list[Node] = [
                self._mapping(part, sheet.kind) for part in self._rows.get(sheet.property.iri, ())
            ]
            items += self._flaws.get(sheet.property.iri, [])
            if items:
                yield sheet.property.iri, items


def _settled(entry: Entry) -> Entry:
    """Let a part of which nothing is written count as absent."""
    value = entry.value
    if isinstance(value, Mapping) and all(
        isinstance(inner.value, Scalar) and inner.value.empty for inner in value.entries
    ):
        return Entry(entry.key, Scalar("", True, value.position))
    return entry
