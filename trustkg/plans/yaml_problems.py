"""ruamel.yaml's errors → sentences that say what a reader can mend, and where.

Source: YAML 1.2.2, chapters 5.3 (indicators) and 6.1 (indentation).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from trustkg.language import Text

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

_ASCII: Final = str.maketrans("：，［］｛｝“”", ':,[]{}""')
_OPENING: Final = "［｛“"
_LONGEST_KEY: Final = 20
_SECOND_COLON: Final = re.compile(r"[^#]*?:\s.*?:(\s|$)")
_NO_SPACE: Final = re.compile(r"\s*(- )?(?P<key>[^\s:{}\[\]\"']+):\S")
_CLOSED: Final = re.compile(r"\"[^\"]*\"|'[^']*'|\s#.*")


@dataclass(frozen=True, slots=True)
class Explained:
    """What is wrong with a YAML text, and where: line and column count from 1."""

    line: int
    column: int
    what: Text
    help: Text


@dataclass(frozen=True, slots=True)
class _Known:
    """A problem that parts of ruamel.yaml's context and problem tell; `opened` shows its start."""

    context: str
    problem: str
    opened: bool
    what: Text
    help: Text


_NO_COLON: Final = Text("这一行没有“键: 值”的冒号", "this line has no colon between key and value")
_COLON: Final = Text("请写成“键: 值”，冒号后空一格", "write “key: value”, a space after the colon")
_INDENTATION: Final = Text(
    "这一行的缩进与上面对不齐", "the indentation of this line fits none of those above"
)
_ALIGN: Final = Text(
    "同一层的键和短横线要从同一列开始",
    "keys and dashes of one level have to begin in the same column",
)
_CHECK: Final = Text(
    "请检查此处及上一行的缩进、冒号、引号与括号",
    "check indentation, colons, quotes and brackets here and in the line before",
)
_KNOWN: Final = (
    _Known(
        "quoted scalar",
        "end of stream",
        True,
        Text("这个引号没有收尾", "this quotation mark is never closed"),
        Text("请在文字末尾补上同样的引号", "put the same mark at the end of the text"),
    ),
    _Known(
        "",
        "unknown escape",
        False,
        Text("双引号里的反斜杠有特殊含义", "in double quotes a backslash has a meaning"),
        Text("请改用单引号，或把\\写成\\\\", "use single quotes, or write \\\\ for \\"),
    ),
    _Known("", "could not find expected ':'", True, _NO_COLON, _COLON),
    _Known(
        "",
        "<block end>, but found '<scalar>'",
        False,
        Text("引号之后还有文字", "text goes on after the closing quotation mark"),
        Text(
            "请把整段文字放进一对引号，里面的引号写成“”",
            "put the whole text in one pair of quotation marks of another kind",
        ),
    ),
    _Known("", "<block end>", False, _INDENTATION, _ALIGN),
    _Known(
        "block scalar",
        "",
        True,
        Text("以“|”或“>”开头的文字要加引号", "a text that begins with “|” or “>” needs quotes"),
        Text("请给整段文字加引号", "put the whole text in quotes"),
    ),
)


def explain(error: MarkedYAMLError, lines: tuple[str, ...]) -> Explained:
    """Put an error of ruamel.yaml into words.

    Args:
        error: what its parser raised.
        lines: the lines of the text.

    Returns:
        The first full-width mark that may be the cause, else the error as a sentence, else
        ruamel.yaml's own words.
    """
    mark = error.problem_mark or error.context_mark
    before = error.context_mark or mark
    here: tuple[int, int] = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    opened: tuple[int, int] = (before.line + 1, before.column + 1) if before else here
    problem, context = str(error.problem or ""), str(error.context or "")
    found = re.search(r"found character '(.+?)' that cannot start", problem)
    if found:
        return _bad_start(*here, found[1])
    if context.startswith(("while scanning an alias", "while scanning an anchor")):
        return _bad_start(*opened, _sign(lines, *opened))
    wide = full_width(lines, min(opened[0], here[0]), here[0])
    if wide is None and problem.startswith("mapping values"):
        return _unexpected_colon(*here, lines)
    return wide or _sentence(problem, context, here, opened, _sign(lines, *opened))


