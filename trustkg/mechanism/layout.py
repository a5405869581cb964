"""The layout of the map: the argument in columns, left to right.

Theories; formation stages as a band along the driver layers; user trust with dimensions and
sub-dimensions; paths with what mediates on them and what they lead to. Sizes depend on the
length of labels only, so that the same framework gives the same map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from trustkg.framework import Framework, Term
from trustkg.language import Language
from trustkg.mechanism.argument import Argument, Place, Whole
from trustkg.mechanism.edges import edges
from trustkg.mechanism.lettering import place, width, wrap
from trustkg.mechanism.shapes import Box, Line, Map, Role

_TOP: Final = 62
_GAP: Final = 12
_PAD: Final = 10
_CHIP: Final = 13.0
_TITLE: Final = 15.0
_BOLD: Final = 16.2
"""The title's size again, as wide as it runs in bold."""
_NOTE: Final = 12.0


@dataclass(frozen=True, slots=True)
class _Column:
    x: float
    width: float

    @property
    def right(self) -> float:
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class _Ways:
    """Paths, the results of each beside it, and the results that they share below."""

    paths: list[Box]
    results: list[Box]
    shared: Box


_THEORIES: Final = _Column(6, 150)
_STAGES: Final = _Column(184, 40)
_LAYERS: Final = _Column(236, 258)
_TRUST: Final = _Column(598, 306)
_SUBS: Final = _Column(612, 126)
_DIMENSIONS: Final = _Column(756, 104)
_PATHS: Final = _Column(976, 158)
_RESULTS: Final = _Column(1158, 180)
_WIDTH: Final = 1352
_LEGEND: Final = 103


def layout(framework: Framework, language: Language) -> Map:
    """Lay out the map of the whole mechanism.

    Args:
        framework: what to draw.
        language: of the labels, on whose length the sizes depend.

    Returns:
        Boxes and edges with coordinates in px, on a sheet about 1350 px wide.
    """
    return _Draughtsman(framework, language).map()


