"""What every file format of plans is read into: scalars, sequences and mappings with places."""

from __future__ import annotations

import collections.abc
from dataclasses import dataclass
from typing import Final

from trustkg.language import Text
from trustkg.plans.model import Position

IN_BRACKETS: Final = Text(
    "；有几个就写成列表，用英文逗号隔开：[甲, 乙]",
    "; write several as a list with commas: [one, two]",
)
"""How several values are written in a text file; ends a sentence."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it stands in the file; `empty` where nothing, `~` or `null` stands there."""

    text: str
    empty: bool
    position: Position


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with values, no key twice."""

    entries: tuple[Entry, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Flaw:
    """What stands in the file where a value belongs and can't be one: a formula, say.

    `slug` names the reading rule that says so and `bindings` are the values of its message;
    the property's own label is added to them.
    """

    slug: str
    bindings: collections.abc.Mapping[str, Text]
    position: Position


Node = Scalar | Sequence | Mapping | Flaw


@dataclass(frozen=True, slots=True)
class Document:
    """A file of a plan.

    `name` is how messages call the file; `lines` is its text, empty for a workbook;
    `several` says how this format writes several values.
    """

    name: str
    root: Mapping
    lines: tuple[str, ...]
    several: Text = IN_BRACKETS