def _sentence(
    problem: str, context: str, here: tuple[int, int], opened: tuple[int, int], sign: str
) -> Explained:
    for known in _KNOWN:
        if known.context in context and known.problem in problem:
            return Explained(*(opened if known.opened else here), known.what, known.help)
    if "flow" in context:
        what = Text(
            f"第{opened[0]}行第{opened[1]}列的“{sign}”没有收尾，或两项之间少了逗号",
            f"“{sign}” of line {opened[0]}, column {opened[1]} is not closed,"
            " or a comma is missing between two items",
        )
        return Explained(*here, what, Text("请补上括号或逗号", "add the bracket or the comma"))
    detail = " ".join(part for part in (context, problem) if part)
    return Explained(*here, Text(f"这里不合YAML的写法（{detail}）", detail), _CHECK)


def _sign(lines: tuple[str, ...], line: int, column: int) -> str:
    return lines[line - 1][column - 1 : column] if line <= len(lines) else ""


def full_width(lines: tuple[str, ...], first: int, last: int) -> Explained | None:
    """Find the first full-width mark that stands where YAML wants an ASCII one.

    Args:
        lines: the lines of the text.
        first: the line from which on it may be, and the last one with content before it.
        last: the line up to which it may be.
    """
    start = first - 1
    while start > 1 and not lines[start - 1].split("#")[0].strip():
        start -= 1
    for number in range(max(start, 1), min(last, len(lines)) + 1):
        column = _wide_column(_CLOSED.sub(lambda m: "x" * len(m[0]), lines[number - 1]))
        if column is not None:
            sign = lines[number - 1][column]
            ascii = sign.translate(_ASCII)
            return Explained(
                number,
                column + 1,
                Text(
                    f"这里是全角的“{sign}”，YAML只认半角的“{ascii}”",
                    f"this is a full-width “{sign}”; YAML knows “{ascii}” only",
                ),
                Text(
                    "请改成半角的“: ”，冒号后空一格" if ascii == ":" else f"请改成半角的{ascii}",
                    "write “: ”, with a space after it" if ascii == ":" else f"write {ascii}",
                ),
            )
    return None


def _wide_column(line: str) -> int | None:
    depth, before = 0, ""
    for column, sign in enumerate(line):
        at_start = not before.strip() or before.rstrip()[-1] in ":：-,，[{［｛"
        at_key = ":" not in before and len(before.strip(" -")) <= _LONGEST_KEY
        if sign in _OPENING and at_start:
            return column
        if sign == "：" and (depth or (at_key and " " not in before.strip(" -"))):
            return column
        if sign in "，］｝" and depth:
            return column
        depth += (sign in "[{") - (sign in "]}")
        before += sign
    return None


def _bad_start(line: int, column: int, sign: str) -> Explained:
    if sign == "\\t":
        return Explained(
            line,
            column,
            Text("这里是制表符（Tab）", "a tab stands here"),
            Text("YAML只用空格缩进，请把Tab换成空格", "YAML indents with spaces: replace the tab"),
        )
    return Explained(
        line,
        column,
        Text(f"以“{sign}”开头的文字要加引号", f"a text that begins with “{sign}” needs quotes"),
        Text("百分数请写成18 %", "write a percentage like 18 %")
        if sign == "%"
        else Text(f'请写成"{sign}…"', f'write it as "{sign}…"'),
    )


def _unexpected_colon(line: int, column: int, lines: tuple[str, ...]) -> Explained:
    here = lines[line - 1]
    if _SECOND_COLON.match(here):
        return Explained(
            line,
            column,
            Text("一行里有两个“: ”", "a second “: ” in one line"),
            Text("含冒号的文字请加引号", "put a text that holds a colon in quotes"),
        )
    above = max((n for n in range(1, line) if lines[n - 1].strip()), default=0)
    before = lines[above - 1] if above else ""
    joined = _NO_SPACE.match(before)
    if joined and ": " not in before:
        what = Text("冒号后面没有空格", "no space after the colon")
        return Explained(above, joined.end("key") + 1, what, _COLON)
    if above and ":" not in before:
        return Explained(above, len(before) - len(before.lstrip()) + 1, _NO_COLON, _COLON)
    return Explained(line, len(here) - len(here.lstrip()) + 1, _INDENTATION, _ALIGN)
