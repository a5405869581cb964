"""Spreadsheets: what people do to them, and where findings then point."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from plan_strategies import framework, vocabulary

from trustkg.errors import InputError
from trustkg.language import Language
from trustkg.plans import Place, Plan, read_bytes
from trustkg.plans.starters import starter
from trustkg.plans.writing import write
from trustkg.vocab import BASE, PLAN


def workbook(language: Language = Language.ZH) -> Any:
    """Return the workbook that `plan new` writes."""
    plan = starter(language, framework(), vocabulary())
    data = write(plan, "xlsx", framework(), vocabulary(), language)
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: Any) -> bytes:
    """Return the bytes of a workbook."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def plan_of(book: Any) -> Plan:
    """Read a workbook."""
    return read_bytes("plan.xlsx", saved(book), framework(), vocabulary())


def column(sheet: Any, title: str) -> int:
    """Return the number of a column by its header."""
    return int(next(cell.column for cell in sheet[1] if cell.value == title))


def put(sheet: Any, title: str, row: int, value: object) -> str:
    """Put a value under a header and return the address of its cell."""
    cell = sheet.cell(row, column(sheet, title))
    cell.value = value
    return f"{sheet.title}!{cell.coordinate}"


def test_values_know_their_cells() -> None:
    """A finding in a spreadsheet names sheet and cell."""
    plan = plan_of(workbook())
    measure = plan.node + "#measure/1"
    place = Place(measure, PLAN + "driver", BASE + "contentAuthenticity")
    sheet = workbook()["措施"]
    address = f"措施!{sheet.cell(2, column(sheet, '驱动要素')).coordinate}"
    assert f"plan.xlsx:{address}" == str(plan.position(place))


def test_blank_cells_are_the_place_of_what_is_missing() -> None:
    """Where nobody is responsible, the cell to fill in is shown."""
    book = workbook()
    address = put(book["措施"], "负责", 3, None)
    plan = plan_of(book)
    place = Place(plan.node + "#measure/2", PLAN + "responsible")
    assert address == plan.position(place).cell


@pytest.mark.parametrize(
    ("title", "value", "slug"),
    [
        ("驱动要素", "内容真是性", "unknown-term"),
        ("建立", "服务信任", "ambiguous-term"),
        ("驱动要素", "内容真实性，专业性", "unknown-term"),
        ("开始", "2026年9月", "unreadable-date"),
        ("做法", "=A1&A2", "wrong-type"),
    ],
)
def test_problems_point_at_cells(title: str, value: str, slug: str) -> None:
    """What can't be understood is shown where it stands; a formula needs its result."""
    book = workbook()
    address = put(book["措施"], title, 2, value)
    (problem,) = plan_of(book).problems
    assert (slug, address) == (problem.slug, problem.position.cell)


def test_real_numbers_and_dates_are_read() -> None:
    """Percent cells, money cells, dates and full-width text mean what they show."""
    book = workbook()
    sheet = book["指标目标"]
    put(sheet, "基线", 2, 0.185)
    sheet.cell(2, column(sheet, "基线")).number_format = "0.0%"
    put(sheet, "目标", 2, "１２％")
    put(sheet, "截止", 2, dt.datetime(2027, 5, 30))  # noqa: DTZ001  a cell has no zone
    plan = plan_of(book)
    kpi = plan.node + "#kpi/1"
    assert plan.problems == ()
    assert "18.5 %" == plan.names[kpi + "/baseline/1"].zh
    assert Place(kpi, PLAN + "by", "2027-05-30") in plan.positions


def test_several_values_in_a_cell() -> None:
    """Both semicolons and line breaks separate values."""
    book = workbook()
    put(book["措施"], "驱动要素", 2, "内容真实性；deep interaction;\n风险管控")
    plan = plan_of(book)
    found = {str(o) for _, p, o in plan.graph if str(p) == PLAN + "driver"}
    assert {"contentAuthenticity", "deepInteraction", "riskControl"} <= {
        name.removeprefix(BASE) for name in found
    }


def test_order_language_and_hidden_rows_do_not_matter() -> None:
    """Sheets and columns may be moved or renamed, rows hidden, left blank or titled."""
    book = workbook()
    plan = plan_of(book)
    sheet = book["措施"]
    sheet.cell(1, column(sheet, "做法")).value = "Does"
    sheet.title = "measures"
    sheet.insert_rows(1, 2)
    sheet["A1"] = "春季措施一览"
    sheet.row_dimensions[4].hidden = True
    book.move_sheet("measures", -1)
    book.move_sheet("说明", -9)
    same = plan_of(book)
    assert same.problems == ()
    assert set(plan.graph) == set(same.graph)


