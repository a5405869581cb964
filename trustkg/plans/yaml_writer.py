"""`Part` → YAML that reads back as the same plan, with comments where they are wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from trustkg.language import Language, Text
from trustkg.plans.outline import Field, Names, Part
from trustkg.plans.vocabulary import Property, ValueType
from trustkg.plans.yaml_reader import NULLS

_PLAIN: Final = re.compile(r"[^\W_](?:[\w .\-/%¥，。；！？（）、《》·]*[\w.%）])?")
"""Texts that YAML takes as they are, in and out of brackets."""
_OTHERWISE: Final = re.compile(
    r"[\d_.]+(?:[eE]\d+)?|0[ox]\w+|true|false|yes|no|on|off|y|n", re.IGNORECASE
)
"""Texts that other YAML readers take for numbers or truth values."""
_SAME: Final = frozenset(map(chr, range(0x20, 0x7F))) - {'"', "\\"}
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_FEW: Final = 8
"""How many terms a comment lists; of a longer list it says how many there are."""
_HEADER: Final = Text(
    "# 术语可写中文名、英文名或标识符；检查：trustkg validate 文件名\n",
    "# Terms may be written by label in either language or by id; check it: trustkg validate FILE\n",
)
SCHEMA: Final = "https://w3id.org/trustkg/plan.schema.json"


def write(part: Part, names: Names, *, comments: bool = False) -> bytes:
    """Write a plan as YAML.

    Args:
        part: the plan.
        names: how keys and terms are called.
        comments: whether to explain each key where it first appears.

    Returns:
        UTF-8 text that ends with a line feed.
    """
    writer = _Writer(names, comments=comments)
    head = f"# yaml-language-server: $schema={SCHEMA}\n" + _HEADER[names.language] + "\n"
    lines = writer.mapping(part, 0)
    return ((head if comments else "") + "\n".join(lines) + "\n").encode()


class _Writer:
    def __init__(self, names: Names, *, comments: bool) -> None:
        self._names = names
        self._comments = comments
        self._explained: set[tuple[str, str]] = set()

    def mapping(self, part: Part, depth: int) -> Iterator[str]:
        indent = "  " * depth
        if not part.fields and not depth:
            yield "{}"
        for field in part.fields:
            key = self._names.key(part.kind, field.key)
            yield from self._comment(part.kind, field.key, indent, depth)
            if field.parts:
                yield from self._nodes(key, field, indent, depth)
            else:
                yield f"{indent}{scalar(key)}: {self._plain_values(field)}"

    def _nodes(self, key: str, field: Field, indent: str, depth: int) -> Iterator[str]:
        if field.key.functional:
            (part,) = field.parts
            yield f"{indent}{scalar(key)}:" + ("" if part.fields else " {}")
            yield from self.mapping(part, depth + 1)
            return
        yield f"{indent}{scalar(key)}:"
        for part in field.parts:
            lines = list(self.mapping(part, depth + 2))
            at = next((n for n, line in enumerate(lines) if line.lstrip()[0] != "#"), None)
            if at is None:
                yield f"{indent}  - {{}}"
                continue
            yield from (f"{indent}  {line.lstrip()}" for line in lines[:at])
            yield f"{indent}  - {lines[at].lstrip()}"
            yield from lines[at + 1 :]

    def _plain_values(self, field: Field) -> str:
        texts = [scalar(self._names.written(value, field.key)) for value in field.values]
        return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"

    def _comment(self, kind: str, property: Property, indent: str, depth: int) -> Iterator[str]:
        if not self._comments or (kind, property.iri) in self._explained:
            return
        self._explained.add((kind, property.iri))
        if not depth and len(self._explained) > 1:
            yield ""
        definition = property.definition[self._names.language]
        yield f"{indent}# {definition}{self._offer(property)}"

    def _offer(self, property: Property) -> str:
        if property.type is not ValueType.TERM:
            return ""
        choices = self._names.choices(property)
        chinese = self._names.language is Language.ZH
        listed = ("、" if chinese else ", ").join(choices[:_FEW])
        more = ("等" if chinese else ", …") if len(choices) > _FEW else ""
        return f"可写：{listed}{more}" if chinese else f" One of: {listed}{more}"


def scalar(text: str) -> str:
    """Return a text as YAML writes it: plain where that is safe, else in double quotes.

    Source: YAML 1.2.2, chapters 5.7 (escapes) and 7.3 (flow scalar styles).
    """
    if _PLAIN.fullmatch(text) and text not in NULLS and not _OTHERWISE.fullmatch(text):
        return text
    return '"' + "".join(map(_character, text)) + '"'


def _character(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if sign in _SAME or sign.isalnum() or sign.isprintable():
        return sign
    return f"\\U{ord(sign):08x}"
