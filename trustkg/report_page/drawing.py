"""The plan on the map of the mechanism: what it uses, and what it leaves alone."""

from __future__ import annotations

from dataclasses import dataclass

from trustkg.framework import Framework, Statement
from trustkg.language import Language
from trustkg.mechanism import Edge, Map, layout
from trustkg.synopsis import Coverage, Outline


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """An edge of the map; `sentences` are the statements of it that the plan uses."""

    edge: Edge
    used: bool
    inferred: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map, the ids of the terms that the plan uses, and the edges back to front."""

    map: Map
    used: frozenset[str]
    edges: tuple[DrawnEdge, ...]


def draw(
    contents: Outline, covered: Coverage, framework: Framework, language: Language
) -> Drawing:
    """Lay a plan over the map of the mechanism.

    Args:
        contents: of the plan.
        covered: its coverage.
        framework: what is drawn.
        language: of the labels.

    Returns:
        The whole map, with what the plan uses told apart.
    """
    use = _Use(contents, covered, framework)
    drawing = layout(framework, language)
    edges = []
    for edge in drawing.edges:
        said = [s for id in edge.statements if use.of(s := framework.statements[id])]
        sentences = dict.fromkeys(framework.sentence(s, language) for s in said)
        inferred = all(s.basis_kind == "project" for s in said) if said else edge.inferred
        edges.append(DrawnEdge(edge, bool(said), inferred, tuple(sentences)))
    edges.sort(key=lambda drawn: drawn.used)
    return Drawing(drawing, use.terms, tuple(edges))


class _Use:
    """Tells which terms and statements a plan uses.

    A statement between a driver and a part of trust counts only where a measure has both; one
    on paths only where the plan takes one of them, if it names any path at all. What is
    expected is where the plan ends: nothing that starts there is of use to it.
    """

    def __init__(self, contents: Outline, covered: Coverage, framework: Framework) -> None:
        rows = [row for row in covered.rows if row.touched]
        self._pairs = {(link.driver, link.target) for link in covered.links}
        self._drivers = {id for m in contents.measures for id in m.drivers}
        self._paths = {id for m in contents.measures for id in m.paths}
        wholes = {
            s.subject
            for row in rows
            for s in framework.pointing_at.get(row.id, ())
            if s.kind == "CompositionStatement"
        }
        for row in rows:
            built = {(k.driver, row.id) for c in row.cells for k in c.links}
            self._pairs |= built
        self._pairs |= {(driver, whole) for driver in self._drivers for whole in wholes}
        layers = {
            s.object
            for driver in self._drivers
            for s in framework.about.get(driver, ())
            if s.kind == "LayerStatement"
        }
        stages = {id for m in contents.measures for id in m.stages}
        stages |= {id for phase in contents.phases for id in phase.stages}
        self._ends = {id for m in contents.measures for id in m.expects}
        self._ends |= {id for kpi in contents.kpis for id in kpi.indicators}
        self.terms = frozenset(
            self._drivers
            | self._ends
            | self._paths
            | wholes
            | layers
            | stages
            | {id for m in contents.measures for id in (*m.layers, *m.builds)}
            | {row.id for row in rows}
        )

    def of(self, statement: Statement) -> bool:
        ends = (statement.subject, statement.object)
        if not self.terms.issuperset(ends) or statement.subject in self._ends:
            return False
        if statement.subject in self._drivers:
            return ends in self._pairs
        on_path = set(statement.on_path)
        return not on_path or not self._paths or bool(on_path & self._paths)
