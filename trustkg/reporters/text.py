"""Reports as text for a terminal, in the manner of a compiler."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from trustkg.framework import Framework, Statement
from trustkg.language import Language, Text
from trustkg.plans import Position
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
        "\n".join(_finding(finding, report, options))
        for report in reports
        for finding in sorted(report.findings, key=lambda finding: -finding.severity)
    ]
    return "".join(f"{block}\n\n" for block in blocks) + _summary(reports, options) + "\n"


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
    yield f"{visible(where)}: {title}{colon}{visible(finding.message[language])}"
    if finding.severity > Severity.INFO or options.gate is Severity.INFO:
        colour = _COLOURS[finding.severity] if options.colour else None
        if finding.position:
            yield from excerpt(finding.position, report.lines, colour=colour)
        for line in _grounds(finding, options.framework, language):
            yield f"   = {Text('框架：', 'framework: ')[language]}{line}"
    if finding.help and finding.help[language]:
        yield f"   = {Text('建议：', 'help: ')[language]}{visible(finding.help[language])}"


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
    gutter = str(position.line)
    start = max(0, position.column - 1 - _CONTEXT) if len(line) > _LONG_LINE else 0
    line = line[start : start + _LONG_LINE]
    before = visible(line[: position.column - 1 - start])
    marked = visible(line[position.column - 1 - start : position.end_column - 1 - start])
    carets = "^" * max(width(marked), 1)
    if colour:
        carets = f"\x1b[1;{colour}m{carets}\x1b[0m"
    blank = " " * len(gutter)
    yield f" {blank} |"
    yield f" {gutter} | {visible(line)}"
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


def _summary(reports: Sequence[Report], options: Options) -> str:
    language = options.language
    parts = []
    for severity in reversed(Severity):
        number = sum(report.counts[severity] for report in reports)
        if language is Language.ZH:
            parts.append(f"{number}{_PLURALS[severity].zh}")
        else:
            word = SEVERITIES[severity].en if number == 1 else _PLURALS[severity].en
            parts.append(f"{number} {word}")
    plans = len(reports)
    if language is Language.ZH:
        total = f"{plans}份计划：{'，'.join(parts)}"
        held = "；这些规则的其余部分，要等读不懂的值改好之后才能判断："
    else:
        total = f"{', '.join(parts)} in {plans} {'plan' if plans == 1 else 'plans'}"
        held = "; the rest of these rules is not decided until every value can be read: "
    undecided = list(dict.fromkeys(rule for report in reports for rule in report.undecided))
    names = [f"{rule.code} {rule.name[language]}" for rule in undecided]
    listed = ("；" if language is Language.ZH else "; ").join(names)
    return total + (held + listed if undecided else "")
