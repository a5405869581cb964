"""Cells of a workbook as the texts that a person would write in their place."""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from trustkg.errors import InputError
from trustkg.language import Text
from trustkg.plans.document import Flaw, Scalar
from trustkg.plans.model import Position
from trustkg.plans.phrases import both
from trustkg.plans.xlsx_package import check

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[\$([^\-\]]*)[^\]]*\]')
_MONEY: Final = re.compile("[¥￥元]|CNY|RMB")
_ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
_ODD: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MERGED: Final = Text("合并的单元格", "a merged cell")
_UNCOMPUTED: Final = Text("没有算出结果的公式", "a formula without a result")


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: what stands in its cells, by row and column from 1; blank cells are left out."""

    title: str
    number: int
    file: str
    cells: Mapping[int, Mapping[int, Scalar | Flaw]]

    def position(self, row: int, column: int) -> Position:
        """Return the position of a cell."""
        address = f"{self.title}!{letters(column)}{row}"
        return Position(self.file, row, column, column + 1, address, self.number)

    def text(self, row: int, column: int) -> str:
        """Return the text of a cell; empty where it is blank or has none."""
        cell = self.cells.get(row, {}).get(column)
        return cell.text if isinstance(cell, Scalar) else ""


def letters(column: int) -> str:
    """Return the letters of a column, as spreadsheets show them.

    Args:
        column: from 1.
    """
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def tables(name: str, data: bytes) -> tuple[Table, ...]:
    """Read the sheets of a workbook; hidden ones and hidden rows count like all others.

    Args:
        name: how messages call the file.
        data: its bytes.

    Returns:
        The sheets in order.

    Raises:
        InputError: it is no workbook, is broken or too large, or holds macros.
    """
    check(name, data)
    workbook = _open(name, data, values=False)
    computed: Workbook | None = None
    found = []
    for number, sheet in enumerate(workbook.worksheets, start=1):
        if computed is None and any(cell.data_type == "f" for cell in _cells(sheet)):
            computed = _open(name, data, values=True)
        values = computed.worksheets[number - 1] if computed else sheet
        found.append(_table(name, number, sheet, values))
    return tuple(found)


def _open(name: str, data: bytes, *, values: bool) -> Workbook:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of extensions that a plan has no use for
            return load_workbook(io.BytesIO(data), data_only=values, keep_links=False)
    except Exception as error:  # openpyxl's errors have no common class
        raise InputError(
            name,
            Text("工作簿读不了，可能已损坏", "the workbook can't be read; it may be broken"),
            help=Text(
                "请在表格软件里打开，另存为.xlsx",
                "open it in a spreadsheet program and save it as .xlsx",
            ),
        ) from error


def _cells(sheet: Worksheet) -> Iterator[Any]:
    yield from sheet._cells.values()  # noqa: SLF001  its iterators make each blank cell


def _table(name: str, number: int, sheet: Worksheet, values: Worksheet) -> Table:
    table = Table(sheet.title, number, name, {})
    found: dict[int, dict[int, Scalar | Flaw]] = {}
    merged = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
        if area.max_row > area.min_row or area.max_col > area.min_col
    }
    for cell in sorted(_cells(sheet), key=lambda cell: (cell.row, cell.column)):
        position = table.position(cell.row, cell.column)
        content = (
            _flaw(_MERGED, position)
            if (cell.row, cell.column) in merged
            else _content(cell, values, position)
        )
        if content is not None:
            found.setdefault(cell.row, {})[cell.column] = content
    cells = {row: MappingProxyType(columns) for row, columns in found.items()}
    return Table(sheet.title, number, name, MappingProxyType(cells))


def _content(cell: Any, values: Worksheet, position: Position) -> Scalar | Flaw | None:
    if cell.data_type == "f":
        cell = values._cells.get((cell.row, cell.column))  # noqa: SLF001  as above
        if cell is None or cell.value is None:
            return _flaw(_UNCOMPUTED, position)
    if cell.data_type == "e":
        error = str(cell.value)
        return _flaw(Text(f"出错的单元格{error}", f"the error {error}"), position)
    text = _text(cell.value, str(cell.number_format))
    odd = _ODD.search(text)
    if odd:
        code = f"U+{ord(odd[0]):04X}"
        return _flaw(Text(f"不能用的字符{code}", f"the character {code}"), position)
    return Scalar(text, False, position) if text else None


def _flaw(found: Text, position: Position) -> Flaw:
    form = Text("值本身，每格各写各的", "the value itself, in a cell of its own")
    expected = Text("普通的单元格", "a plain cell")
    bindings = {"expected": expected, "found": found, "form": form, "value": both("")}
    return Flaw("wrong-type", MappingProxyType(bindings), position)


def _text(value: object, format: str) -> str:
    """Return what a person would write for the value of a cell.

    Args:
        value: text, number, truth value, date or time, or None.
        format: the number format, which says whether 0.18 means 18 %.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return number_text(value, format)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), str(value))


def number_text(value: float, format: str) -> str:
    """Return a number as a person would write it who sees the cell.

    Args:
        value: as the file has it: 0.18 where the cell shows 18 %.
        format: its number format.
    """
    number = Decimal(repr(value))
    if not number.is_finite():
        return str(number)
    shown = _QUOTED.sub(lambda match: match[1] or "", format)
    if "%" in shown:
        return f"{_plain(number * 100)} %"
    return f"¥{_plain(number)}" if _MONEY.search(format) else _plain(number)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
