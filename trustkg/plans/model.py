"""A strategy plan as a graph whose every node and value knows its place in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from trustkg.language import Text

if TYPE_CHECKING:
    import rdflib


LONG: Final = 60
"""How many characters of a value a message repeats, and near names are looked for with."""


def shortened(text: str) -> str:
    """Return a text as messages repeat it: not all of it if it is long."""
    return text if len(text) <= LONG else text[: LONG - 1] + "…"


@dataclass(frozen=True, slots=True)
class Position:
    """A stretch of one line, or a cell of a workbook.

    Line and columns count characters from 1, the end excluded. For a cell they count rows
    and columns of its sheet; `cell` is its address (`措施!D7`), `sheet` the number of its
    sheet in the workbook. Positions sort in the order of the file.
    """

    file: str
    line: int
    column: int
    end_column: int
    cell: str | None = None
    sheet: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.cell or f'{self.line}:{self.column}'}"

    def __lt__(self, other: Position) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, int, int, int, int]:
        return (self.file, self.sheet, self.line, self.column, self.end_column)


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a plan's graph, one of its properties, or one value of that property.

    `node` and `path` are IRIs; `value` is an IRI or the lexical form of a literal.
    """

    node: str
    path: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a plan that could be parsed and not understood.

    `slug` names the reading rule in `shapes/plan/reading.ttl`; `bindings` are the values of
    that rule's message. `place` is what stays unread: no value in the graph stands for it.
    """

    slug: str
    place: Place
    position: Position
    bindings: Mapping[str, Text]


@dataclass(frozen=True)
class Plan:
    """A plan that was read.

    `node` is the IRI of the plan in `graph`; `lines` are the lines of the file; `names` says
    what a reader calls each node of the graph (`m2`, `KPI target 1`, `18 %`).
    """

    source: str
    node: str
    graph: rdflib.Graph = field(repr=False, compare=False)
    positions: Mapping[Place, Position] = field(repr=False)
    names: Mapping[str, Text] = field(repr=False)
    problems: tuple[Problem, ...]
    lines: tuple[str, ...] = field(repr=False)

    def position(self, place: Place) -> Position:
        """Return the position of a place, or of the nearest thing around it."""
        for wider in (place, Place(place.node, place.path), Place(place.node)):
            if wider in self.positions:
                return self.positions[wider]
        return self.positions[Place(self.node)]
