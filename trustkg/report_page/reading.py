"""The framework and a plan in one language, for templates to ask."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from trustkg.framework import BasisKind, Framework, Reference, Section
from trustkg.language import Language, Text
from trustkg.plans.naming import distinct_name
from trustkg.synopsis import Kpi
from trustkg.synopsis.next_steps import direction, guardrails
from trustkg.validation import Finding
from trustkg.vocab import local_id

_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_WIDEST: Final = 100


@dataclass(frozen=True, slots=True)
class Said:
    """A statement in words, with who says it and where.

    `works` are the numbers of the references that it cites or reports.
    """

    sentence: str
    paper: bool
    basis: str
    section: str | None
    paragraph: int | None
    quote: str | None
    rationale: str | None
    works: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Baseline and target as lengths, the longer being 100; `rises` tells the way."""

    baseline: int
    target: int
    rises: bool


@dataclass(frozen=True, slots=True)
class Sources:
    """What a report rests on: sections of the paper with the number of statements, and works."""

    sections: tuple[tuple[Section, int], ...]
    works: tuple[Reference, ...]
    inferences: int


class Reading:
    """Puts ids into words.

    Args:
        framework: whose ids.
        language: the reader's.
    """

    def __init__(self, framework: Framework, language: Language) -> None:
        self._framework = framework
        self.language = language

    def label(self, id: str) -> str:
        """Return what to call something; two terms of one name are told apart."""
        return distinct_name(self._framework, id)[self.language]

    def text(self, text: Text) -> str:
        """Return a text in this language."""
        return text[self.language]

    def helps(self, findings: Iterable[Finding]) -> tuple[str, ...]:
        """Return what helps against some findings, each text once."""
        texts = (self.text(finding.help) for finding in findings if finding.help)
        return tuple(dict.fromkeys(text for text in texts if text))

    def listed(self, ids: Iterable[str]) -> str:
        """Return labels as a list."""
        return Text("、", ", ")[self.language].join(map(self.label, ids))

    def said(self, id: str) -> Said:
        """Return a statement by its id."""
        statement = self._framework.statements[id]
        section = self._framework.sections.get(statement.section or "")
        place = None
        if section is not None:
            place = f"§{section.number}" if section.number else section.label[self.language]
        return Said(
            sentence=self._sentence(id),
            paper=statement.basis_kind is BasisKind.PAPER,
            basis=self.label(statement.basis),
            section=place,
            paragraph=statement.paragraph,
            quote=statement.quote,
            rationale=statement.rationale[self.language] if statement.rationale else None,
            works=self._works((id,)),
        )

    def _sentence(self, id: str) -> str:
        statement = self._framework.statements[id]
        plain = self._framework.sentence(statement, self.language)
        for end in (statement.subject, statement.object):
            own = self._framework.label(end)[self.language]
            if (told := self.label(end)) != own:
                plain = plain.replace(own, told, 1)
        return plain

    def _works(self, ids: Iterable[str]) -> tuple[int, ...]:
        known = self._framework.references
        statements = (self._framework.statements[id] for id in ids)
        cited = {work for s in statements for work in (*s.cites, *s.attributed_to)}
        return tuple(sorted(known[work].number for work in cited if work in known))

    def sources(self, ids: Iterable[str]) -> Sources:
        """Return sections and works that statements come from, each once, in order."""
        wanted = tuple(dict.fromkeys(ids))
        statements = [self._framework.statements[id] for id in wanted]
        counts: dict[str, int] = {}
        for statement in statements:
            if statement.section:
                counts[statement.section] = counts.get(statement.section, 0) + 1
        numbers = set(self._works(wanted))
        return Sources(
            sections=tuple(
                (section, counts[id])
                for id, section in self._framework.sections.items()
                if id in counts
            ),
            works=tuple(r for r in self._framework.references.values() if r.number in numbers),
            inferences=sum(s.basis_kind is BasisKind.PROJECT for s in statements),
        )

    def tongue(self, text: str) -> str:
        """Return the language tag of a text whose language nobody notes: by its characters."""
        return (Language.ZH if _HAN.search(text) else Language.EN).tag

    # -- indicators --------------------------------------------------------------------

    def arrow(self, indicator: str) -> str:
        """Return an arrow for the direction that an indicator should take."""
        wanted = direction(indicator, self._framework)
        return "" if wanted is None else "↓" if wanted == "downward" else "↑"

    def wanted(self, indicator: str) -> str | None:
        """Return the direction that an indicator should take, in words."""
        found = direction(indicator, self._framework)
        return None if found is None else self.label(found)

    def guardrails(self, kpi: Kpi) -> tuple[str, ...]:
        """Return the ids of the indicators to be watched with a target's."""
        found = (id for own in kpi.indicators for id in guardrails(own, self._framework))
        return tuple(dict.fromkeys(found))

    def change(self, kpi: Kpi) -> str | None:
        """Return by how much a target changes its baseline: `+33 %`, `−33 %`."""
        change = kpi.change
        if change is None:
            return None
        figure = abs(change * 100).quantize(Decimal(1))
        return f"{'−' if change < 0 else '+'}{figure} %"

    def bars(self, kpi: Kpi) -> Bars | None:
        """Return lengths for baseline and target; None where they can't be compared."""
        first, last = kpi.baseline, kpi.target
        if kpi.change is None or first is None or last is None:
            return None
        numbers = (first.number or Decimal(0), last.number or Decimal(0))
        most = max(numbers)
        if min(numbers) < 0 or most == 0:
            return None
        lengths = [round(number / most * _WIDEST) for number in numbers]
        return Bars(lengths[0], lengths[1], rises=numbers[1] > numbers[0])

    def path(self, iri: str | None) -> str:
        """Return the label of a property of plans by its IRI."""
        return "" if iri is None else self._framework.label(local_id(iri))[self.language]
