"""What every file format of plans is read into: scalars, sequences and mappings with places."""

from __future__ import annotations

from dataclasses import dataclass

from trustkg.plans.model import Position


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


Node = Scalar | Sequence | Mapping


@dataclass(frozen=True, slots=True)
class Document:
    """A file of a plan.

    `name` is how messages call the file; `lines` is its text.
    """

    name: str
    root: Mapping
    lines: tuple[str, ...]
