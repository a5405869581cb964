"""Findings as workflow commands, which GitHub Actions shows beside the lines of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from trustkg.language import Language, Text
from trustkg.plans import Position
from trustkg.reporters.addresses import relative
from trustkg.reporters.options import Options
from trustkg.reporters.text import summary
from trustkg.validation import Finding, Report, Severity

_COMMANDS: Final = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def render(reports: Sequence[Report], options: Options) -> str:
    """Write one workflow command for each finding, and a line of totals for the log.

    Args:
        reports: one for each plan.
        options: language; plans that could not be read are errors too.

    Returns:
        Lines, each ended by a line feed.

    Source: GitHub Actions documentation, “Workflow commands for GitHub Actions”.
    """
    lines = [
        _command(
            "error",
            plan.position,
            plan.source,
            "trustkg",
            _broken(plan.what, plan.help)[options.language],
        )
        for plan in options.unreadable
    ]
    for report in reports:
        lines += [_finding(finding, report, options) for finding in report.findings]
    if reports:
        lines.append(summary(reports, options))
    return "".join(f"{line}\n" for line in lines)


def _finding(finding: Finding, report: Report, options: Options) -> str:
    language = options.language
    message = finding.message[language]
    if finding.position and finding.position.cell:
        message = f"{finding.position.cell}{'：' if language is Language.ZH else ': '}{message}"
    if finding.help and finding.help[language]:
        message += f"\n{Text('建议：', 'help: ')[language]}{finding.help[language]}"
    title = f"{finding.code} {finding.slug}"
    command = _COMMANDS[finding.severity]
    return _command(command, finding.position, report.source, title, message)


def _broken(what: Text, help: Text) -> Text:
    return Text(f"{what.zh}\n建议：{help.zh}", f"{what.en}\nhelp: {help.en}")


def _command(command: str, position: Position | None, file: str, title: str, message: str) -> str:
    properties = dict(_properties(position, file, title))
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {listed}::{_data(message)}"


def _properties(position: Position | None, file: str, title: str) -> Iterator[tuple[str, str]]:
    yield "file", relative(file)
    if position and position.cell is None:
        yield "line", str(position.line)
        yield "col", str(position.column)
        yield "endLine", str(position.line)
        yield "endColumn", str(position.end_column)
    yield "title", title


def _data(text: str) -> str:
    """Escape a message, so that no text of a plan can start a command of its own."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
