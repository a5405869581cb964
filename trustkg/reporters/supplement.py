"""What is told of a plan besides its findings: coverage, repairs, the texts of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from trustkg.framework import Framework
from trustkg.plans import Plan
from trustkg.repairs import Repair, Repairs
from trustkg.validation import Severity
from trustkg.vocab import PLAN, PREFIXES, local_id

_PARTS: Final = """
SELECT ?dimension ?part { ?dimension a tkg:TrustDimension . ?part tkg:isPartOf ?dimension }
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Ids of the trust dimensions, and of those that a measure builds a part of."""

    dimensions: tuple[str, ...]
    covered: tuple[str, ...]


@dataclass(frozen=True)
class Supplement:
    """What is known of a plan besides its report.

    `gate` is the plan's own, where it has one; `cells` has the text of each cell of a
    workbook by its address.
    """

    coverage: Coverage | None = None
    repairs: Repairs | None = None
    gate: Severity | None = None
    cells: Mapping[str, str] = field(default_factory=dict)

    def repairs_of(self, place: int) -> tuple[Repair, ...]:
        """Return the repairs of the finding at a place of the report."""
        return self.repairs.by_finding.get(place, ()) if self.repairs else ()


def supplement(
    plan: Plan,
    framework: Framework,
    repairs: Repairs | None = None,
    gate: Severity | None = None,
) -> Supplement:
    """Gather what is told of a plan.

    Args:
        plan: as it was read.
        framework: whose dimensions.
        repairs: those that held, where any were tried.
        gate: the severity from which on a finding fails this plan.
    """
    cells = MappingProxyType(_cells(plan, framework))
    return Supplement(coverage(plan, framework), repairs, gate, cells)


def coverage(plan: Plan, framework: Framework) -> Coverage:
    """Tell which trust dimensions a plan has measures for."""
    rows = framework.store.query(_PARTS, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    parts: dict[str, set[str]] = {}
    for row in rows:
        dimension, part = (getattr(row[name], "value", "") for name in ("dimension", "part"))
        parts.setdefault(dimension, set()).add(part)
    built = {str(value) for _, path, value in plan.graph if str(path) == PLAN + "builds"}
    order = [term.iri for term in framework.of_kind("TrustDimension")]
    return Coverage(
        tuple(local_id(iri) for iri in order),
        tuple(local_id(iri) for iri in order if built & parts.get(iri, set())),
    )


def _cells(plan: Plan, framework: Framework) -> dict[str, str]:
    """Return the texts of a workbook's cells as far as the plan tells them."""
    found: dict[str, str] = {}
    for place, position in plan.positions.items():
        if position.cell is None or place.value is None:
            continue
        name = plan.names.get(place.value)
        id = local_id(place.value)
        if name is not None:
            text = name.zh
        elif id in framework.terms:
            text = framework.label(id).zh
        else:
            text = place.value
        found.setdefault(position.cell, text)
    for problem in plan.problems:
        if problem.position.cell is not None and "value" in problem.bindings:
            found[problem.position.cell] = problem.bindings["value"].zh
    return found
