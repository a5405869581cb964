"""`Part` → a workbook with drop-downs, and without any plan an empty form of one."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import TYPE_CHECKING, Any, Final

from trustkg.errors import OutputError
from trustkg.language import Language, Text
from trustkg.plans.amounts import read_date
from trustkg.plans.outline import Field, Names, Part
from trustkg.plans.vocabulary import PLAN_CLASS, Property, ValueType, Vocabulary
from trustkg.plans.xlsx_cells import letters, number_text
from trustkg.plans.xlsx_flaws import header
from trustkg.plans.xlsx_layout import (
    HELP_SHEET,
    KEY_HEADER,
    LISTS_SHEET,
    PLAN_SHEET,
    VALUE_HEADER,
    Column,
    Layout,
    Sheet,
    called,
    layout,
    refer,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MAX_TEXT: Final = 32_767
"""How many characters a cell holds. Source: Excel specifications and limits."""
_FORM_ROWS: Final = 60
"""For how many rows drop-downs and formats are laid out."""
_FIRST_DAY: Final = dt.date(1900, 3, 1)
"""Before it spreadsheets disagree by a day, because of a leap day that never was."""
_PROMPT: Final = 255
_WIDTHS: Final = (14, 48)
_ESCAPED: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)|\r")
_PERCENT: Final = re.compile(r"\d+(\.\d+)? %")
_MULTIPLE: Final = Text("可写几个，用分号隔开。", "Several are separated by semicolons.")
_BELONGS: Final = Text(
    "这一行所属的那一项：编号，或第几项。", "What this row belongs to: its id or number."
)


def write(part: Part, names: Names, vocabulary: Vocabulary) -> bytes:
    """Write a plan as a workbook.

    Args:
        part: the plan.
        names: how sheets, columns and terms are called.
        vocabulary: the keys of plans.

    Returns:
        The bytes of an .xlsx file.

    Raises:
        OutputError: a text is longer than a cell can hold.
    """
    return _Writer(names, vocabulary).write(part)


class _Writer:
    def __init__(self, names: Names, vocabulary: Vocabulary) -> None:
        from openpyxl import Workbook

        self._names = names
        self._language = names.language
        self._vocabulary = vocabulary
        self._layout: Layout = layout(vocabulary)
        self._book: Workbook = Workbook()
        self._lists: dict[str, str] = {}
        self._called: dict[str, list[str]] = {}
        self._titles = {
            s.property.iri: s.property.label[self._language] for s in self._layout.sheets
        }

    def write(self, part: Part) -> bytes:
        first = self._book.active
        assert first is not None
        self._book.remove(first)
        sheet = self._book.create_sheet(PLAN_SHEET[self._language])
        lists = self._book.create_sheet(LISTS_SHEET)
        lists.sheet_state = "hidden"
        self._fill_lists(lists)
        self._plan_sheet(sheet, part)
        for laid in self._layout.sheets:
            self._sheet(self._book.create_sheet(self._titles[laid.property.iri]), laid, part)
        self._help_sheet(self._book.create_sheet(HELP_SHEET[self._language]))
        self._book.move_sheet(LISTS_SHEET, len(self._book.sheetnames))
        target = io.BytesIO()
        self._book.save(target)
        return target.getvalue()

    # ---- Drop-downs ----

    def _fill_lists(self, sheet: Worksheet) -> None:
        columns = [c for laid in self._layout.sheets for c in laid.columns] + [*self._layout.plan]
        number = 0
        for column in columns:
            property = column.last
            if property.type is not ValueType.TERM or property.iri in self._lists:
                continue
            number += 1
            choices = self._names.choices(property)
            for row, name in enumerate(choices, start=1):
                _set(sheet, row, number, name)
            letter = letters(number)
            self._lists[property.iri] = f"'{LISTS_SHEET}'!${letter}$1:${letter}${len(choices)}"

    def _offer(self, sheet: Worksheet, property: Property, cells: str) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        rule = DataValidation(
            type="list" if property.iri in self._lists else None,
            formula1=self._lists.get(property.iri),
            allow_blank=True,
            showErrorMessage=False,
            showInputMessage=True,
            promptTitle=property.label[self._language][:32],
            prompt=self._about(property)[:_PROMPT],
        )
        rule.add(cells)
        sheet.add_data_validation(rule)

    def _about(self, property: Property) -> str:
        definition = property.definition[self._language]
        if property.type is not ValueType.TERM or property.functional:
            return definition
        gap = "" if self._language is Language.ZH else " "
        return definition + gap + _MULTIPLE[self._language]

    # ---- Sheets ----

    def _plan_sheet(self, sheet: Worksheet, part: Part) -> None:
        titles = (KEY_HEADER, VALUE_HEADER, HELP_SHEET)
        for number, title in enumerate(titles, start=1):
            self._head(sheet, number, title[self._language], None)
        for row, column in enumerate(self._layout.plan, start=2):
            name = header(column)[self._language]
            if len(column.path) == 1:
                name = self._names.key(PLAN_CLASS, column.last)
            _set(sheet, row, 1, name)
            self._cell(sheet, row, 2, column, _field(part, column))
            _set(sheet, row, 3, self._about(column.last))
            self._offer(sheet, column.last, f"B{row}")
        for letter, width in zip("ABC", (22, 44, 70), strict=True):
            sheet.column_dimensions[letter].width = width

    def _sheet(self, sheet: Worksheet, laid: Sheet, plan: Part) -> None:
        for number, owner in enumerate(laid.owners, start=1):
            self._head(sheet, number, owner.label[self._language], _BELONGS[self._language])
            sheet.column_dimensions[letters(number)].width = _WIDTHS[0]
        before = len(laid.owners)
        for number, column in enumerate(laid.columns, start=before + 1):
            title = header(column)[self._language]
            self._head(sheet, number, title, self._about(column.last))
            letter = letters(number)
            self._offer(sheet, column.last, f"{letter}2:{letter}{_FORM_ROWS}")
            wide = column.last.type is ValueType.TEXT and column.last.iri != self._id(laid)
            sheet.column_dimensions[letter].width = _WIDTHS[wide]
            for row in range(2, _FORM_ROWS + 1):
                _format(sheet.cell(row, number), column.last)
        row = 2
        for owners, part in self._parts(laid, plan):
            for number, owner in enumerate(laid.owners, start=1):
                if owner.iri in owners:
                    _set(sheet, row, number, owners[owner.iri])
            for number, column in enumerate(laid.columns, start=before + 1):
                self._cell(sheet, row, number, column, _field(part, column))
            row += 1
        sheet.freeze_panes = "A2"

    def _id(self, laid: Sheet) -> str:
        return called(self._vocabulary, laid.kind).iri

    def _parts(self, laid: Sheet, plan: Part) -> list[tuple[dict[str, str], Part]]:
        """Return the rows of a sheet: what each belongs to, and the part."""
        own = plan.field(laid.property.iri)
        parts: tuple[Part, ...] = own.parts if own else ()
        rows: list[tuple[dict[str, str], Part]] = [({}, part) for part in parts]
        if not laid.owners:
            self._called[laid.property.iri] = [self._call(laid, part) for part in parts]
        for owner in laid.owners:
            held = plan.field(owner.iri)
            names = self._called.get(owner.iri, [])
            for place, above in enumerate(held.parts if held else ()):
                nested = above.field(laid.property.iri)
                reference = refer(place, names)
                rows += [({owner.iri: reference}, p) for p in (nested.parts if nested else ())]
        return rows

    def _call(self, laid: Sheet, part: Part) -> str:
        property = called(self._vocabulary, laid.kind)
        field = part.field(property.iri)
        return self._text(field) if field else ""

    def _text(self, field: Field) -> str:
        """Return what stands in a cell for all values of a property."""
        joined = "；" if self._language is Language.ZH else "; "
        return joined.join(self._names.written(value, field.key) for value in field.values)

    def _head(self, sheet: Worksheet, number: int, title: str, comment: str | None) -> None:
        from openpyxl.comments import Comment
        from openpyxl.styles import Font, PatternFill

        _set(sheet, 1, number, title)
        cell = sheet.cell(1, number)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DDE7F0")
        if comment:
            cell.comment = Comment(comment, "trustkg", height=110, width=300)

    def _help_sheet(self, sheet: Worksheet) -> None:
        zh = self._language is Language.ZH
        titles = ("工作表", "列", "说明", "可写") if zh else ("sheet", "column", "what", "one of")
        for number, title in enumerate(titles, start=1):
            self._head(sheet, number, title, None)
        rows = [(PLAN_SHEET[self._language], column) for column in self._layout.plan]
        for laid in self._layout.sheets:
            rows += [(self._titles[laid.property.iri], column) for column in laid.columns]
        for row, (title, column) in enumerate(rows, start=2):
            property = column.last
            term = property.type is ValueType.TERM
            offered = ("；" if zh else "; ").join(self._names.choices(property)) if term else ""
            cells = (title, header(column)[self._language], self._about(property), offered)
            for number, text in enumerate(cells, start=1):
                _set(sheet, row, number, text[:MAX_TEXT])
        for letter, width in zip("ABCD", (14, 22, 60, 80), strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.freeze_panes = "A2"

    # ---- Cells ----

    def _cell(
        self, sheet: Worksheet, row: int, number: int, column: Column, field: Field | None
    ) -> None:
        cell = sheet.cell(row, number)
        _format(cell, column.last)
        if field is None:
            return
        text = self._text(field)
        kind = column.last.type
        date = read_date(text) if kind is ValueType.DATE else None
        percent = _percent(text) if kind is ValueType.QUANTITY else None
        if date and date >= _FIRST_DAY:
            cell.value = date
            cell.number_format = "yyyy-mm-dd"
        elif percent:
            cell.value, cell.number_format = percent
        else:
            _set(sheet, row, number, text)


def _field(part: Part, column: Column) -> Field | None:
    """Return what a part says in a column; within an inner part where the path is longer."""
    field = part.field(column.path[0].iri)
    for property in column.path[1:]:
        field = field.parts[0].field(property.iri) if field and field.parts else None
    return field


def _format(cell: Any, property: Property) -> None:
    if property.type is ValueType.DATE:
        cell.number_format = "yyyy-mm-dd"
    elif property.type is ValueType.TEXT:
        cell.number_format = "@"


def _percent(text: str) -> tuple[float, str] | None:
    """Return value and format of a cell that reads back as this very text, if there is one."""
    match = _PERCENT.fullmatch(text)
    if match is None or not text.isascii():
        return None
    decimals = len(match[1] or ".") - 1
    shown = f"0.{'0' * decimals} %" if decimals else "0 %"
    value = float(text.removesuffix(" %")) / 100
    value = round(value, decimals + 4)
    return (value, shown) if number_text(value, shown) == text else None


def _set(sheet: Worksheet, row: int, number: int, text: str) -> None:
    """Put a text into a cell, and let it stay one even if it looks like a formula."""
    if len(text) > MAX_TEXT:
        raise OutputError(
            f"{sheet.title}!{letters(number)}{row}",
            Text(
                f"文字超过{MAX_TEXT:,}字，单元格放不下",
                f"a text of more than {MAX_TEXT:,} characters doesn't fit into a cell",
            ),
            help=Text("请缩短，或改用YAML", "shorten it, or use YAML"),
        )
    escaped = _ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    cell = sheet.cell(row, number)
    cell.value = escaped
    cell.data_type = "s"
