"""Reports as text for a terminal, in the manner of a compiler."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from trustkg.framework import Framework, Statement
from trustkg.language import Language, Text
from trustkg.reporters.options import Options
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

    Args:
        reports: one for each plan.
        options: language and colour.

    Returns:
        Text that ends with a line of totals and a line feed.
    """
    blocks = [
        "\n".join(_finding(finding, report, options))
        for report in reports
        for finding in report.findings
    ]
    return "".join(f"{block}\n\n" for block in blocks) + _summary(reports, options.language) + "\n"


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


def _finding(finding: Finding, report: Report, options: Options) -> Iterator[str]:
    language = options.language
    where = str(finding.position) if finding.position else report.source
    title = f"{SEVERITIES[finding.severity][language]}[{finding.code} {finding.slug}]"
    if options.colour:
        title = f"\x1b[1;{_COLOURS[finding.severity]}m{title}\x1b[0m"
    colon = "：" if language is Language.ZH else ": "
    yield f"{where}: {title}{colon}{finding.message[language]}"
    yield from _excerpt(finding, report, options)
    for line in _grounds(finding, options.framework, language):
        yield f"   = {Text('框架：', 'framework: ')[language]}{line}"
    if finding.help and finding.help[language]:
        yield f"   = {Text('建议：', 'help: ')[language]}{finding.help[language]}"


def _excerpt(finding: Finding, report: Report, options: Options) -> Iterator[str]:
    position = finding.position
    if position is None or position.line > len(report.lines):
        return
    line = report.lines[position.line - 1].replace("\t", " ")
    gutter = str(position.line)
    start = max(0, position.column - 1 - _CONTEXT) if len(line) > _LONG_LINE else 0
    line = line[start : start + _LONG_LINE]
    before = line[: position.column - 1 - start]
    marked = line[position.column - 1 - start : position.end_column - 1 - start]
    carets = "^" * max(width(marked), 1)
    if options.colour:
        carets = f"\x1b[1;{_COLOURS[finding.severity]}m{carets}\x1b[0m"
    blank = " " * len(gutter)
    yield f" {blank} |"
    yield f" {gutter} | {line}"
    yield f" {blank} | {' ' * width(before)}{carets}"


def _grounds(finding: Finding, framework: Framework, language: Language) -> Iterator[str]:
    """Yield one line for each claim, with every place that makes it."""
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


def _summary(reports: Sequence[Report], language: Language) -> str:
    parts = []
    for severity in reversed(Severity):
        number = sum(report.counts[severity] for report in reports)
        if language is Language.ZH:
            parts.append(f"{number}{_PLURALS[severity].zh}")
        else:
            word = SEVERITIES[severity].en if number == 1 else _PLURALS[severity].en
            parts.append(f"{number} {word}")
    plans = len(reports)
    undecided = list(dict.fromkeys(code for report in reports for code in report.undecided))
    if language is Language.ZH:
        total = f"{plans}份计划：{'，'.join(parts)}"
        held = f"；读不懂的值改好之后才能判断：{'、'.join(undecided)}"
    else:
        total = f"{', '.join(parts)} in {plans} {'plan' if plans == 1 else 'plans'}"
        held = f"; not decided until every value can be read: {', '.join(undecided)}"
    return total + (held if undecided else "")
