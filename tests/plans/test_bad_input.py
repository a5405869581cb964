"""What can't be read at all is refused in one line with a place and a next step."""

from pathlib import Path

import pytest

from trustkg.errors import InputError
from trustkg.framework import Framework
from trustkg.plans import Vocabulary, read, read_bytes
from trustkg.plans.files import MAX_BYTES

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 10)}]\n" for n in range(9)
)

TEXTS = {
    "empty": (b"", ":1:1", "empty"),
    "blank": (b" \n\n", ":1:1", "empty"),
    "comment": (b"# nothing\n", ":1:1", "empty"),
    "null": (b"~\n", ":1:1", "empty"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00", ":1:1", "byte 1 is 0x89"),
    "control": (b"plan: a\x00b\n", ":1:8", "U+0000"),
    "latin": (b"plan: a\ntitle: caf\xe9\n", ":2:11", "byte 19 is 0xE9"),
    "utf16": ("计划: a".encode("utf-16"), ":1:1", "0xFF"),
    "gbk": ("计划: a".encode("gbk"), ":1:1", "0xBC"),
    "malformed": (b"plan: a\nmeasures: [\n", ":3:1", "not well-formed YAML"),
    "tab": (b"plan:\n\t- a\n", ":2:1", "not well-formed YAML"),
    "colon": (b"plan: a: b\n", ":1:8", "not well-formed YAML"),
    "duplicate": (b"plan: a\ntitle: b\nplan: c\n", ":3:1", "stands here twice, first in line 1"),
    "nested duplicate": (b"period: {start: 1, start: 2}\n", ":1:20", "twice"),
    "bomb": (BOMB.encode(), ":", "more than 20000 nodes"),
    "self": (b"a: &a [*a]\n", ":1:8", "no anchor before it"),
    "unknown alias": (b"a: *b\n", ":1:4", "no anchor before it"),
    "deep list": (b"a: " + b"[" * 5000 + b"]" * 5000, ":1:", "nested deeper than 20"),
    "deep mapping": (b"{a: " * 5000, ":1:", "nested deeper than 20"),
    "several": (b"plan: a\n---\nplan: b\n", ":2:1", "several YAML documents"),
    "list": (b"- plan: a\n", ":1:1", "mapping of keys"),
    "text": (b"just words\n", ":1:1", "mapping of keys"),
    "odd key": (b"? [a, b]\n: c\n", ":1:3", "a key has to be a text"),
    "large": (b"plan: " + b"a" * MAX_BYTES, "", "larger than 1,000,000 bytes"),
    "lone surrogate": (b"plan: \xed\xa0\x80\n", ":1:7", "byte 7 is 0xED"),
    "bad escape": (b'plan: "\\q"\n', ":1:", "not well-formed YAML"),
    "not a character": ("plan: \ufffe\n".encode(), ":1:7", "U+FFFE"),
}


TEXTS |= {
    "escaped surrogate": (b'plan: "\\ud800"\n', ":1:7", "U+D800"),
    "escaped control": (b'plan: a\ntitle: "\\e[31mred"\n', ":2:8", "U+001B"),
    "delete": (b"plan: a\ntitle: \x7f\n", ":2:8", "U+007F"),
    "wide colon": ("计划： x\n标题: y\n".encode(), ":1:3", "full-width “：”"),
    "wide colon before flow": ("计划: x\n期间：{开始: 1, 结束: 2}\n".encode(), ":2:3", "“：”"),
    "wide colon only": ("计划：x\n".encode(), ":1:3", "full-width “：”"),
    "wide comma": ("期间: {开始: 1， 结束: 2}\n".encode(), ":1:11", "“，”"),
    "wide brace": ("a: ｛b: c｝\nd: e\n".encode(), ":1:4", "“｛”"),
    "wide quote": ("a: “x: y”\n".encode(), ":1:4", "““”"),
    "tab named": (b"plan: a\nmeasures:\n\t- a\n", ":3:1", "a tab stands here"),
    "second colon": (b"a:\n  - does: Step 1: show\n", ":2:17", "a second “: ”"),
    "open quote": (b'plan: a\ntitle: "half\nowner: host\n', ":2:8", "never closed"),
    "percent": (b"a: {b: %18}\n", ":1:8", "begins with “%” needs quotes"),
    "at": (b"a: @host\n", ":1:4", "begins with “@” needs quotes"),
    "backtick": (b"a: `x\n", ":1:4", "begins with “`” needs quotes"),
    "star": (b"a: *\n", ":1:4", "begins with “*” needs quotes"),
    "no space": (b"plan:x\nowner: y\n", ":1:5", "no space after the colon"),
    "no colon": (b"plan: x\ntitle\nowner: y\n", ":2:1", "no colon between"),
    "indentation": (b"a:\n  - id: m\n    does: a\n     by: b\n", ":4:6", "indentation"),
    "dash": (b"a:\n  b: c\n  - d\n", ":3:3", "indentation"),
    "open bracket": (b"a: [1, 2\nb: 3\n", ":2:2", "“[” of line 1, column 4"),
    "after quote": (b'a: "x" y\n', ":1:8", "after the closing quotation mark"),
    "many": (b"a:\n" + b"  - {b: c}\n" * 10_000, ":", "more than 20000 keys and values"),
}


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_bad_text_is_refused(name: str, framework: Framework, vocabulary: Vocabulary) -> None:
    """Each kind of bad text gives an InputError that says where, what and what to do."""
    data, place, what = TEXTS[name]
    with pytest.raises(InputError) as caught:
        read_bytes("plan.yaml", data, framework, vocabulary)
    error = caught.value
    assert error.where.startswith("plan.yaml" + place)
    assert what in error.what.en
    assert "\n" not in error.what.en + error.what.zh
    assert error.help.zh
    assert error.help.en


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("missing.yaml", "no such file"),
        ("folder.yaml", "a folder, not a file"),
        ("folder", "a folder, not a file"),
        ("notes.docx", "unknown type of file"),
        ("nul\0.yaml", "can't be read"),
        ("x" * 300 + ".yaml", "can't be read"),
    ],
)
def test_bad_files_are_refused(name: str, what: str, framework: Framework, tmp_path: Path) -> None:
    """A path that leads to no plan is an error of input, not of the program."""
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.docx").write_bytes(b"PK")
    with pytest.raises(InputError) as caught:
        read(str(tmp_path / name), framework)
    assert what in caught.value.what.en


