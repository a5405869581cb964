"""How much of the paper is in the graph: entities, sentences, and the page that says so."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import pytest

from trustkg import coverage
from trustkg.coverage import PaperReport, Share
from trustkg.framework import Framework, graphs
from trustkg.framework.model import fold
from trustkg.paper_text import Paper
from trustkg.vocab import BASE, RDF, local_id

CLASSES: Final[Mapping[str, tuple[str, ...]]] = {
    "action": ("Action",),
    "actor": ("Actor", "Agent"),
    "business_model": ("BusinessModel",),
    "citation": ("Reference",),
    "concept": ("Term", "Article"),
    "contribution": ("Contribution",),
    "decision_route": ("DecisionRoute",),
    "dimension": ("TrustDimension",),
    "driver": ("Driver",),
    "driver_layer": ("DriverLayer",),
    "formation_stage": ("FormationStage",),
    "future_work": ("FutureWork",),
    "guarantee_policy": ("GuaranteePolicy",),
    "indicator": ("Indicator",),
    "keyword": ("Term",),
    "limitation": ("Limitation",),
    "outcome": ("Outcome",),
    "path": ("InfluencePath",),
    "platform": ("Platform",),
    "platform_feature": ("PlatformFeature",),
    "practice_prohibited": ("ProhibitedPractice",),
    "research_gap": ("ResearchGap",),
    "risk": ("Risk",),
    "strategy_aspect": ("StrategyAspect",),
    "strategy_level": ("StrategyLevel",),
    "sub_dimension": ("TrustSubDimension",),
    "theory": ("Theory", "CitedTheory"),
    "theory_variable": ("TheoryVariable",),
    "value_type": ("ValueType",),
}
"""For each kind of entity the classes of which one must hold it."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A row of the list of entities."""

    id: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class Exceptions:
    """The tables of docs/coverage.md: cells of each row by the entity of the first."""

    renamed: Mapping[str, tuple[str, ...]]
    labelled: Mapping[str, tuple[str, ...]]
    left_out: Mapping[str, tuple[str, ...]]

    def target(self, entity: Entity) -> str | None:
        """Return the id that an entity has in the graph, or None if it is left out."""
        if entity.id in self.left_out:
            return None
        return self.renamed[entity.id][0] if entity.id in self.renamed else by_rule(entity.id)