class _Draughtsman:
    """Draws the columns at their natural height, then stretches them to the tallest."""

    def __init__(self, framework: Framework, language: Language) -> None:
        self._argument = Argument(framework)
        self._language = language

    def map(self) -> Map:
        layers = self._layers()
        theories = self._theories()
        rows = self._rows()
        ways = self._ways()
        legend_top = max(b.bottom for b in layers) + _GAP
        natural = (
            legend_top + _LEGEND,
            theories[-1].bottom,
            rows[-1].bottom + _GAP,
            ways.paths[-1].bottom + 4 * _GAP + ways.shared.height,
        )
        bottom = max(natural) + _PAD
        layers = _spread(layers, bottom - _LEGEND - 2 * _GAP)
        rows = _spread(rows, bottom - _PAD)
        theories = _spread(theories, bottom - _PAD, stretch=False)
        shared = _move(ways.shared, bottom - ways.shared.bottom)
        paths = _spread(ways.paths, shared.y - 4 * _GAP)
        results = _spread(ways.results, shared.y - 4 * _GAP)
        stages = self._stages(layers, bottom)
        groups = (
            _group("theories", _THEORIES, bottom, theories),
            _group(
                "drivers",
                _Column(_STAGES.x - 8, _LAYERS.right - _STAGES.x + 16),
                bottom,
                (*stages, *layers),
            ),
            self._trust_group(bottom, rows),
            Box(
                "paths",
                "group",
                _PATHS.x - 10,
                _TOP - 8,
                _WIDTH - _PATHS.x + 4,
                shared.y - 2 * _GAP - _TOP,
                children=(*paths, *results),
            ),
            shared,
        )
        legend = Box(
            "legend",
            "group",
            _LAYERS.x,
            layers[-1].bottom + _GAP,
            _LAYERS.width,
            bottom - layers[-1].bottom - _GAP - _PAD,
        )
        drawn = edges(self._argument, groups, bottom)
        return Map(_WIDTH, bottom + 30, groups, drawn, legend)

    # -- columns -----------------------------------------------------------------------

    def _theories(self) -> list[Box]:
        boxes: list[Box] = []
        top = float(_TOP)
        for theory in self._argument.theories():
            box = self._panel(theory, "theory", _THEORIES, top, stacked=True)
            boxes.append(box)
            top = box.bottom + _GAP
        return boxes

    def _layers(self) -> list[Box]:
        boxes: list[Box] = []
        top = float(_TOP)
        for layer in self._argument.layers():
            box = self._panel(layer, "layer", _LAYERS, top)
            boxes.append(box)
            top = box.bottom + _GAP
        return boxes

    def _stages(self, layers: Sequence[Box], bottom: float) -> list[Box]:
        by_layer = {layer.id: layer for layer in layers}
        boxes = []
        for stage in self._argument.stages():
            match = next(
                (by_layer[s.object] for s in stage.statements if s.object in by_layer), None
            )
            top = match.y if match else layers[-1].bottom + _GAP
            height = match.height if match else bottom - top - _PAD
            boxes.append(self._turned(stage.term, _STAGES, top, height))
        return boxes

    def _rows(self) -> list[Box]:
        boxes: list[Box] = []
        top = float(_TOP)
        for dimension in self._argument.trust().members:
            subs = self._argument.members(dimension.term, "CompositionStatement")
            chips = self._stack(subs, _SUBS, top + _PAD)
            note = self._role_lines(dimension.term, _DIMENSIONS.width - 14)
            label = wrap(self._label(dimension.term), _BOLD, _DIMENSIONS.width - 10)
            core = 20 * len(label) + 15 * len(note) + 22
            height = max(chips[-1].bottom - top, core) + _PAD
            middle = _DIMENSIONS.x + _DIMENSIONS.width / 2
            head = top + (height - 20 * len(label) - 15 * len(note) - 4) / 2
            box = Box(
                dimension.term.id,
                "dimension",
                _DIMENSIONS.x,
                top,
                _DIMENSIONS.width,
                height,
                title=place(label, middle, head, size=_TITLE, leading=20),
                note=place(note, middle, head + 20 * len(label) + 4, size=11.5, leading=15),
                kind="TrustDimension",
                inferred=dimension.inferred,
            )
            boxes.append(
                Box(
                    dimension.term.id,
                    "row",
                    _SUBS.x - 10,
                    top,
                    _DIMENSIONS.right - _SUBS.x + 10,
                    height,
                    children=(*chips, box),
                )
            )
            top = boxes[-1].bottom + _GAP
        return boxes

    def _trust_group(self, bottom: float, rows: Sequence[Box]) -> Box:
        whole = self._argument.trust().term
        return Box(
            whole.id,
            "group",
            _TRUST.x,
            _TOP - 8,
            _TRUST.width,
            bottom - _TOP + 8,
            children=tuple(rows),
        )

    def _ways(self) -> _Ways:
        ways: list[Box] = []
        results: list[Box] = []
        top = float(_TOP)
        for path in self._argument.paths():
            box = self._panel(path, "path", _PATHS, top, stacked=True)
            chips = self._flow(self._argument.outcomes(path.term), _RESULTS, top + _PAD)
            low = max(box.bottom, chips[-1].bottom + _PAD)
            ways.append(replace(box, height=low - top))
            results.append(
                Box(
                    f"results-{path.term.id}",
                    "results",
                    _RESULTS.x,
                    top,
                    _RESULTS.width,
                    low - top,
                    children=tuple(chips),
                )
            )
            top = low + _GAP
        column = _Column(_PATHS.x - 10, _WIDTH - _PATHS.x + 4)
        chips = self._flow(self._argument.shared_outcomes(), column, top + 30)
        shared = Box(
            "shared",
            "shared",
            column.x,
            top,
            column.width,
            chips[-1].bottom + _PAD - top,
            children=tuple(chips),
        )
        return _Ways(ways, results, shared)

    # -- pieces ------------------------------------------------------------------------

    def _panel(
        self, whole: Whole, role: Role, column: _Column, top: float, *, stacked: bool = False
    ) -> Box:
        x = column.x + _PAD
        label = self._label(whole.term)
        title = wrap(label, _BOLD, column.width - 2 * _PAD)
        note = self._role_lines(whole.term, column.width - 2 * _PAD)
        beside = width(label, _BOLD) + 14
        room = column.width - 2 * _PAD - beside
        fits = len(title) == 1 and len(note) == 1 and width(note[0], _NOTE) < room
        low = top + 7 + 20 * len(title)
        notes: tuple[Line, ...]
        if fits:
            notes = (Line(note[0], column.right - _PAD, low - 5),)
        else:
            notes = place(note, x, low - 1, size=_NOTE, leading=15)
            low += 15 * len(note)
        arrange = self._stack if stacked else self._flow
        chips = arrange(whole.members, column, low + 6)
        return Box(
            whole.term.id,
            role,
            column.x,
            top,
            column.width,
            chips[-1].bottom + _PAD - top,
            title=place(title, x, top + 7, size=_TITLE, leading=20),
            note=notes,
            kind=whole.term.kinds[0],
            children=tuple(chips),
            note_at_end=fits,
        )

    def _turned(self, term: Term, column: _Column, top: float, height: float) -> Box:
        label = self._label(term)
        if self._language is Language.ZH:
            head = top + (height - 17 * len(label)) / 2
            lines = place(tuple(label), column.x + column.width / 2, head, size=14, leading=17)
        else:
            wrapped = wrap(label, 12.5, max(height - 8, 60))
            head = top + height / 2 - 8 * len(wrapped)
            lines = place(wrapped, column.x + column.width / 2, head, size=12.5, leading=16)
        return Box(
            term.id,
            "stage",
            column.x,
            top,
            column.width,
            height,
            title=lines,
            kind=term.kinds[0],
            turned=self._language is not Language.ZH,
        )

    def _flow(self, places: Sequence[Place], column: _Column, top: float) -> list[Box]:
        chips: list[Box] = []
        x, y, low = column.x + _PAD, top, top
        for item in places:
            chip = self._chip(item, x, y, column.right - _PAD - column.x - _PAD)
            if chip.right > column.right - _PAD and x > column.x + _PAD:
                x, y = column.x + _PAD, low + 6
                chip = self._chip(item, x, y, column.width - 2 * _PAD)
            chips.append(chip)
            x = chip.right + 6
            low = max(low, chip.bottom)
        return chips

    def _stack(self, places: Sequence[Place], column: _Column, top: float) -> list[Box]:
        chips: list[Box] = []
        for item in places:
            chip = self._chip(item, column.x + _PAD, top, column.width - 2 * _PAD)
            chips.append(chip)
            top = chip.bottom + 6
        return chips

    def _chip(self, item: Place, x: float, y: float, room: float) -> Box:
        direction = self._argument.direction(item.term)
        extra = 14 if direction else 0
        lines = wrap(self._label(item.term), _CHIP, room - 16 - extra)
        wide = min(room, max(width(line, _CHIP) for line in lines) + 17 + extra)
        return Box(
            item.term.id,
            "term",
            x,
            y,
            round(wide, 1),
            16 * len(lines) + 8,
            title=place(lines, x + 8, y + 4, size=_CHIP, leading=16),
            kind=item.term.kinds[0],
            inferred=item.inferred,
            direction=direction,
        )

    def _role_lines(self, term: Term, room: float) -> tuple[str, ...]:
        role = self._argument.role(term)
        return wrap(self._label(role), _NOTE, room) if role else ()

    def _label(self, term: Term) -> str:
        return term.label[self._language]


