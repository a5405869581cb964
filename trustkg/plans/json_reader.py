"""JSON text → `Document`, with the place of every key and value.

The standard library's parser keeps no places. Numbers and words stay the text that they are,
as in YAML: what is a number or a date is decided by the vocabulary of plans.

Source: RFC 8259, chapters 2 to 7.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from trustkg.errors import InputError
from trustkg.language import Text
from trustkg.plans.document import Document, Entry, Mapping, Node, Scalar, Sequence
from trustkg.plans.model import Position, shortened
from trustkg.plans.refusal import PlanError
from trustkg.plans.yaml_reader import MAX_DEPTH, MAX_NODES, UNPRINTABLE

_TOKEN: Final = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<string>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")
      | (?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.]))
      | (?P<word>(?:true|false|null)(?!\w))
      | (?P<sign>[\[\]{},:])""",
    re.VERBOSE,
)
_BREAK: Final = re.compile("\r\n|[\r\n]")
_QUOTES: Final = Text("文字和键要放在英文双引号里", "put texts and keys in straight double quotes")
_SIGNS: Final = Text("请检查逗号、冒号和括号", "check commas, colons and brackets")
_WIDE: Final = MappingProxyType(dict(zip("：，｛｝［］“”", ':,{}[]""', strict=True)))


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


@dataclass
class _Open:
    mapping: bool
    position: Position
    items: list[Node] = field(default_factory=list)
    keys: list[Scalar] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)

    def close(self) -> Node:
        if not self.mapping:
            return Sequence(tuple(self.items), self.position)
        pairs = zip(self.keys, self.items, strict=True)
        return Mapping(tuple(Entry(key, value) for key, value in pairs), self.position)


def read(name: str, text: str) -> Document:
    """Read one JSON text.

    Args:
        name: how messages call the file.
        text: its text.

    Returns:
        The document, whose root is an object.

    Raises:
        InputError: the text is not one well-formed JSON object, has a key twice, nests
            deeper than `MAX_DEPTH` or holds more than `MAX_NODES` values.
    """
    return _Reader(name, text).read()