@pytest.mark.parametrize(
    ("change", "slug", "cell"),
    [
        (lambda book: book.remove(book["措施"]), "wrong-type", "计划!A1"),
        (lambda book: setattr(book["措施"], "title", "措施表"), "unknown-key", "措施表!A1"),
        (lambda book: book["证据"].cell(2, 1, "m9"), "unknown-term", "证据!A2"),
        (lambda book: book["证据"].cell(2, 1).__setattr__("value", None), "wrong-type", "证据!A2"),
        (lambda book: book["指标目标"].cell(1, 9, "预算") and book["指标目标"].cell(2, 9, 5), "unknown-key", "指标目标!I1"),
        (lambda book: book["计划"].cell(30, 1, "预算") and book["计划"].cell(30, 2, 5), "unknown-key", "计划!A30"),
    ],
    ids=["no sheet", "misspelt sheet", "no such measure", "whose", "column", "key"],
)  # fmt: skip
def test_what_does_not_belong_is_said(
    change: Callable[[Any], object], slug: str, cell: str
) -> None:
    """Sheets, columns and references that fit nothing are findings with their place."""
    book = workbook()
    change(book)
    problems = {(problem.slug, problem.position.cell) for problem in plan_of(book).problems}
    assert (slug, cell) in problems


def test_merged_cells_are_pointed_out() -> None:
    """A merged cell leaves open which row its value belongs to."""
    book = workbook()
    number = column(book["措施"], "负责")
    book["措施"].merge_cells(start_row=2, end_row=3, start_column=number, end_column=number)
    problems = plan_of(book).problems
    assert ["wrong-type"] * 2 == [problem.slug for problem in problems]
    assert "合并的单元格" == problems[0].bindings["found"].zh


def with_part(name: str, content: bytes) -> bytes:
    """Return a workbook with one more part."""
    target = io.BytesIO(saved(workbook()))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old format or encrypted"),
        (b"PK\x03\x04 not really", "no Excel workbook"),
        (b"just words", "no Excel workbook"),
        (b"PK\x03\x04" + bytes(6_000_000), "larger than"),
    ],
    ids=["xls", "broken", "text", "large"],
)
def test_what_is_no_workbook_is_refused(data: bytes, what: str) -> None:
    """Whatever else is called .xlsx is refused in one sentence."""
    with pytest.raises(InputError) as caught:
        read_bytes("plan.xlsx", data, framework(), vocabulary())
    assert what in caught.value.what.en


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("xl/vbaProject.bin", b"macro", "macros"),
        ("xl/media/bomb.bin", bytes(30_000_000), "unpacks to more"),
        ("xl/x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        ("xl/y.xml", b'<a><mergeCell ref="A1:XFD1048576"/></a>', "merged range"),
        ("xl/z.xml", b"<a>" + b"<c/>" * 200_000 + b"</a>", "more than 100,000 cells"),
    ],
    ids=["macros", "zip bomb", "entities", "merge bomb", "cells"],
)
def test_hostile_packages_are_refused(name: str, content: bytes, what: str) -> None:
    """What would run, or fill the memory, is refused before a library opens it."""
    with pytest.raises(InputError) as caught:
        read_bytes("plan.xlsx", with_part(name, content), framework(), vocabulary())
    assert what in caught.value.what.en


def test_a_strange_workbook_is_refused() -> None:
    """A workbook without any sheet of a plan is somebody else's."""
    book = openpyxl.Workbook()
    with pytest.raises(InputError) as caught:
        plan_of(book)
    assert "no sheet of this workbook" in caught.value.what.en


@pytest.mark.parametrize("language", list(Language))
def test_cells_offer_terms_and_help(language: Language) -> None:
    """Each column of terms has a drop-down, each column a note and a line of help."""
    book = workbook(language)
    sheet = book["措施" if language is Language.ZH else "measures"]
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert len(lists) >= 8
    assert all(cell.comment for cell in sheet[1])
    assert "hidden" == book["_lists"].sheet_state
    assert book["说明" if language is Language.ZH else "help"].max_row > 30
