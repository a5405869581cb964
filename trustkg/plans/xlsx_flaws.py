"""What a workbook lacks or has in the wrong place, in the words of the reading rules."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from trustkg.language import Text
from trustkg.plans.document import Flaw, Scalar
from trustkg.plans.model import Position
from trustkg.plans.phrases import both, listed, said
from trustkg.plans.vocabulary import Property
from trustkg.plans.xlsx_layout import Column


def missing_sheet(name: Text, columns: Sequence[Column], position: Position) -> Flaw:
    """Return what to say where a sheet isn't there.

    Args:
        name: of the sheet.
        columns: that it would have.
        position: where to say it.
    """
    found = Text("没有这张表的工作簿", "a workbook without it")
    return _form(_sheet(name), found, name, columns, position)


def missing_headers(name: Text, columns: Sequence[Column], position: Position) -> Flaw:
    """Return what to say of a sheet that has no names of columns; see `missing_sheet`."""
    found = Text("没有列名的表", "a sheet whose columns have no names")
    return _form(_sheet(name), found, name, columns, position)


def _sheet(name: Text) -> Text:
    return Text(f"工作表“{name.zh}”", f"a sheet “{name.en}”")


def _form(
    expected: Text, found: Text, name: Text, columns: Sequence[Column], position: Position
) -> Flaw:
    headers = [header(column) for column in columns]
    form = Text(
        f"工作表“{name.zh}”，第一行是列名：{'、'.join(h.zh for h in headers)}",
        f"a sheet “{name.en}” whose first row is: {', '.join(h.en for h in headers)}",
    )
    bindings = {"property": name, "expected": expected, "found": found, "form": form}
    return Flaw("wrong-type", MappingProxyType(bindings | {"value": both("")}), position)


def header(column: Column) -> Text:
    """Return the name of a column in both languages."""
    labels = [property.label for property in column.path]
    return Text(" / ".join(t.zh for t in labels), " / ".join(t.en for t in labels))


def no_owner(owners: Sequence[Property], position: Position) -> Flaw:
    """Return what to say of a row that doesn't tell which one part it belongs to."""
    names = Text("或".join(o.label.zh for o in owners), " or ".join(o.label.en for o in owners))
    bindings = {
        "property": names,
        "expected": Text("一个编号或行次", "one id or number"),
        "found": Text("空格，或不止一个", "nothing, or more than one"),
        "form": Text("所属那一项的编号，例如m1", "the id of what the row belongs to, such as m1"),
        "value": both(""),
    }
    return Flaw("wrong-type", MappingProxyType(bindings), position)


def unknown_owner(label: Text, cell: Scalar, names: Sequence[str]) -> Flaw:
    """Return what to say of a row that belongs to a part that isn't there.

    Args:
        label: of the kind of part.
        cell: what is written.
        names: of the parts that are there; the number of a row stands for one without.
    """
    known = [name.strip() or str(place) for place, name in enumerate(names, start=1)]
    bindings = {"value": said(cell.text), "expected": label, "candidates": listed(known[:12])}
    return Flaw("unknown-term", MappingProxyType(bindings | {"found": both("")}), cell.position)