class _Reader:
    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._text = text
        self._lines = tuple(_BREAK.split(text))
        self._starts = [0, *(match.end() for match in _BREAK.finditer(text))]
        self._size = 0
        self._open: list[_Open] = []
        self._root: Node | None = None

    def read(self) -> Document:
        wanted = "value"
        for token in self._tokens():
            wanted = self._take(token, wanted)
        root = self._root
        if not isinstance(root, Mapping):
            assert root is not None
            raise self._refuse(
                root.position,
                Text("计划应当是一个对象", "a plan has to be an object"),
                Text('请写成{"计划": …}', 'write {"plan": …}'),
            )
        return Document(self._name, root, self._lines)

    def _tokens(self) -> Iterator[_Token]:
        place = 0
        while place < len(self._text):
            match = _TOKEN.match(self._text, place)
            if match is None:
                raise self._stray(place)
            kind = str(match.lastgroup)
            if kind != "space":
                yield _Token(match[0] if kind == "sign" else kind, match[0], place)
            place = match.end()
        yield _Token("end", "", len(self._text.rstrip()))

    def _take(self, token: _Token, wanted: str) -> str:
        """Take a token where a value, key, colon, comma or end is wanted; say what is next."""
        kind = token.kind
        if wanted.startswith("value") and kind in ("string", "number", "word", "{", "["):
            return self._value(token)
        if wanted.startswith("key") and kind == "string":
            return self._key(token)
        mapping = bool(self._open) and self._open[-1].mapping
        following = {
            ("colon", ":"): "value",
            ("comma", ","): "key" if mapping else "value",
            ("end", "end"): "end",
        }
        closing = kind == ("}" if mapping else "]")
        if closing and self._open and wanted in ("comma", "key or end", "value or end"):
            return self._close()
        if (wanted, kind) not in following:
            raise self._unexpected(token, wanted)
        return following[wanted, kind]

    def _value(self, token: _Token) -> str:
        position = self._position(token)
        if token.kind in ("{", "["):
            if len(self._open) >= MAX_DEPTH:
                raise self._refuse(
                    position,
                    Text(f"嵌套超过{MAX_DEPTH}层", f"nested deeper than {MAX_DEPTH} levels"),
                    Text("计划最多需要五层", "a plan needs five levels at most"),
                )
            self._open.append(_Open(token.kind == "{", position))
            return "key or end" if token.kind == "{" else "value or end"
        text = self._string(token) if token.kind == "string" else token.text
        empty = not text or (token.kind == "word" and text == "null")
        return self._add(Scalar(text, empty, position))

    def _key(self, token: _Token) -> str:
        above = self._open[-1]
        key = Scalar(self._string(token), False, self._position(token))
        if key.text in above.known:
            name, line = shortened(key.text), above.known[key.text]
            raise self._refuse(
                key.position,
                Text(
                    f"键“{name}”重复，第{line}行已有",
                    f"key “{name}” stands here twice, first in line {line}",
                ),
                Text("请删去或合并其中一处", "remove one of the two, or merge them"),
            )
        above.known[key.text] = key.position.line
        above.keys.append(key)
        return "colon"

    def _add(self, node: Node) -> str:
        self._size += 1
        if self._size > MAX_NODES:
            raise self._refuse(
                node.position,
                Text(f"值超过{MAX_NODES}个", f"more than {MAX_NODES} values"),
                Text("请拆成几份计划", "split the plan"),
            )
        if not self._open:
            self._root = node
            return "end"
        self._open[-1].items.append(node)
        return "comma"

    def _close(self) -> str:
        return self._add(self._open.pop().close())

    def _string(self, token: _Token) -> str:
        text = str(json.loads(token.text))
        odd = UNPRINTABLE.search(text)
        if odd:
            code = ord(odd[0])
            raise self._refuse(
                self._position(token),
                Text(
                    f"文字里有不能用的字符U+{code:04X}",
                    f"this text holds character U+{code:04X}, which no text may hold",
                ),
                Text("请删去这个转义", "remove the escape"),
            )
        return text

    def _unexpected(self, token: _Token, wanted: str) -> InputError:
        if token.kind == "end":
            what = Text("文件没有写完", "the file ends too early")
            return self._malformed(token, what, _SIGNS)
        if wanted == "end":
            what = Text("结束之后还有内容", "something stands after the end")
            return self._malformed(token, what, _SIGNS)
        missing = {
            "colon": Text("这里缺冒号", "a colon is missing here"),
            "comma": Text("这里缺逗号或括号", "a comma or bracket is missing here"),
            "key": Text("这里应当是键", "a key belongs here"),
            "value": Text("这里应当是值", "a value belongs here"),
        }[wanted.split(maxsplit=1)[0]]
        return self._malformed(token, missing, _QUOTES if wanted.startswith("key") else _SIGNS)

    def _stray(self, place: int) -> InputError:
        sign = self._text[place]
        token = _Token("stray", sign, place)
        if sign in _WIDE:
            ascii = _WIDE[sign]
            what = Text(
                f"这里是全角的“{sign}”，JSON只认半角的“{ascii}”",
                f"this is a full-width “{sign}”; JSON knows “{ascii}” only",
            )
            return self._malformed(token, what, Text(f"请改成半角的{ascii}", f"write {ascii}"))
        if sign == '"':
            what = Text(
                "引号没有收尾，或其中有不能用的转义",
                "a string is not closed, or its escapes are wrong",
            )
            return self._malformed(token, what, _QUOTES)
        what = Text(f"这里不该有“{sign}”", f"“{sign}” doesn't belong here")
        return self._malformed(token, what, _QUOTES)

    def _malformed(self, token: _Token, what: Text, help: Text) -> InputError:
        position = self._position(token)
        what = Text(f"不是合格的JSON：{what.zh}", f"not well-formed JSON: {what.en}")
        return self._refuse(position, what, help)

    def _position(self, token: _Token) -> Position:
        line = bisect_right(self._starts, token.start)
        column = token.start - self._starts[line - 1] + 1
        return Position(self._name, line, column, column + max(len(token.text), 1))

    def _refuse(self, position: Position, what: Text, help: Text) -> InputError:
        return PlanError(position, what, help=help, lines=self._lines)
