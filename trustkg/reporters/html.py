"""Reports as one page that needs nothing else: findings by file, with their lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from trustkg import __version__
from trustkg.language import Language, Text
from trustkg.plans import Position
from trustkg.publish.press import environment
from trustkg.repairs import Repair
from trustkg.reporters.options import Options
from trustkg.reporters.text import SEVERITIES, grounds, summary
from trustkg.reporters.visible import visible
from trustkg.validation import Finding, Report

_CONTEXT: Final = 1
"""How many lines before and after the one that is meant are shown."""
_LONG: Final = 240


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file in three parts; `marked` is what is meant, if this is its line."""

    number: str
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Said:
    """A text in the reader's language, and in the other."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Card:
    """A finding as the page shows it; `reason` is that of a waiver."""

    severity: str
    word: Said
    code: str
    slug: str
    rule: str
    where: str
    message: Said
    help: Said | None
    grounds: tuple[Said, ...]
    lines: tuple[Line, ...]
    repairs: tuple[Repair, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Section:
    """A file as the page shows it."""

    source: str
    summary: Said
    cards: tuple[Card, ...]
    waived: tuple[Card, ...]


def render(reports: Sequence[Report], options: Options) -> str:
    """Write one self-contained page.

    Args:
        reports: one for each plan.
        options: the page is in its language, with the other below in small.

    Returns:
        HTML without scripts and without links to other files' styles or fonts.
    """
    first = options.language
    other = Language.EN if first is Language.ZH else Language.ZH
    page = _Page(options, first, other)
    template = environment(first).get_template("findings.html")
    return (
        template.render(
            tag=first.tag,
            other=other.tag,
            language=first,
            say=page.say,
            sections=[page.section(report) for report in reports],
            unreadable=[page.unreadable(place) for place in range(len(options.unreadable))],
            total=page.of(
                summary_in(reports, options, first), summary_in(reports, options, other)
            ),
            version=__version__,
        ).rstrip()
        + "\n"
    )


def summary_in(reports: Sequence[Report], options: Options, language: Language) -> str:
    """Return the line of totals in a language, without the time."""
    from dataclasses import replace

    return summary(reports, replace(options, language=language, elapsed=None))


class _Page:
    def __init__(self, options: Options, first: Language, other: Language) -> None:
        self._options = options
        self._first = first
        self._other = other

    def of(self, first: str, second: str) -> Said:
        return Said(visible(first), visible(second))

    def say(self, chinese: str, english: str) -> Said:
        return self._said(Text(chinese, english))

    def _said(self, text: Text) -> Said:
        return self.of(text[self._first], text[self._other])

    def section(self, report: Report) -> Section:
        order = sorted(
            range(len(report.findings)), key=lambda place: -report.findings[place].severity
        )
        repairs = self._options.supplement(report.source).repairs_of
        return Section(
            visible(report.source),
            self.of(
                summary_in([report], self._options, self._first),
                summary_in([report], self._options, self._other),
            ),
            tuple(
                self._card(report.findings[place], report, repairs(place), "") for place in order
            ),
            tuple(self._card(w.finding, report, (), w.reason) for w in report.suppressed),
        )

    def unreadable(self, place: int) -> Card:
        plan = self._options.unreadable[place]
        lines = tuple(_lines(plan.position, plan.lines)) if plan.position else ()
        return Card(
            severity="violation",
            word=self.say("读不了", "not read"),
            code="",
            slug="",
            rule="",
            where=visible(plan.where),
            message=self._said(plan.what),
            help=self._said(plan.help),
            grounds=(),
            lines=lines,
            repairs=(),
            reason="",
        )

    def _card(
        self, finding: Finding, report: Report, repairs: tuple[Repair, ...], reason: str
    ) -> Card:
        framework = self._options.framework
        says = zip(
            grounds(finding, framework, self._first),
            grounds(finding, framework, self._other),
            strict=True,
        )
        rule = self._options.rules.get(finding.code)
        return Card(
            severity=finding.severity.name.lower(),
            word=self._said(SEVERITIES[finding.severity]),
            code=finding.code,
            slug=finding.slug,
            rule=rule.iri if rule else "",
            where=visible(str(finding.position or report.source)),
            message=self._said(finding.message),
            help=self._said(finding.help) if finding.help and finding.help.en else None,
            grounds=tuple(self.of(*pair) for pair in says),
            lines=self._excerpt(finding.position, report),
            repairs=repairs,
            reason=visible(reason),
        )

    def _excerpt(self, position: Position | None, report: Report) -> tuple[Line, ...]:
        if position is None:
            return ()
        if position.cell is not None:
            text = self._options.supplement(report.source).cells.get(position.cell, "")
            return (Line(visible(position.cell), "", visible(text), ""),)
        return tuple(_lines(position, report.lines))


def _lines(position: Position, lines: Sequence[str]) -> Iterator[Line]:
    first = max(position.line - _CONTEXT, 1)
    for number in range(first, min(position.line + _CONTEXT, len(lines)) + 1):
        line = lines[number - 1]
        if number != position.line:
            yield Line(str(number), visible(line[:_LONG]), "", "")
            continue
        start, end = position.column - 1, position.end_column - 1
        shown = max(0, start - _LONG // 2) if len(line) > _LONG else 0
        yield Line(
            str(number),
            visible(line[shown:start].replace("\t", " ")),
            visible(line[start : min(end, start + _LONG)]),
            visible(line[end : max(end, shown + _LONG)].replace("\t", " ")),
        )
