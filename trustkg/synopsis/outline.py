"""Plan → what stands in it, as plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from trustkg.language import Text
from trustkg.plans import Plan
from trustkg.synopsis.contents import Contents
from trustkg.vocab import local_id

if TYPE_CHECKING:
    from rdflib.term import Node


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as the plan writes it; `unit` is the id or IRI of its unit."""

    written: str
    number: Decimal | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A dimension left out on purpose: its id, and why."""

    dimensions: tuple[str, ...]
    why: str | None


@dataclass(frozen=True, slots=True)
class Phase:
    """A span of time given to formation stages, by their ids."""

    stages: tuple[str, ...]
    start: dt.date | None
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A source that the plan names, and where in it."""

    source: str | None
    locator: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a measure says in public, and what proves it."""

    text: str | None
    substantiation: str | None


@dataclass(frozen=True, slots=True)
class Offer:
    """How a measure prices one thing."""

    item: str | None
    was: Quantity | None
    lowest: Quantity | None
    now: Quantity | None


@dataclass(frozen=True, slots=True)
class Waiver:
    """The code of a rule that the plan sets aside, and why."""

    rule: str | None
    why: str | None


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that a plan sets out to do; terms are given by their ids."""

    node: str
    name: Text
    does: str | None
    responsible: tuple[str, ...]
    actions: tuple[str, ...]
    novel: str | None
    drivers: tuple[str, ...]
    builds: tuple[str, ...]
    layers: tuple[str, ...]
    stages: tuple[str, ...]
    paths: tuple[str, ...]
    expects: tuple[str, ...]
    forbids: tuple[str, ...]
    criteria: tuple[str, ...]
    claims: tuple[Claim, ...]
    offers: tuple[Offer, ...]
    evidence: tuple[Evidence, ...]
    start: dt.date | None
    end: dt.date | None
    waivers: tuple[Waiver, ...]


@dataclass(frozen=True, slots=True)
class Kpi:
    """What an indicator is to move from and to."""

    node: str
    name: Text
    indicators: tuple[str, ...]
    baseline: Quantity | None
    target: Quantity | None
    by: dt.date | None
    as_of: dt.date | None
    waivers: tuple[Waiver, ...]

    @property
    def change(self) -> Decimal | None:
        """Target over baseline, less one; None where the two can't be compared."""
        first, last = self.baseline, self.target
        if first is None or last is None or not first.number or last.number is None:
            return None
        return last.number / first.number - 1 if first.unit == last.unit else None


@dataclass(frozen=True, slots=True)
class Outline:
    """A plan's contents; terms are given by their ids."""

    source: str
    identifier: str | None
    title: str | None
    owners: tuple[str, ...]
    platforms: tuple[str, ...]
    start: dt.date | None
    end: dt.date | None
    excluded: tuple[Exclusion, ...]
    phases: tuple[Phase, ...]
    measures: tuple[Measure, ...]
    kpis: tuple[Kpi, ...]
    waivers: tuple[Waiver, ...]

    @property
    def name(self) -> str:
        """What to call the plan: its title, its id or its file."""
        return self.title or self.identifier or self.source


def outline(plan: Plan) -> Outline:
    """Read what stands in a plan.

    Args:
        plan: as `trustkg.plans.read` returns it; what could not be read is left out.

    Returns:
        Its contents in the order of the file.
    """
    has = Contents(plan)
    root = has.root
    period = has.value(root, "period")
    return Outline(
        source=plan.source,
        identifier=has.text(root, "identifier"),
        title=has.text(root, "title"),
        owners=has.terms(root, "owner"),
        platforms=has.terms(root, "platform"),
        start=has.date(period, "start") if period is not None else None,
        end=has.date(period, "end") if period is not None else None,
        excluded=tuple(
            Exclusion(has.terms(node, "dimension"), has.text(node, "rationale"))
            for node in has.values(root, "excludes")
        ),
        phases=tuple(
            Phase(has.terms(node, "stage"), has.date(node, "start"), has.date(node, "end"))
            for node in has.values(root, "phase")
        ),
        measures=tuple(_measure(has, node) for node in has.values(root, "measure")),
        kpis=tuple(_kpi(has, node) for node in has.values(root, "kpi")),
        waivers=_waivers(has, root),
    )


def _measure(has: Contents, node: Node) -> Measure:
    novel = has.value(node, "novel")
    return Measure(
        node=str(node),
        name=name(has.plan, str(node)),
        does=has.text(node, "does"),
        responsible=has.terms(node, "responsible"),
        actions=has.terms(node, "action"),
        novel=has.text(novel, "rationale") or "" if novel is not None else None,
        drivers=has.terms(node, "driver"),
        builds=has.terms(node, "builds"),
        layers=has.terms(node, "layer"),
        stages=has.terms(node, "stage"),
        paths=has.terms(node, "path"),
        expects=has.terms(node, "expects"),
        forbids=has.terms(node, "forbids"),
        criteria=has.terms(node, "criterion"),
        claims=tuple(
            Claim(has.text(claim, "text"), has.text(claim, "substantiation"))
            for claim in has.values(node, "claim")
        ),
        offers=tuple(
            Offer(
                has.text(offer, "item"),
                _quantity(has, offer, "referencePrice"),
                _quantity(has, offer, "lowestPrice"),
                _quantity(has, offer, "offerPrice"),
            )
            for offer in has.values(node, "price")
        ),
        evidence=tuple(
            Evidence(has.text(piece, "source"), has.text(piece, "locator"))
            for piece in has.values(node, "evidence")
        ),
        start=has.date(node, "start"),
        end=has.date(node, "end"),
        waivers=_waivers(has, node),
    )


def _kpi(has: Contents, node: Node) -> Kpi:
    return Kpi(
        node=str(node),
        name=name(has.plan, str(node)),
        indicators=has.terms(node, "indicator"),
        baseline=_quantity(has, node, "baseline"),
        target=_quantity(has, node, "target"),
        by=has.date(node, "by"),
        as_of=has.date(node, "asOf"),
        waivers=_waivers(has, node),
    )


def _waivers(has: Contents, node: Node) -> tuple[Waiver, ...]:
    return tuple(
        Waiver(has.text(waiver, "rule"), has.text(waiver, "rationale"))
        for waiver in has.values(node, "waives")
    )


def _quantity(has: Contents, node: Node, property: str) -> Quantity | None:
    found = has.value(node, property)
    if found is None:
        return None
    number, unit = has.text(found, "number"), has.value(found, "unit")
    try:
        exact = Decimal(number) if number else None
    except InvalidOperation:
        exact = None
    written = has.text(found, "asWritten") or number or ""
    return Quantity(written, exact, local_id(str(unit)) if unit is not None else None)


def name(plan: Plan, node: str) -> Text:
    """Return what a reader calls a node of a plan."""
    return plan.names.get(node, Text(node, node))