def test_byte_order_mark_is_no_text(framework: Framework, vocabulary: Vocabulary) -> None:
    """Editors on Windows put a mark in front of UTF-8; it belongs to no key."""
    plan = read_bytes("plan.yaml", b"\xef\xbb\xbfplan: a\n", framework, vocabulary)
    assert plan.problems == ()


def test_unusual_line_breaks_keep_places_right(
    framework: Framework, vocabulary: Vocabulary
) -> None:
    """Lines are counted as YAML counts them, so the place shown is the place meant."""
    plan = read_bytes("plan.yaml", b"plan: a\r\ntitel: b\rnonsense: c\n", framework, vocabulary)
    assert [problem.position.line for problem in plan.problems] == [2, 3]
    assert list(plan.lines) == ["plan: a", "titel: b", "nonsense: c", ""]


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029", "\ufeff"])
def test_signs_that_break_no_line_keep_places_right(
    sign: str, framework: Framework, vocabulary: Vocabulary
) -> None:
    """What only looks like a line break, or like nothing, shifts no place."""
    text = f'title: "a{sign}b"\nmeasures: [{{does: "{sign}", budget: 5}}]\n'
    plan = read_bytes("plan.yaml", text.encode(), framework, vocabulary)
    (problem,) = plan.problems
    assert (2, 24, 30) == (
        problem.position.line,
        problem.position.column,
        problem.position.end_column,
    )
