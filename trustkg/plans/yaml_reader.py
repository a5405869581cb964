"""YAML text → `Document`.

Nodes are composed here from ruamel.yaml's events, because its own composer recurses, expands
aliases without limit and keeps no end of a scalar. Scalars stay the text that they are: what
is a number or a date is decided by the vocabulary of plans, not by YAML's guesses.

Source: YAML 1.2.2, chapters 3.1 (events) and 7.1 (alias nodes).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from trustkg.errors import InputError
from trustkg.language import Text
from trustkg.plans.document import Document, Entry, Mapping, Node, Scalar, Sequence
from trustkg.plans.model import Position, shortened
from trustkg.plans.refusal import PlanError
from trustkg.plans.yaml_problems import Explained, explain, full_width

MAX_DEPTH: Final = 20
"""How deep lists and mappings may nest; a plan needs five levels."""
MAX_NODES: Final = 20_000
"""How many nodes a plan may have once its aliases are expanded."""

_BREAK: Final = re.compile("\r\n|[\r\n]")
"""Line breaks; others that Unicode knows are none in YAML 1.2 (chapter 5.4)."""
UNPRINTABLE: Final = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)
"""Characters outside YAML's printable ones: controls and lone surrogates.

Source: YAML 1.2.2, chapter 5.1.
"""
NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
"""Texts that YAML takes for nothing where they stand without quotes."""


def read(name: str, text: str) -> Document:
    """Read one YAML document.

    Args:
        name: how messages call the file.
        text: its text.

    Returns:
        The document, whose root is a mapping.

    Raises:
        InputError: the text is not one well-formed YAML mapping, has a key twice, nests
            deeper than `MAX_DEPTH` or holds more than `MAX_NODES` nodes.
    """
    return _Composer(name, text).compose(text)


@dataclass
class _Open:
    """A list or mapping whose end has not come yet."""

    mapping: bool
    anchor: str | None
    position: Position
    items: list[Node] = field(default_factory=list)
    keys: dict[str, Position] = field(default_factory=dict)
    size: int = 1


@dataclass(frozen=True, slots=True)
class _Anchored:
    node: Node
    size: int


class _Composer:
    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._lines = tuple(_BREAK.split(text))
        self._starts = [0, *(match.end() for match in _BREAK.finditer(text))]
        self._anchors: dict[str, _Anchored] = {}
        self._open: list[_Open] = []
        self._size = 0
        self._root: Node | None = None

    def compose(self, text: str) -> Document:
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        documents = 0
        try:
            for event in _events(text):
                kind = type(event).__name__
                documents += kind == "DocumentStartEvent"
                if documents > 1:
                    raise self._refuse(
                        self._position(event),
                        Text("一个文件里有多个YAML文档", "several YAML documents in one file"),
                        Text("每份计划请单独存为一个文件", "keep each plan in a file of its own"),
                    )
                self._take(kind, event)
        except MarkedYAMLError as error:
            raise self._malformed(explain(error, self._lines)) from error
        except YAMLError as error:
            detail = str(error).splitlines()[0]
            help = Text("请检查第1行", "check line 1")
            raise self._malformed(Explained(1, 1, Text(detail, detail), help)) from error
        root = self._root
        if isinstance(root, Mapping):
            return Document(self._name, root, self._lines)
        if root is None or (isinstance(root, Scalar) and root.empty):
            raise empty(self._name)
        wide = full_width(self._lines, 1, len(self._lines))
        if isinstance(root, Scalar) and wide:
            raise self._malformed(wide)
        raise self._refuse(
            root.position,
            Text("计划应当是“键: 值”的形式", "a plan has to be a mapping of keys to values"),
            Text("第一行可以写“计划: 名字”，冒号后空一格", "write “plan: name” in its first line"),
        )

    def _take(self, kind: str, event: Any) -> None:
        if kind in ("MappingStartEvent", "SequenceStartEvent"):
            if len(self._open) >= MAX_DEPTH:
                raise self._refuse(
                    self._position(event),
                    Text(f"嵌套超过{MAX_DEPTH}层", f"nested deeper than {MAX_DEPTH} levels"),
                    Text("计划最多需要五层", "a plan needs five levels at most"),
                )
            mapping = kind == "MappingStartEvent"
            self._open.append(_Open(mapping, event.anchor, self._position(event)))
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            done = self._open.pop()
            self._add(self._closed(done), done.anchor, done.size)
        elif kind == "ScalarEvent":
            self._check_characters(event)
            empty = not event.value or (event.style is None and event.value in NULLS)
            self._add(Scalar(event.value, empty, self._position(event)), event.anchor, 1)
        elif kind == "AliasEvent":
            anchored = self._anchors.get(event.anchor)
            if anchored is None:
                raise self._refuse(
                    self._position(event),
                    Text(
                        f"别名*{event.anchor}没有可用的锚点",
                        f"alias *{event.anchor} has no anchor before it",
                    ),
                    Text("请写出内容，不用别名", "write the content out instead"),
                )
            self._add(anchored.node, None, anchored.size)

    def _check_characters(self, event: Any) -> None:
        """Refuse what an escape can bring into a text and no text may hold."""
        odd = UNPRINTABLE.search(event.value)
        if odd:
            raise self._refuse(
                self._position(event),
                Text(
                    f"文字里有不能用的字符U+{ord(odd[0]):04X}",
                    f"this text holds character U+{ord(odd[0]):04X}, which no text may hold",
                ),
                Text("请删去这个转义", "remove the escape"),
            )

    def _add(self, node: Node, anchor: str | None, size: int) -> None:
        if anchor:
            self._anchors[anchor] = _Anchored(node, size)
        if not self._open:
            self._root = node
            return
        above = self._open[-1]
        above.size += size
        if above.size > MAX_NODES:
            raise self._refuse(
                node.position,
                Text(
                    f"展开别名后超过{MAX_NODES}项",
                    f"more than {MAX_NODES} nodes once aliases are expanded",
                )
                if self._anchors
                else Text(f"键和值超过{MAX_NODES}个", f"more than {MAX_NODES} keys and values"),
                Text("请减少别名或拆分计划", "use fewer aliases, or split the plan")
                if self._anchors
                else Text("请拆成几份计划", "split the plan"),
            )
        if above.mapping and len(above.items) % 2 == 0:
            self._check_key(above, node)
        above.items.append(node)

    def _check_key(self, above: _Open, key: Node) -> None:
        if not isinstance(key, Scalar):
            raise self._refuse(
                key.position,
                Text("键应当是文字", "a key has to be a text"),
                Text("请把键写成一个词", "write the key as one word"),
            )
        if key.text in above.keys:
            first = above.keys[key.text]
            raise self._refuse(
                key.position,
                Text(
                    f"键“{shortened(key.text)}”重复，第{first.line}行已有",
                    f"key “{shortened(key.text)}” stands here twice, first in line {first.line}",
                ),
                Text("请删去或合并其中一处", "remove one of the two, or merge them"),
            )
        above.keys[key.text] = key.position

    def _closed(self, done: _Open) -> Node:
        if not done.mapping:
            return Sequence(tuple(done.items), done.position)
        keys, values = done.items[::2], done.items[1::2]
        entries = [
            Entry(key, value)
            for key, value in zip(keys, values, strict=True)
            if isinstance(key, Scalar)
        ]
        return Mapping(tuple(entries), done.position)

    def _position(self, event: Any) -> Position:
        """Where an event stands; what spans lines ends with its first line."""
        start, end = event.start_mark.index, event.end_mark.index  # its columns skip U+FEFF
        number = bisect_right(self._starts, start)
        column = start - self._starts[number - 1] + 1
        rest = len(self._lines[number - 1]) - column + 1
        return Position(self._name, number, column, column + max(min(end - start, rest), 1))

    def _malformed(self, found: Explained) -> InputError:
        return self._refuse(
            Position(self._name, found.line, found.column, found.column + 1),
            Text(f"不是合格的YAML：{found.what.zh}", f"not well-formed YAML: {found.what.en}"),
            found.help,
        )

    def _refuse(self, position: Position, what: Text, help: Text) -> InputError:
        return PlanError(position, what, help=help, lines=self._lines)


def empty(name: str) -> InputError:
    """Return the error for a file that holds no plan."""
    return InputError(
        f"{name}:1:1",
        Text("文件是空的", "the file is empty"),
        help=Text(
            "可用 trustkg plan new 写出一份，照着改",
            "trustkg plan new writes one to start from",
        ),
    )


def _events(text: str) -> Iterator[Any]:
    from ruamel.yaml import YAML

    yield from YAML(typ="safe", pure=True).parse(text)