def by_rule(entity: str) -> str:
    """Return the id that an entity has where no table says otherwise."""
    first, *rest = entity.split("-")
    if first == "ref":
        return f"reference/{rest[0]}"
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def table(page: str, heading: str) -> dict[str, tuple[str, ...]]:
    """Return the rows of the table below a heading, by their first cell."""
    (part,) = re.findall(rf"^### {heading}\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL)
    rows = [
        tuple(cell.strip().strip("`") for cell in line.strip().strip("|").split(" | "))
        for line in part.splitlines()
        if line.startswith("| `")
    ]
    assert len(rows) == len({row[0] for row in rows}), f"{heading}: an entity stands there twice"
    return {first: tuple(rest) for first, *rest in rows}


@pytest.fixture(scope="module")
def page(checkout: Path) -> str:
    """The text of docs/coverage.md."""
    return (checkout / "docs" / "coverage.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def exceptions(page: str) -> Exceptions:
    """What docs/coverage.md says is otherwise than the rules have it."""
    return Exceptions(
        table(page, "Renamed"), table(page, "Labelled otherwise"), table(page, "Left out")
    )


@pytest.fixture(scope="module")
def entities(checkout: Path) -> tuple[Entity, ...]:
    """The list of entities, which lies beside the checkout where it is developed."""
    file = checkout.parent / "shared" / "paper" / "entities.jsonl"
    if not file.is_file():
        pytest.skip("the list of the paper's entities is not part of the product")
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return tuple(Entity(row["id"], row["kind"], row["label_zh"]) for row in rows)


@pytest.fixture(scope="module")
def report(framework: Framework, paper: Paper) -> PaperReport:
    """The ontology held to the paper's text."""
    listed = coverage.left_out(framework)
    return coverage.examine(paper, coverage.selectors(framework), listed)


def types(framework: Framework, id: str, among: Iterable[ox.NamedNode]) -> set[str]:
    """Return the ids of the classes that some named graphs assert or entail of a thing."""
    node, kind = ox.NamedNode(BASE + id), ox.NamedNode(RDF + "type")
    return {
        local_id(quad.object.value)
        for graph in among
        for quad in framework.store.quads_for_pattern(node, kind, None, graph)
        if isinstance(quad.object, ox.NamedNode)
    }


def names(framework: Framework, id: str) -> set[str]:
    """Return the names that a thing goes by, folded; of what is no term, its labels."""
    term, label = framework.terms.get(id), framework.label(id)
    return set(map(fold, term.names if term else (label.zh, label.en)))


def test_every_entity_is_in_the_graph(
    framework: Framework, entities: tuple[Entity, ...], exceptions: Exceptions
) -> None:
    """What is missing is missing on purpose, with its reason, or by mistake."""
    missing = [
        entity.id
        for entity in entities
        if (id := exceptions.target(entity)) and not types(framework, id, [graphs.PAPER])
    ]
    assert [] == missing


def test_entities_are_in_the_class_of_their_kind(
    framework: Framework, entities: tuple[Entity, ...], exceptions: Exceptions
) -> None:
    """A risk that is filed as a driver is found by no question about risks."""
    assert {entity.kind for entity in entities} == CLASSES.keys()
    elsewhere = [
        (entity.id, entity.kind, sorted(found))
        for entity in entities
        if (id := exceptions.target(entity))
        and (found := types(framework, id, graphs.ONLY_PAPER))
        and not found.intersection(CLASSES[entity.kind])
    ]
    assert [] == elsewhere


def test_every_class_of_a_kind_exists(framework: Framework) -> None:
    """A misspelt class would be nobody's."""
    assert set() == {name for names in CLASSES.values() for name in names} - set(framework.kinds)


def test_entities_are_found_by_their_label(
    framework: Framework, entities: tuple[Entity, ...], exceptions: Exceptions
) -> None:
    """Whoever knows the paper's word finds the term by it."""
    otherwise = [
        (entity.id, entity.label, framework.label(id).zh)
        for entity in entities
        if (id := exceptions.target(entity))
        and id in framework.labels
        and fold(entity.label) not in names(framework, id)
        and exceptions.labelled.get(entity.id, ())[:2] != (entity.label, framework.label(id).zh)
    ]
    assert [] == otherwise


def test_keywords_are_stated(
    framework: Framework, entities: tuple[Entity, ...], exceptions: Exceptions
) -> None:
    """A keyword is no thing of its own: a statement says that the paper has it."""
    stated = {
        id
        for statement in framework.statements.values()
        if statement.kind == "KeywordStatement"
        for id in (statement.subject, statement.object)
    }
    keywords = {exceptions.target(entity) for entity in entities if entity.kind == "keyword"}
    assert set() == keywords - stated


def test_exceptions_are_needed(
    framework: Framework, entities: tuple[Entity, ...], exceptions: Exceptions
) -> None:
    """An exception that nothing needs any more would hide the next mistake."""
    of_id = {entity.id: entity for entity in entities}
    tables = (exceptions.renamed, exceptions.labelled, exceptions.left_out)
    assert set() == {id for rows in tables for id in rows} - of_id.keys()
    assert [] == [id for rows in tables for id, cells in rows.items() if not all(cells)]
    assert set() == exceptions.renamed.keys() & exceptions.left_out.keys()
    assert [] == [id for id, cells in exceptions.renamed.items() if cells[0] == by_rule(id)]
    held = [id for id in exceptions.left_out if types(framework, by_rule(id), graphs.ASSERTED)]
    assert [] == held
    needless = [
        entity
        for entity, cells in exceptions.labelled.items()
        if (id := exceptions.target(of_id[entity])) and fold(cells[0]) in names(framework, id)
    ]
    assert [] == needless


def test_nearly_every_claim_is_covered(report: PaperReport) -> None:
    """At least 95 % of the sentences that make a claim carry a statement."""
    assert report.total.ratio >= 0.95, report.total


def test_every_reason_is_one_of_the_schema_s(framework: Framework) -> None:
    """A reason that is nowhere defined explains nothing."""
    reasons = {entry.reason for entry in coverage.left_out(framework)}
    undefined = {
        r for r in reasons if "UncoveredReason" not in types(framework, r, graphs.ASSERTED)
    }
    assert set() == undefined


def entities_block(
    framework: Framework, entities: tuple[Entity, ...], exceptions: Exceptions
) -> str:
    """Return the table of entities by kind."""
    rows = [
        "| kind | held as | entities | in the graph | renamed | left out |",
        "|---|---|--:|--:|--:|--:|",
    ]
    count, held, renamed, out = (Counter[str]() for _ in range(4))
    for entity in entities:
        id = exceptions.target(entity)
        count[entity.kind] += 1
        held[entity.kind] += bool(id and types(framework, id, [graphs.PAPER]))
        renamed[entity.kind] += entity.id in exceptions.renamed
        out[entity.kind] += entity.id in exceptions.left_out
    for kind in sorted(count):
        classes = ", ".join(f"`tkg:{name}`" for name in CLASSES[kind])
        figures = (count[kind], held[kind], renamed[kind], out[kind])
        rows.append(f"| {kind} | {classes} | {' | '.join(map(str, figures))} |")
    totals = " | ".join(f"**{c.total()}**" for c in (count, held, renamed, out))
    rows.append(f"| **all** | | {totals} |")
    return "\n".join(rows)


def sentences_block(framework: Framework, report: PaperReport) -> str:
    """Return the table of sentences by section."""
    rows = [
        "| section | sentences | making a claim | covered | share | parts | parts covered |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for id, share in report.shares.items():
        section = framework.sections[f"section/{id}"]
        rows.append(
            f"| {section.number} {section.label.zh} | {figures(share)} |".replace("|  ", "| ")
        )
    rows.append(f"| **sections 1 to 7** | {figures(report.total)} |")
    return "\n".join(rows)


def figures(share: Share) -> str:
    """Return the cells of one row; the share is rounded down, so that 100 % means all."""
    percent = f"{int(share.ratio * 1000) / 10:.1f} %"
    cells = (
        share.sentences,
        share.claims,
        share.covered,
        percent,
        share.parts,
        share.parts_covered,
    )
    return " | ".join(map(str, cells))


def uncovered_block(framework: Framework) -> str:
    """Return the list of sentences that are meant to have no statement, by reason."""
    by_reason: dict[str, list[coverage.LeftOut]] = {}
    for entry in coverage.left_out(framework):
        by_reason.setdefault(entry.reason, []).append(entry)
    parts = []
    for reason in sorted(by_reason):
        label = framework.label(reason)
        parts.append(f"**{label.en}** ({label.zh}), {len(by_reason[reason])}:\n")
        for entry in by_reason[reason]:
            section = framework.sections[f"section/{entry.section}"]
            claim = "makes a claim" if entry.makes_claim else "makes no claim"
            where = section.number or section.label.en
            parts.append(f"- {where}, “{entry.quote}…”, {claim}: {entry.why.en}")
        parts.append("")
    return "\n".join(parts).strip() or "There is none."


def with_block(page: str, name: str, block: str) -> str:
    """Return the page with what stands between the marks of a block replaced."""
    marks = re.compile(rf"(<!-- computed: {name} -->\n).*?(<!-- end -->)", re.DOTALL)
    assert 1 == len(marks.findall(page)), name
    return marks.sub(lambda found: f"{found[1]}{block}\n{found[2]}", page)


def compare(checkout: Path, name: str, block: str) -> None:
    """Compare a block of docs/coverage.md with what was computed, or write it anew."""
    file = checkout / "docs" / "coverage.md"
    page = file.read_text(encoding="utf-8")
    made = with_block(page, name, block)
    if os.environ.get("TRUSTKG_UPDATE_DOCS"):
        file.write_text(made, encoding="utf-8")
        page = made
    assert made == page


def test_the_page_counts_the_entities(
    checkout: Path, framework: Framework, entities: tuple[Entity, ...], exceptions: Exceptions
) -> None:
    """Figures that were typed in once are wrong after the next change."""
    compare(checkout, "entities", entities_block(framework, entities, exceptions))


def test_the_page_counts_the_sentences(
    checkout: Path, framework: Framework, report: PaperReport
) -> None:
    """The page and `trustkg check --paper` say the same."""
    compare(checkout, "sentences", sentences_block(framework, report))


def test_the_page_lists_what_is_left_out(checkout: Path, framework: Framework) -> None:
    """A reader sees which sentences have no statement, and why."""
    compare(checkout, "uncovered", uncovered_block(framework))
