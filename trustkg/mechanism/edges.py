"""The lines of the map: which statements are drawn together, and along which way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from trustkg.framework import Statement
from trustkg.mechanism.argument import Argument, only_project
from trustkg.mechanism.shapes import Box, Edge, EdgeRole, Point

_HEAD: Final = 30
"""The y on which the arrows between columns run."""


def edges(argument: Argument, groups: Sequence[Box], bottom: float) -> tuple[Edge, ...]:
    """Draw the statements that the map shows as lines.

    Section 4 of the paper ties drivers to user trust as a whole, so that layers get one
    arrow together; a line from a driver layer to a sub-dimension is always the project's.

    Args:
        argument: what is said.
        groups: the boxes, as the layout placed them.
        bottom: the y below which lines may run freely.

    Returns:
        Edges, those behind first.
    """
    return tuple(_Pen(argument, groups, bottom).lines())


class _Pen:
    def __init__(self, argument: Argument, groups: Sequence[Box], bottom: float) -> None:
        self._argument = argument
        self._theories, self._drivers, self._trust, self._paths, self._shared = groups
        self._bottom = bottom
        self._layers = [b for b in self._drivers.children if b.role == "layer"]
        self._stages = [b for b in self._drivers.children if b.role == "stage"]
        self._rows = self._trust.children
        self._cores = [b for row in self._rows for b in row.children if b.role == "dimension"]
        self._subs = [b for row in self._rows for b in row.children if b.role == "term"]
        self._ways = [b for b in self._paths.children if b.role == "path"]

    def lines(self) -> Iterator[Edge]:
        yield from self._inferred_links()
        yield from self._stated_links()
        yield from self._values_to_dimensions()
        yield from self._parts()
        yield from self._order(self._stages)
        yield from self._order(self._cores)
        yield from self._loop()
        yield from self._matches()
        yield from self._risks()
        yield from self._value_cycle()
        yield from self._results()
        yield from self._main_arrows()

    def _main_arrows(self) -> Iterator[Edge]:
        """Columns' own arrows: layers → trust → what lies on the paths → shared results."""
        said = self._argument.said_between(
            (b.id for b in self._layers), ("TrustConstruct",), "Influence"
        )
        yield _edge(
            self._drivers.id,
            self._trust.id,
            "drive",
            (s for s in said if s.object == self._trust.id),
            (Point(self._drivers.right + 10, _HEAD), Point(self._trust.x - 28, _HEAD)),
        )
        said = self._argument.said_between((self._trust.id,), ("Construct",), "Influence")
        yield _edge(
            self._trust.id,
            self._paths.id,
            "drive",
            (s for s in said if len(s.on_path) == 1),
            (Point(self._trust.right + 10, _HEAD), Point(self._paths.x - 28, _HEAD)),
        )
        x = self._paths.centre
        yield _edge(
            self._paths.id,
            self._shared.id,
            "drive",
            (s for s in said if len(s.on_path) > 1),
            (Point(x, self._paths.bottom + 3), Point(x, self._shared.y - 20)),
        )

    def _inferred_links(self) -> Iterator[Edge]:
        """Layer ⇢ sub-dimension, each for the drivers of that layer."""
        for layer in self._layers:
            drivers = [chip.id for chip in layer.children]
            said = self._argument.said_between(drivers, ("TrustSubDimension",), "Influence")
            targets = [b for b in self._subs if any(s.object == b.id for s in said)]
            for n, target in enumerate(targets):
                y = layer.y + layer.height * (n + 1) / (len(targets) + 1)
                yield _edge(
                    layer.id,
                    target.id,
                    "influence",
                    (s for s in said if s.object == target.id),
                    _sweep(Point(layer.right, y), Point(target.x - 1, target.middle)),
                    curved=True,
                )

    def _stated_links(self) -> Iterator[Edge]:
        """Layer → dimension, for the drivers that the paper itself ties to one."""
        for layer in self._layers:
            drivers = [chip.id for chip in layer.children]
            said = self._argument.said_between(drivers, ("TrustDimension",), "Influence")
            for row in self._rows:
                mine = tuple(s for s in said if s.object == row.id)
                if mine:
                    way = _sweep(
                        Point(layer.right, layer.y + 16), Point(row.x - 1, row.bottom - 30)
                    )
                    yield _edge(layer.id, row.id, "influence", mine, way, curved=True)

    def _values_to_dimensions(self) -> Iterator[Edge]:
        """Variables of a theory → dimensions, along one bus under the drivers."""
        low = self._bottom + 14
        for theory in self._theories.children:
            variables = [chip.id for chip in theory.children]
            said = self._argument.said_between(variables, ("TrustDimension",), "Influence")
            for core in self._cores:
                mine = tuple(s for s in said if s.object == core.id)
                if not mine:
                    continue
                x = self._trust.x - 16
                row = next(r for r in self._rows if r.id == core.id)
                way = (
                    Point(theory.centre, theory.bottom),
                    Point(theory.centre, low),
                    Point(x, low),
                    Point(x, row.bottom - 12),
                    Point(row.x - 1, row.bottom - 12),
                )
                yield _edge(theory.id, core.id, "influence", mine, way)

    def _parts(self) -> Iterator[Edge]:
        for row in self._rows:
            core = next(b for b in row.children if b.role == "dimension")
            whole = self._argument.said_between((core.id,), ("TrustSubDimension",), "Composition")
            for sub in (b for b in row.children if b.role == "term"):
                said = (s for s in whole if s.object == sub.id)
                way = (Point(sub.right, sub.middle), Point(core.x, sub.middle))
                yield _edge(sub.id, core.id, "part", said, way)

    def _order(self, boxes: Sequence[Box]) -> Iterator[Edge]:
        for first, second in pairwise(boxes):
            kinds = ("FormationStage", "TrustDimension")
            said = self._argument.said_between((first.id,), kinds, "Order")
            way = (Point(first.centre, first.bottom), Point(second.centre, second.y - 1))
            yield _edge(first.id, second.id, "order", said, way)

    def _loop(self) -> Iterator[Edge]:
        said = self._argument.said_between(
            (b.id for b in self._cores), ("TrustDimension",), "Feedback"
        )
        for statement in said:
            start = next(b for b in self._cores if b.id == statement.subject)
            end = next(b for b in self._cores if b.id == statement.object)
            lane = self._trust.right - 16
            way = (
                Point(start.right, start.middle),
                Point(lane, start.middle),
                Point(lane, end.middle),
                Point(end.right + 1, end.middle),
            )
            yield _edge(start.id, end.id, "loop", (statement,), way)

    def _matches(self) -> Iterator[Edge]:
        for stage in self._stages:
            said = self._argument.said_between((stage.id,), ("DriverLayer",), "Correspondence")
            for layer in (b for b in self._layers if any(s.object == b.id for s in said)):
                way = (Point(stage.right, layer.middle), Point(layer.x, layer.middle))
                mine = (s for s in said if s.object == layer.id)
                yield _edge(stage.id, layer.id, "match", mine, way)

    def _risks(self) -> Iterator[Edge]:
        """Dimension ⊣ risk, where the paper says which dimension lowers which risk."""
        said = self._argument.said_between((b.id for b in self._cores), ("Risk",), "Influence")
        chips = {chip.id: chip for way in self._ways for chip in way.children}
        for core in self._cores:
            mine = [s for s in said if s.subject == core.id and s.object in chips]
            for n, statement in enumerate(mine):
                chip = chips[statement.object]
                y = core.y + core.height * (n + 1) / (len(mine) + 3)
                way = _sweep(Point(core.right, y), Point(chip.x - 3, chip.middle))
                yield _edge(core.id, chip.id, "influence", (statement,), way, curved=True)

    def _value_cycle(self) -> Iterator[Edge]:
        """Value ⇄ trust, where the paper has both ways (2.1.3 and 4.1 against 5.2)."""
        for way in self._ways:
            for chip in way.children:
                back = self._influence(chip.id, self._trust.id)
                if not back:
                    continue
                left, right = self._trust.right, chip.x
                forth = self._influence(self._trust.id, chip.id)
                yield _edge(
                    self._trust.id,
                    chip.id,
                    "loop",
                    forth,
                    (Point(left, chip.middle - 5), Point(right - 1, chip.middle - 5)),
                )
                yield _edge(
                    chip.id,
                    self._trust.id,
                    "loop",
                    back,
                    (Point(right, chip.middle + 5), Point(left + 1, chip.middle + 5)),
                )

    def _influence(self, subject: str, object_: str) -> tuple[Statement, ...]:
        said = self._argument.said_between((subject,), ("Construct",), "Influence")
        return tuple(s for s in said if s.object == object_)

    def _results(self) -> Iterator[Edge]:
        for way in self._ways:
            results = next(b for b in self._paths.children if b.id == f"results-{way.id}")
            path = next(p.term for p in self._argument.paths() if p.term.id == way.id)
            said = [s for place in self._argument.outcomes(path) for s in place.statements]
            points = (Point(way.right, way.middle), Point(results.x - 1, way.middle))
            yield _edge(way.id, results.id, "influence", said, points)


def _edge(
    source: str,
    target: str,
    role: EdgeRole,
    statements: Iterable[Statement],
    points: tuple[Point, ...],
    *,
    curved: bool = False,
) -> Edge:
    said = tuple(statements)
    signs = {s.sign for s in said}
    return Edge(
        source=source,
        target=target,
        role=role,
        statements=tuple(s.id for s in said),
        inferred=only_project(said),
        sign=signs.pop() if len(signs) == 1 else None,
        points=points,
        curved=curved,
    )


def _sweep(start: Point, end: Point) -> tuple[Point, ...]:
    bend = (end.x - start.x) * 0.55
    return (start, Point(start.x + bend, start.y), Point(end.x - bend, end.y), end)