def _group(id: str, column: _Column, bottom: float, children: Sequence[Box]) -> Box:
    return Box(
        id, "group", column.x, _TOP - 8, column.width, bottom - _TOP + 8, children=tuple(children)
    )


def _spread(boxes: Sequence[Box], bottom: float, *, stretch: bool = True) -> list[Box]:
    """Move boxes down so that the last one ends at `bottom`, stretching them on the way."""
    share = (bottom - boxes[-1].bottom) / (len(boxes) if stretch else max(len(boxes) - 1, 1))
    spread = []
    for n, box in enumerate(boxes):
        moved = _move(box, n * share)
        spread.append(_stretch(moved, share) if stretch else moved)
    return spread


def _stretch(box: Box, more: float) -> Box:
    """Make a box higher and keep the contents of a row in its middle."""
    if box.role != "row":
        return replace(box, height=box.height + more)
    children = tuple(_move(child, more / 2) for child in box.children)
    return replace(box, height=box.height + more, children=children)


def _shift(box: Box, down: float) -> Box:
    return replace(
        box,
        title=tuple(replace(line, y=line.y + down) for line in box.title),
        note=tuple(replace(line, y=line.y + down) for line in box.note),
    )


def _move(box: Box, down: float) -> Box:
    return replace(
        _shift(box, down),
        y=box.y + down,
        children=tuple(_move(child, down) for child in box.children),
    )
