"""The text of a plan file, in which every key and value can be found and edited in place."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Final

from trustkg.errors import InputError
from trustkg.plans import Position, document, json_reader, yaml_reader
from trustkg.repairs.model import TextEdit

EDITABLE: Final = frozenset({".yaml", ".yml", ".json", ""})
"""Suffixes of the files that can be edited; standard input has none."""

_BREAK: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What ends a line to the reader of YAML."""
_JSON_BREAK: Final = re.compile("\r\n|[\r\n]")
_PLAIN: Final = re.compile(r"[^\W_][^:#,\[\]{}\n\r\t\"'`|>&*!%@?\\]*(?<! )")
"""What needs no quotation marks anywhere in YAML; less than YAML itself allows."""
_NOT_TEXT: Final = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_CLOSES: Final = re.compile(r"\s*,?\s*[\]}]")


@dataclass(frozen=True, slots=True)
class End:
    """Where something ends: the column after its last character."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """The text of a plan file.

    `text` is without the byte order mark, `lines` without line ends; `starts` are the
    places in `text` where the lines start; `root` has every key and value with its place.
    """

    name: str
    marked: bool
    text: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)
    starts: tuple[int, ...] = field(repr=False)
    root: document.Mapping = field(repr=False)

    @property
    def json(self) -> bool:
        """Whether the file is JSON."""
        suffix = PurePath(self.name).suffix.lower()
        return suffix == ".json" or (not suffix and self.text.lstrip().startswith("{"))

    def newline(self) -> str:
        """Return the line end of the file: the first that it has."""
        found = _BREAK.search(self.text)
        return found[0] if found else "\n"

    def slice(self, position: Position) -> str:
        """Return what stands at a position."""
        return self.lines[position.line - 1][position.column - 1 : position.end_column - 1]

    def entry(self, key: Position) -> document.Entry | None:
        """Return the entry whose key stands at a position."""
        return next(
            (entry for entry in self._entries() if _same(entry.key.position, key)),
            None,
        )

    def mapping(self, key: Position) -> document.Mapping | None:
        """Return the innermost mapping one of whose keys stands at a position."""
        return next(
            (
                node
                for node in _nodes(self.root)
                if isinstance(node, document.Mapping)
                and any(_same(entry.key.position, key) for entry in node.entries)
            ),
            None,
        )

    def scalar(self, position: Position) -> document.Scalar | None:
        """Return the text at a position, if it stands on one line as it is to be read."""
        for node in _nodes(self.root):
            if isinstance(node, document.Scalar) and _same(node.position, position):
                return node if self._on_one_line(node) else None
        return None

    def sequence_of(self, item: Position) -> document.Sequence | None:
        """Return the list one of whose items stands at a position."""
        return next(
            (
                node
                for node in _nodes(self.root)
                if isinstance(node, document.Sequence)
                and any(_same(child.position, item) for child in node.items)
            ),
            None,
        )

    def is_flow(self, node: document.Sequence | document.Mapping) -> bool:
        """Whether a list or mapping is written in brackets."""
        return self.slice(node.position)[:1] in ("[", "{")

    def end(self, node: document.Node) -> End | None:
        """Return where something ends, or None where that can't be told for certain."""
        if isinstance(node, document.Scalar):
            if node.empty or not self._on_one_line(node):
                return None
            return End(node.position.line, node.position.end_column)
        if isinstance(node, document.Flaw):
            return None
        if isinstance(node, document.Sequence):
            last = node.items[-1] if node.items else None
        else:
            last = node.entries[-1].value if node.entries else None
        flow = self.is_flow(node)
        if last is None:
            start = End(node.position.line, node.position.column + 1)
        else:
            found = self.end(last)
            if found is None or not flow:
                return found
            start = found
        closing = _CLOSES.match(self.lines[start.line - 1], start.column - 1)
        return End(start.line, closing.end() + 1) if closing and flow else None

    def write(self, text: str, like: str = "") -> str:
        """Write a text so that it is read as it is.

        Args:
            text: on one line.
            like: what stood there before; its quotation marks are kept.
        """
        if self.json or like.startswith('"'):
            return json.dumps(text, ensure_ascii=False)
        if like.startswith("'"):
            return "'" + text.replace("'", "''") + "'"
        if text.casefold() in _NOT_TEXT or not _is_plain(text):
            return json.dumps(text, ensure_ascii=False)
        return text

    def _entries(self) -> Iterator[document.Entry]:
        for node in _nodes(self.root):
            if isinstance(node, document.Mapping):
                yield from node.entries

    def _on_one_line(self, scalar: document.Scalar) -> bool:
        written = self.slice(scalar.position)
        if written[:1] in ("'", '"'):
            return len(written) > 1 and written[-1] == written[0]
        return written == scalar.text


def source_of(name: str, data: bytes) -> Source | None:
    """Return the text of a plan file that could be read.

    Args:
        name: of the file; its suffix tells the format.
        data: its bytes.

    Returns:
        Its text, or None where files of this format can't be edited.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix not in EDITABLE:
        return None
    try:
        text = data.decode("utf-8-sig")
        found = json_reader.read(name, text) if suffix == ".json" else yaml_reader.read(name, text)
    except (UnicodeDecodeError, InputError):
        return None
    marked = data.startswith(codecs.BOM_UTF8)
    ends = _JSON_BREAK if suffix == ".json" else _BREAK
    starts = (0, *(match.end() for match in ends.finditer(text)))
    return Source(name, marked, text, found.lines, starts, found.root)


def apply(source: Source, edits: Sequence[TextEdit]) -> bytes:
    """Apply edits that don't overlap.

    Args:
        source: what is edited.
        edits: in any order.

    Returns:
        The bytes of the edited file, with byte order mark and line ends as they were.
    """
    text, starts = source.text, source.starts
    for edit in sorted(edits, reverse=True):
        start = starts[edit.line - 1] + edit.column - 1
        end = starts[edit.end_line - 1] + edit.end_column - 1
        text = text[:start] + edit.text + text[end:]
    return (codecs.BOM_UTF8 if source.marked else b"") + text.encode()


def overlap(one: TextEdit, two: TextEdit) -> bool:
    """Whether two edits touch, so that they can't be applied together."""
    first, second = sorted((one, two))
    return (second.line, second.column) <= (first.end_line, first.end_column)


def _is_plain(text: str) -> bool:
    amount = re.fullmatch(r"[¥￥+-]?\d[\d,.]* ?[%％]?", text)
    return bool(_PLAIN.fullmatch(text) or (amount and "," not in text))


def _nodes(root: document.Node) -> Iterator[document.Node]:
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, document.Sequence):
            pending.extend(reversed(node.items))
        elif isinstance(node, document.Mapping):
            for entry in reversed(node.entries):
                pending += [entry.value, entry.key]


def _same(one: Position, two: Position) -> bool:
    return (one.line, one.column) == (two.line, two.column)
