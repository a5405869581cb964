"""Which dimensions and sub-dimensions of trust a plan works on, and by what."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from trustkg.framework import BasisKind, Framework, Statement
from trustkg.synopsis.outline import Measure, Outline


class LinkBasis(enum.StrEnum):
    """Who says that a driver influences a sub-dimension."""

    STATED = "stated"
    INFERRED = "inferred"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class Link:
    """A driver that a measure uses to build a sub-dimension.

    `measure` is the IRI of the measure; `statements` are the ids of those that say that the
    driver influences the sub-dimension.
    """

    measure: str
    driver: str
    target: str
    basis: LinkBasis
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A sub-dimension: the measures that build it, and what links them to it.

    `measures` are IRIs; `drivers` those that a statement links, in the terms' order, each with
    the best basis that it has anywhere in the plan; `basis` is the best of all of them, None
    where no measure builds the sub-dimension.
    """

    id: str
    measures: tuple[str, ...]
    drivers: tuple[str, ...]
    links: tuple[Link, ...]
    basis: LinkBasis | None


@dataclass(frozen=True, slots=True)
class Row:
    """A dimension with its sub-dimensions; `excluded` where the plan leaves it out."""

    id: str
    cells: tuple[Cell, ...]
    excluded: bool

    @property
    def touched(self) -> int:
        """How many of its sub-dimensions some measure builds."""
        return sum(bool(cell.measures) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All dimensions."""

    rows: tuple[Row, ...]

    @property
    def dimensions(self) -> int:
        """How many dimensions some measure works on."""
        return sum(row.touched > 0 for row in self.rows)

    @property
    def excluded(self) -> int:
        """How many dimensions are left out on purpose."""
        return sum(row.excluded for row in self.rows)

    @property
    def sub_dimensions(self) -> int:
        """How many sub-dimensions some measure builds."""
        return sum(row.touched for row in self.rows)

    @property
    def all_sub_dimensions(self) -> int:
        """How many sub-dimensions there are."""
        return sum(len(row.cells) for row in self.rows)

    @property
    def links(self) -> tuple[Link, ...]:
        """All links."""
        return tuple(link for row in self.rows for cell in row.cells for link in cell.links)


def coverage(contents: Outline, framework: Framework) -> Coverage:
    """Hold a plan against the dimensions of trust.

    Args:
        contents: of the plan.
        framework: whose dimensions, drivers and statements.

    Returns:
        A row for each dimension, in the framework's order.
    """
    excluded = {id for exclusion in contents.excluded for id in exclusion.dimensions}
    links = [link for m in contents.measures for link in measure_links(m, framework)]
    rows = []
    for dimension in framework.of_kind("TrustDimension"):
        parts = parts_of(dimension.id, framework)
        cells = tuple(_cell(id, contents, links, framework) for id in parts)
        rows.append(Row(dimension.id, cells, dimension.id in excluded))
    return Coverage(tuple(rows))


def parts_of(dimension: str, framework: Framework) -> tuple[str, ...]:
    """Return the ids of a dimension's sub-dimensions, in the framework's order."""
    subs = {term.id: None for term in framework.of_kind("TrustSubDimension")}
    said = framework.about.get(dimension, ())
    own = {s.object for s in said if s.kind == "CompositionStatement"}
    return tuple(id for id in subs if id in own)


def measure_links(measure: Measure, framework: Framework) -> tuple[Link, ...]:
    """Return every pair of driver and sub-dimension of a measure that a statement links.

    A sub-dimension that none of its drivers is said to influence gives a link with each.
    """
    found: list[Link] = []
    for target in measure.builds:
        said = {driver: influences(driver, target, framework) for driver in measure.drivers}
        linked = {driver: statements for driver, statements in said.items() if statements}
        for driver, statements in (linked or said).items():
            ids = tuple(s.id for s in statements)
            found.append(Link(measure.node, driver, target, _basis(statements), ids))
    return tuple(found)


def influences(subject: str, object: str, framework: Framework) -> tuple[Statement, ...]:
    """Return the influence statements from one term to another."""
    kinds = set(framework.subkinds("InfluenceStatement"))
    said = framework.about.get(subject, ())
    return tuple(s for s in said if s.object == object and s.kind in kinds)


def _basis(statements: Iterable[Statement]) -> LinkBasis:
    bases = {s.basis_kind for s in statements}
    if BasisKind.PAPER in bases:
        return LinkBasis.STATED
    return LinkBasis.INFERRED if bases else LinkBasis.UNSAID


def _cell(id: str, contents: Outline, links: Iterable[Link], framework: Framework) -> Cell:
    mine = tuple(link for link in links if link.target == id)
    measures = tuple(m.node for m in contents.measures if id in m.builds)
    linked = {link.driver for link in mine if link.basis is not LinkBasis.UNSAID}
    best = next((basis for basis in LinkBasis if any(k.basis is basis for k in mine)), None)
    return Cell(
        id=id,
        measures=measures,
        drivers=tuple(driver for driver in framework.terms if driver in linked),
        links=mine,
        basis=best if best or not measures else LinkBasis.UNSAID,
    )
