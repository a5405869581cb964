"""The catalogue of `queries/` and `queries/cq/`: one file, one question.

A file begins with comments that carry its title and description in both languages and its
parameters:

    # title(en): What influences a term
    # parameter(term): term | returnRate | 术语 / term

A parameter has a type (`term`: any name that a term goes by; `text`: as it is), a default and
a label. It is the variable of the same name in the query.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

from trustkg import resources
from trustkg.errors import QueryError, shortened
from trustkg.language import Text

_LONGEST_NAME: Final = 100
_VARIABLE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_HEADER: Final = re.compile(r"^#\s*(title|description|parameter)\(([^)]+)\):\s*(.+?)\s*$")
_EXPECTATION: Final = re.compile(r"^#\s*(answer|ordered|remove|add):\s*(.+?)\s*$")
"""What a competency question says of its answer; see `trustkg.queries.competency`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable that the asker binds."""

    name: str
    type: Literal["term", "text"]
    default: str
    label: str


@dataclass(frozen=True, slots=True)
class Query:
    """A question: SPARQL with a title and description in both languages."""

    name: str
    title: Text
    description: Text
    parameters: tuple[Parameter, ...]
    text: str

    @property
    def sparql(self) -> str:
        """The query without its header."""
        lines = self.text.splitlines()
        while lines and (
            not lines[0].strip() or _HEADER.match(lines[0]) or _EXPECTATION.match(lines[0])
        ):
            del lines[0]
        return "\n".join(lines)

    def expectation(self, key: Literal["answer", "ordered", "remove", "add"]) -> tuple[str, ...]:
        """Return what the header says of the answer under one key, line by line."""
        lines = map(_EXPECTATION.match, self.text.splitlines())
        return tuple(line[2] for line in lines if line and line[1] == key)


def catalogue(folder: Path | None = None) -> Mapping[str, Query]:
    """Return the named queries, by name.

    Args:
        folder: where the `.rq` files are; the one that comes with trustkg where None.

    Raises:
        QueryError: a file lacks a title or description in either language.
    """
    folder = folder or resources.data("queries")
    found = (parse(f.stem, f.read_text(encoding="utf-8")) for f in sorted(folder.glob("*.rq")))
    return MappingProxyType({query.name: query for query in found})


def competency_catalogue(folder: Path | None = None) -> Mapping[str, Query]:
    """Return the competency questions of `queries/cq/` as queries, by name.

    Args:
        folder: where the `.rq` files are; the one that comes with trustkg where None.

    Raises:
        QueryError: a file lacks a title or description in either language.
    """
    return catalogue(folder or resources.data("queries") / "cq")


def named(name: str) -> Query:
    """Return a named query or competency question.

    Raises:
        QueryError: there is none of that name; the message lists the nearest.
    """
    queries = {**catalogue(), **competency_catalogue()}
    if name in queries:
        return queries[name]
    from difflib import get_close_matches

    near = get_close_matches(name[:_LONGEST_NAME], queries, n=3, cutoff=0.4)
    raise QueryError(
        shortened(name),
        Text("没有这个名字的查询，也没有这个文件", "no query and no file of that name"),
        help=Text(f"相近的有：{'、'.join(near)}", f"near it: {', '.join(near)}")
        if near
        else Text("trustkg query --list 列出全部查询", "trustkg query --list lists all queries"),
    )


def parse(name: str, text: str, *, anonymous: bool = False) -> Query:
    """Read a query's header.

    Args:
        name: the query's name, or the file it stands in.
        text: the whole file.
        anonymous: accept a query without title and description, as users write them.

    Raises:
        QueryError: title or description is missing, or a parameter can't be read.
    """
    titles: dict[str, str] = {}
    descriptions: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if not (match := _HEADER.match(line)):
            continue
        key, which, value = match.groups()
        if key == "title":
            titles[which] = value
        elif key == "description":
            descriptions[which] = value
        else:
            parameters.append(_parameter(name, which, value))
    if not anonymous:
        for key, texts in (("title", titles), ("description", descriptions)):
            for language in ("zh", "en"):
                if language not in texts:
                    raise QueryError(
                        name,
                        Text(f"缺少{key}({language})", f"lacks {key}({language})"),
                        help=Text(
                            f"请在文件开头写上 # {key}({language}): …",
                            f"begin the file with # {key}({language}): …",
                        ),
                    )
    return Query(
        name=name,
        title=Text(titles.get("zh", name), titles.get("en", name)),
        description=Text(descriptions.get("zh", ""), descriptions.get("en", "")),
        parameters=tuple(parameters),
        text=text,
    )


def _parameter(query: str, name: str, value: str) -> Parameter:
    match [part.strip() for part in value.split("|")]:
        case ["term" | "text" as type_, default, label] if _VARIABLE.fullmatch(name):
            return Parameter(name, type_, default, label)
        case _:
            raise QueryError(
                query,
                Text(f"参数{name}写法不对", f"parameter {name} is not well-formed"),
                help=Text(
                    f"写成 # parameter({name}): term | 默认值 | 名称",
                    f"write # parameter({name}): term | default | label",
                ),
            )
