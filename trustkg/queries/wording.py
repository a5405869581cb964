"""Answers in the reader's language: what columns are called, and what cells say.

`queries/columns.csv` has the name of each variable that the questions use. A variable whose
name ends in `Zh` or `En` holds the Chinese or English label of the one without.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from trustkg import resources
from trustkg.framework import Framework
from trustkg.language import Language, Text
from trustkg.queries.evaluation import Cell, Table

_FILE: Final = "columns.csv"
_LABELS: Final = {"Zh": Text("中文", "Chinese"), "En": Text("英文", "English")}


def columns(folder: Path | None = None) -> Mapping[str, Text]:
    """Return what the columns of answers are called, by the variable's name.

    Args:
        folder: where the file is; the one that comes with trustkg where None.
    """
    with ((folder or resources.data("queries")) / _FILE).open(
        encoding="utf-8", newline=""
    ) as file:
        rows = {row["name"]: Text(row["zh"], row["en"]) for row in csv.DictReader(file)}
    return MappingProxyType(rows)


_known = cache(columns)


def column(name: str, language: Language) -> str:
    """Return what a column is called; the variable's own name where nobody named it."""
    own = _known().get(name)
    base, label = _known().get(name[:-2]), _LABELS.get(name[-2:])
    if own is not None:
        return own[language]
    if base is not None and label is not None:
        return Text(f"{base.zh}（{label.zh}）", f"{base.en} ({label.en})")[language]
    return name


def said(framework: Framework, cell: Cell, language: Language) -> str:
    """Return what a cell says: the label of what it names, a section by its number."""
    if cell.id is None:
        return cell.text
    if cell.id in framework.sections:
        section = framework.sections[cell.id]
        return f"§{section.number}" if section.number else section.label[language]
    if cell.id in framework.statements:
        return cell.id.rpartition("/")[2]
    if cell.id in framework.labels:
        return framework.label(cell.id)[language]
    return cell.text


def worded(framework: Framework, table: Table, language: Language) -> Table:
    """Return an answer as people read it.

    Args:
        framework: has the labels.
        table: the answer with ids.
        language: the reader's.

    Returns:
        Named columns, and labels in place of ids; the id stays where the row has the label
        in a column of its own.
    """
    rows = []
    for row in table.rows:
        spelt = {cell.text for cell in row if cell.id is None}
        told = [(c, said(framework, c, language)) for c in row]
        rows.append(tuple(c if text in spelt else Cell(text, c.id) for c, text in told))
    return Table(tuple(column(name, language) for name in table.columns), tuple(rows))
