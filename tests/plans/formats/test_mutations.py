"""Good plans that somebody has damaged: refused or read, never a traceback, places inside."""

from __future__ import annotations

import functools
import io
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plan_strategies import framework, vocabulary

from trustkg.errors import InputError
from trustkg.language import Language
from trustkg.plans import Plan, PlanError, Position, read_bytes
from trustkg.plans.starters import starter
from trustkg.plans.writing import SUFFIXES, write

CALM = settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
SNIPPETS = st.one_of(
    st.sampled_from(
        ["\t", "：", "，", "“", "[", "]", "{", "}", "- ", ": ", '"', "'", "#", "*a", "&a ", "|", "\r",
         "\r\n", "\ufeff", "\u2028", "\0", "@", "%", "<", ">", ".", ";", "_:b", "a ", "(", "\\u00e9",
         "１８", "2026-13-01", "null", "---\n", "<<: *a\n"]
    ),
    st.text(max_size=5),
)  # fmt: skip
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(),
    st.sampled_from(
        ["=A1", "=1/0", "m1；m9", "m9", "１２％", "#REF!", "服务信任", "主播;商家", " ", "_x0000_"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=8),
)


@functools.cache
def good(format: str, language: Language) -> bytes:
    """Return a plan without problems."""
    plan = starter(language, framework(), vocabulary())
    return write(plan, format, framework(), vocabulary(), language)


def check_places(plan: Plan) -> None:
    """Every place is a stretch of a line that is there, or a cell."""
    for position in [*plan.positions.values(), *(p.position for p in plan.problems)]:
        check(position, plan.lines)


def check(position: Position, lines: tuple[str, ...]) -> None:
    """A place is inside its file."""
    if position.cell:
        assert position.line >= 1
        assert position.column >= 1
        return
    assert 1 <= position.line <= len(lines)
    assert 1 <= position.column <= len(lines[position.line - 1]) + 1
    assert position.column < position.end_column


def check_outcome(name: str, data: bytes) -> Plan | None:
    """A file is read with its places right, or refused with one; nothing else happens."""
    try:
        plan = read_bytes(name, data, framework(), vocabulary())
    except InputError as error:
        refused: InputError | None = error
    else:
        check_places(plan)
        return plan
    assert refused is not None
    assert refused.where.startswith(name)
    if isinstance(refused, PlanError):
        check(refused.position, refused.lines)
    return None


@pytest.mark.parametrize("format", ["yaml", "json", "ttl", "jsonld"])
@given(data=st.data())
@CALM
def test_damaged_texts(format: str, data: st.DataObject) -> None:
    """Signs added and stretches cut out anywhere lead to findings or to one refusal."""
    language = data.draw(st.sampled_from(list(Language)))
    text = good(format, language).decode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.sampled_from([0, 0, 1, 2, 20]))
        text = text[:start] + data.draw(SNIPPETS) + text[start + cut :]
    check_outcome(f"plan{SUFFIXES[format]}", text.encode("utf-8", "surrogatepass"))


@given(data=st.data())
@CALM
def test_damaged_workbooks(data: st.DataObject) -> None:
    """Cells, sheets and headers changed at random lead to findings or to one refusal."""
    language = data.draw(st.sampled_from(list(Language)))
    book = openpyxl.load_workbook(io.BytesIO(good("xlsx", language)))
    for _ in range(data.draw(st.integers(1, 4))):
        _damage(book, data)
    target = io.BytesIO()
    book.save(target)
    plan = check_outcome("plan.xlsx", target.getvalue())
    if plan is None:
        return
    titles = set(book.sheetnames)
    places = [*plan.positions.values(), *(problem.position for problem in plan.problems)]
    assert {place.cell.rpartition("!")[0] for place in places if place.cell} <= titles


def _damage(book: Any, data: st.DataObject) -> None:
    sheet = data.draw(st.sampled_from(book.worksheets))
    row, column = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 12))
    kind = data.draw(
        st.sampled_from(["cell", "cell", "cell", "merge", "title", "row", "column", "drop"])
    )
    if kind == "cell" and type(sheet.cell(row, column)).__name__ == "Cell":
        sheet.cell(row, column).value = data.draw(CELLS)
    elif kind == "merge":
        sheet.merge_cells(
            start_row=row, end_row=row + 1, start_column=column, end_column=column + 1
        )
    elif kind == "title":
        sheet.title = data.draw(st.sampled_from(["措施表", "Measures", "x", "豁免", "计划"]))
    elif kind == "row":
        sheet.insert_rows(row)
    elif kind == "column":
        sheet.delete_cols(column)
    elif kind == "drop" and len(book.sheetnames) > 2:
        book.remove(sheet)


@given(data=st.data())
@CALM
def test_damaged_packages(data: st.DataObject) -> None:
    """A workbook with bytes changed or cut off is read or refused."""
    content = bytearray(good("xlsx", Language.ZH))
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from([None, None, 100, len(content) // 2]))
    check_outcome("plan.xlsx", bytes(content[:cut]))
