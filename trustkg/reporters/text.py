"""Reports as text for a terminal, in the manner of a compiler."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from trustkg.framework import Framework, Statement
from trustkg.language import Language, Text
from trustkg.plans import Position
from trustkg.repairs import Repair
from trustkg.reporters.options import Options
from trustkg.reporters.visible import visible
from trustkg.validation import Finding, Report, Severity

SEVERITIES: Final = {
    Severity.VIOLATION: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.INFO: Text("提示", "note"),
}
_PLURALS: Final = {
    Severity.VIOLATION: Text("个错误", "errors"),
    Severity.WARNING: Text("个警告", "warnings"),
    Severity.INFO: Text("个提示", "notes"),
}
_COLOURS: Final = {Severity.VIOLATION: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_MOST_STATEMENTS: Final = 3
_LONG_LINE: Final = 160
"""Of a longer line only this many characters are shown, from `_CONTEXT` before the place."""
_CONTEXT: Final = 40


def render(reports: Sequence[Report], options: Options) -> str:
    """Show findings with their lines, what they rest on, and what to do.

    Violations come first, then warnings, then notes, each in the order of the file. Notes
    take two lines, unless the gate asks for them.

    Args:
        reports: one for each plan.
        options: language and colour.

    Returns:
        Text that ends with a line of totals and a line feed.
    """
    blocks = [
        "\n".join(_finding(place, report, options))
        for report in reports
        for place in sorted(
            range(len(report.findings)), key=lambda place: -report.findings[place].severity
        )
    ]
    last = [summary(reports, options), *_fixable(reports, options)]
    return "".join(f"{block}\n\n" for block in blocks) + "\n".join(last) + "\n"


def width(text: str) -> int:
    """Return how many columns a terminal gives to a text.

    Source: Unicode Standard Annex 11 (wide and full-width characters take two columns).
    """
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def _finding(place: int, report: Report, options: Options) -> Iterator[str]:
    finding, language = report.findings[place], options.language
    supplement = options.supplement(report.source)
    where = str(finding.position) if finding.position else report.source
    title = f"{SEVERITIES[finding.severity][language]}[{finding.code} {finding.slug}]"
    if options.colour:
        title = f"\x1b[1;{_COLOURS[finding.severity]}m{title}\x1b[0m"
    colon = "：" if language is Language.ZH else ": "
    yield f"{visible(where)}: {title}{colon}{visible(finding.message[language])}"
    if finding.severity > Severity.INFO or options.gate is Severity.INFO:
        colour = _COLOURS[finding.severity] if options.colour else None
        if finding.position and finding.position.cell:
            text = supplement.cells.get(finding.position.cell, "")
            yield from _framed(finding.position.cell, text, "", text, colour)
        elif finding.position:
            yield from excerpt(finding.position, report.lines, colour=colour)
        for line in grounds(finding, options.framework, language):
            yield f"   = {Text('框架：', 'framework: ')[language]}{line}"
    yield from _remedies(finding, supplement.repairs_of(place), language)


def _remedies(finding: Finding, repairs: Sequence[Repair], language: Language) -> Iterator[str]:
    """Yield what to do, and what was tried and helps."""
    safe = any(repair.safe for repair in repairs)
    if finding.help and finding.help[language]:
        mark = Text("（可自动改正）", " [fix available]")[language] if safe else ""
        help = visible(finding.help[language])
        yield f"   = {Text('建议：', 'help: ')[language]}{help}{mark}"
    for repair in repairs:
        label = Text("改正：", "fix: ") if repair.safe else Text("可试：", "try: ")
        yield f"   = {label[language]}{visible(repair.what[language])}"


def excerpt(
    position: Position, lines: Sequence[str], *, colour: str | None = None
) -> Iterator[str]:
    """Yield a line of a file between two that frame it, the last with carets.

    Args:
        position: what the carets point at.
        lines: the lines of the file.
        colour: of the carets, as a terminal's code; None for no colour.
    """
    if position.line > len(lines):
        return
    line = lines[position.line - 1].replace("\t", " ")
    start = max(0, position.column - 1 - _CONTEXT) if len(line) > _LONG_LINE else 0
    line = line[start : start + _LONG_LINE]
    before = visible(line[: position.column - 1 - start])
    marked = visible(line[position.column - 1 - start : position.end_column - 1 - start])
    yield from _framed(str(position.line), visible(line), before, marked, colour)


def _framed(gutter: str, line: str, before: str, marked: str, colour: str | None) -> Iterator[str]:
    """Yield a line with what it is called before it, and carets under what is marked."""
    carets = "^" * max(width(marked), 1)
    if colour:
        carets = f"\x1b[1;{colour}m{carets}\x1b[0m"
    blank = " " * width(gutter)
    yield f" {blank} |"
    yield f" {gutter} | {line}"
    yield f" {blank} | {' ' * width(before)}{carets}"


def grounds(finding: Finding, framework: Framework, language: Language) -> Iterator[str]:
    """Yield what the framework says: a line for each claim, with every place that makes it.

    Args:
        finding: rests on statements.
        framework: whose statements.
        language: of the lines.
    """
    claims: dict[str, list[Statement]] = {}
    for id in finding.statements:
        statement = framework.statements[id]
        parts = (statement.subject, statement.relation, statement.object)
        claim = " ".join(framework.label(part)[language] for part in parts)
        claims.setdefault(claim, []).append(statement)
    for claim, statements in list(claims.items())[:_MOST_STATEMENTS]:
        bases = dict.fromkeys(_basis(statement, framework, language) for statement in statements)
        joined = "；" if language is Language.ZH else "; "
        brackets = "（{}）" if language is Language.ZH else " ({})"
        yield claim + brackets.format(joined.join(bases))
    if len(claims) > _MOST_STATEMENTS:
        more = len(claims) - _MOST_STATEMENTS
        yield Text(f"……以及另外{more}条", f"… and {more} more")[language]


def _basis(statement: Statement, framework: Framework, language: Language) -> str:
    basis = framework.label(statement.basis)[language]
    if statement.section is None:
        return basis
    section = framework.sections[statement.section]
    name = f"§{section.number}" if section.number else section.label[language]
    paper = Text("论文", "paper ")[language]
    return f"{paper}{name}{'，' if language is Language.ZH else ', '}{basis}"


def summary(reports: Sequence[Report], options: Options) -> str:
    """Return the line of totals.

    Args:
        reports: one for each plan.
        options: language, what is known besides, and the time that it took.
    """
    language = options.language
    counts = _counts(reports, language)
    plans = len(reports)
    if language is Language.ZH:
        total = f"{plans}份计划：{'，'.join(counts)}"
        held = "；这些规则的其余部分，要等读不懂的值改好之后才能判断："
    else:
        total = f"{', '.join(counts)} in {plans} {'plan' if plans == 1 else 'plans'}"
        held = "; the rest of these rules is not decided until every value can be read: "
    told = " · ".join((total, *_besides(reports, options)))
    undecided = list(dict.fromkeys(rule for report in reports for rule in report.undecided))
    names = [f"{rule.code} {rule.name[language]}" for rule in undecided]
    listed = ("；" if language is Language.ZH else "; ").join(names)
    return told + (held + listed if undecided else "")


def _counts(reports: Sequence[Report], language: Language) -> Iterator[str]:
    for severity in reversed(Severity):
        number = sum(report.counts[severity] for report in reports)
        if language is Language.ZH:
            yield f"{number}{_PLURALS[severity].zh}"
        else:
            word = SEVERITIES[severity].en if number == 1 else _PLURALS[severity].en
            yield f"{number} {word}"


def _besides(reports: Sequence[Report], options: Options) -> Iterator[str]:
    """Yield what else the line of totals says: waivers, coverage of a single plan, time."""
    language = options.language
    waived = sum(len(report.suppressed) for report in reports)
    if waived:
        yield Text(f"豁免{waived}个", f"{waived} waived")[language]
    if len(reports) == 1:
        coverage = options.supplement(reports[0].source).coverage
        if coverage is not None:
            has, all = len(coverage.covered), len(coverage.dimensions)
            yield Text(f"涉及{all}个维度中的{has}个", f"covers {has} of {all} dimensions")[
                language
            ]
    if options.elapsed is not None:
        yield Text(f"{options.elapsed:.2f}秒", f"{options.elapsed:.2f} s")[language]


def _fixable(reports: Sequence[Report], options: Options) -> Iterator[str]:
    """Yield how to apply the repairs that were tried."""
    found = [options.supplement(report.source).repairs for report in reports]
    safe = sum(repairs.safe for repairs in found if repairs)
    more = sum(len(repairs.by_finding) for repairs in found if repairs) - safe
    parts = []
    if safe:
        parts.append(Text(f"--fix可改正{safe}个", f"{safe} fixable with --fix"))
    if more:
        parts.append(
            Text(f"--fix --unsafe-fixes可再试{more}个", f"{more} more with --fix --unsafe-fixes")
        )
    if parts:
        yield ("，" if options.language is Language.ZH else ", ").join(
            part[options.language] for part in parts
        )
