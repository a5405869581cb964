"""The competency questions of `queries/cq/`, each with the answer that the paper gives.

A question is a query, `cq01.rq`, and the answer expected of it, `cq01.csv`. The query's header
says, besides title and description, what an answer rests on:

    # answer: direct
    # ordered: yes
    # remove: [] tkg:compositionObject tkg:informationTrust
    # add: tks:new tkg:subject tkg:hostTrust

`ordered` where the order of rows belongs to the answer. Without the triples of `remove` (where
`[]` is any subject), or with those of `add` in the paper's graph, the answer is another one; the
tests try that.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, get_args

from trustkg import resources
from trustkg.errors import QueryError, reason
from trustkg.language import Text
from trustkg.queries.catalogue import Query, competency_catalogue
from trustkg.queries.evaluation import Table

AnswerKind = Literal["direct", "inference", "mixed", "negative"]
"""Whether the paper states the answer, it follows, both, or the paper does not say such a thing."""

_SHOWN: Final = 3
"""How many rows of each kind a message about a wrong answer shows."""


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question: the query, and the answer expected of it.

    Attributes:
        query: the question as SPARQL.
        kind: what the answer rests on.
        ordered: whether the order of rows belongs to the answer.
        removals: triples, as Turtle, without which the answer is another one.
        additions: triples, as Turtle, with which the answer is another one.
        columns: the variables.
        rows: the expected rows; ids, numbers and texts as a table shows them.
        where: the file that holds the rows, for messages.
    """

    query: Query
    kind: AnswerKind
    ordered: bool
    removals: tuple[str, ...]
    additions: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    where: str


def questions(folder: Path | None = None) -> Mapping[str, Question]:
    """Return the competency questions, by name.

    Args:
        folder: where the `.rq` and `.csv` files are; the one that comes with trustkg where None.

    Raises:
        QueryError: a header or an expected answer is missing or can't be read.
    """
    folder = folder or resources.data("queries") / "cq"
    found = competency_catalogue(folder).items()
    return MappingProxyType(
        {name: _question(query, folder / f"{name}.csv") for name, query in found}
    )


def verify(question: Question, table: Table) -> None:
    """Compare an answer with the expected one.

    Args:
        question: what was asked.
        table: what the graph answered.

    Raises:
        QueryError: the answer is another one; the message shows what is missing or too much.
    """
    if table.columns != question.columns:
        expected, actual = ", ".join(question.columns), ", ".join(table.columns)
        raise QueryError(
            question.where,
            Text(
                f"应有的列是{expected}，查询给出的是{actual}",
                f"the columns should be {expected}; the query gives {actual}",
            ),
            help=Text("请改正文件首行或SELECT", "correct the first line or the SELECT"),
        )
    rows = tuple(tuple(cell.text for cell in row) for row in table.rows)
    if (rows if question.ordered else tuple(sorted(rows))) == (
        question.rows if question.ordered else tuple(sorted(question.rows))
    ):
        return
    missing = [row for row in question.rows if row not in rows]
    surplus = [row for row in rows if row not in question.rows]
    parts = [
        Text(f"缺{_listed(missing)}", f"missing: {_listed(missing)}") if missing else None,
        Text(f"多{_listed(surplus)}", f"too much: {_listed(surplus)}") if surplus else None,
        None
        if missing or surplus
        else Text("各行相同，次序或次数不同", "the same rows in another order or number"),
    ]
    said = [part for part in parts if part]
    raise QueryError(
        question.where,
        Text(
            f"答案与预期不符：{'；'.join(part.zh for part in said)}",
            f"the answer is not the expected one: {'; '.join(part.en for part in said)}",
        ),
        help=Text(
            "请对照论文，改正图谱、查询或预期答案",
            "read the paper, then correct the graph, the query or the expected answer",
        ),
    )


def _listed(rows: list[tuple[str, ...]]) -> str:
    shown = " | ".join(" ".join(row) for row in rows[:_SHOWN])
    return f"{shown} … ({len(rows)})" if len(rows) > _SHOWN else shown


def _question(query: Query, file: Path) -> Question:
    header, *rows = _read(file)
    match query.expectation("answer"):
        case [("direct" | "inference" | "mixed" | "negative") as kind]:
            pass
        case _:
            kinds = "|".join(get_args(AnswerKind))
            raise QueryError(
                query.name,
                Text("没有说明答案属于哪一类", "does not say what kind its answer is"),
                help=Text(f"请写上 # answer: {kinds}", f"write # answer: {kinds}"),
            )
    if uneven := [n for n, row in enumerate(rows, start=2) if len(row) != len(header)]:
        raise QueryError(
            f"{_where(file)}:{uneven[0]}",
            Text(f"这一行不是{len(header)}列", f"this row has not {len(header)} cells"),
            help=Text("请与首行的列对齐", "align it with the first row"),
        )
    return Question(
        query=query,
        kind=kind,
        ordered=query.expectation("ordered") == ("yes",),
        removals=query.expectation("remove"),
        additions=query.expectation("add"),
        columns=header,
        rows=tuple(rows),
        where=_where(file),
    )


def _read(file: Path) -> list[tuple[str, ...]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            rows = [tuple(row) for row in csv.reader(lines, strict=True)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        # what a CSV lacks is for those who write questions, and told in csv's own words
        why = reason(error) if isinstance(error, OSError) else Text(str(error), str(error))
        raise QueryError(
            _where(file),
            Text(f"读不了预期答案：{why.zh}", f"the expected answer can't be read: {why.en}"),
            help=Text("每个问题都要有同名的CSV文件", "every question needs a CSV of its name"),
        ) from error
    if not rows:
        raise QueryError(
            _where(file),
            Text("预期答案没有首行", "the expected answer has no first row"),
            help=Text("首行写变量名", "its first row names the variables"),
        )
    return rows


def _where(file: Path) -> str:
    return f"queries/cq/{file.name}"
