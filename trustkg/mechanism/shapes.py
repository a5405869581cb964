"""What a map consists of: boxes, lines of text and edges, with coordinates in px."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "group", "theory", "stage", "layer", "row", "dimension", "path", "results", "shared", "term"
]
"""What a box stands for: `group` is a column, `row` a dimension with its sub-dimensions,
`results` the outcomes of one path, `shared` those of all paths, `term` anything small."""

EdgeRole = Literal["drive", "influence", "part", "order", "loop", "match"]


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map; y grows downwards."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; `y` is its baseline."""

    text: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A term, or a frame around several.

    `id` is the id of the term, or the name of the frame where `role` is `group`, `results` or
    `shared`. `title` and `note` (the term's role) are laid out inside; `inferred` says that
    only the project puts the term at this place; `direction` is the id of the direction that
    an indicator is to take; `turned` text runs upwards; a `note_at_end` ends where it is placed.
    """

    id: str
    role: Role
    x: float
    y: float
    width: float
    height: float
    title: tuple[Line, ...] = ()
    note: tuple[Line, ...] = ()
    kind: str = ""
    inferred: bool = False
    direction: str | None = None
    turned: bool = False
    note_at_end: bool = False
    children: tuple[Box, ...] = ()

    @property
    def right(self) -> float:
        """The x of the right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of the lower side."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The y of the middle."""
        return self.y + self.height / 2

    @property
    def centre(self) -> float:
        """The x of the middle."""
        return self.x + self.width / 2


@dataclass(frozen=True, slots=True)
class Edge:
    """One or several statements drawn as one line.

    `points` are the corners of a line, or the four points of a Bézier curve where `curved`.
    `sign` is the id of the sign that all its statements share, None where they have none or
    differ.
    """

    source: str
    target: str
    role: EdgeRole
    statements: tuple[str, ...]
    inferred: bool
    sign: str | None
    points: tuple[Point, ...]
    curved: bool = False


@dataclass(frozen=True, slots=True)
class Map:
    """The whole mechanism on one sheet, back to front: groups, then edges.

    `legend` is an empty box where the drawing leaves room for a legend.
    """

    width: float
    height: float
    groups: tuple[Box, ...]
    edges: tuple[Edge, ...]
    legend: Box

    @property
    def drawn(self) -> frozenset[str]:
        """Ids of everything that has a box."""
        return frozenset(_ids(self.groups))


def _ids(boxes: tuple[Box, ...]) -> list[str]:
    return [id for box in boxes for id in (box.id, *_ids(box.children))]
