"""`trustkg validate`: hold plans to the rules."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from trustkg.cli import ui
from trustkg.errors import InputError

if TYPE_CHECKING:
    from trustkg.validation import Report

_FORMATS = ("text", "json", "ttl")
_ENGINES = ("pyshacl",)
_GATES = ("violation", "warning", "info")


def command(texts: ui.Ui) -> click.Command:
    """Make the command with its help in one language.

    Args:
        texts: the reader's language and texts.
    """
    _ = texts._

    def run(plans: tuple[str, ...], format: str, engine: str, gate: str) -> int:
        return _validate(texts, plans, format, engine, gate)

    return click.Command(
        "validate",
        callback=run,
        help=_(
            "Check strategy plans: is each complete, does it hang together, and does it agree "
            "with the framework? Exit code 0: nothing at or above the gate; 1: something is; "
            "2: a plan could not be read."
        ),
        short_help=_("Check strategy plans."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg validate plan.yaml                   what is wrong, where, and what to do\n"
            "  trustkg validate plans/*.yaml --gate warning fail on warnings as well\n"
            "  trustkg validate plan.yaml --format json     for other programs\n"
            "  cat plan.yaml | trustkg validate -           from standard input\n"
        ),
        params=[
            click.Argument(["plans"], nargs=-1, required=True, metavar="PLAN..."),
            click.Option(
                ["--format"],
                type=click.Choice(_FORMATS),
                default="text",
                show_default=True,
                help=_("Format of the report; ttl is a standard SHACL validation report."),
            ),
            click.Option(
                ["--engine"],
                type=click.Choice(_ENGINES),
                default="pyshacl",
                show_default=True,
                help=_("SHACL engine that runs the rules."),
            ),
            click.Option(
                ["--gate"],
                type=click.Choice(_GATES),
                default="violation",
                show_default=True,
                help=_("Least severity that makes the exit code 1."),
            ),
        ],
    )


def _validate(texts: ui.Ui, sources: tuple[str, ...], format: str, engine: str, gate: str) -> int:
    from trustkg.framework import Framework
    from trustkg.plans import Vocabulary, read
    from trustkg.reporters import REPORTERS, Options, Unreadable
    from trustkg.validation import ENGINES, RuleSet, Severity, validate

    _once(texts, sources)
    framework = Framework.load()
    vocabulary = Vocabulary.of(framework)
    least = Severity[gate.upper()]
    plans = []
    unreadable = []
    for source in sources:
        try:
            plans.append(read(source, framework, vocabulary))
        except InputError as error:
            unreadable.append(Unreadable(source, error.where, error.what, error.help))
            _refuse(texts, error)
    reports: list[Report] = []
    if plans:
        rules = RuleSet.load()
        runner = ENGINES[engine](framework, rules)
        reports = [validate(plan, rules, framework, engine=runner) for plan in plans]
    if reports or format != "text":
        options = Options(framework, texts.language, least, _colour(), tuple(unreadable))
        click.echo(REPORTERS[format](reports, options), nl=False)
    if unreadable:
        return 2
    return int(any(report.fails(least) for report in reports))


def _refuse(texts: ui.Ui, error: InputError) -> None:
    """Report a plan that can't be read, with the line where it breaks."""
    from trustkg.plans import PlanError
    from trustkg.reporters.text import excerpt
    from trustkg.reporters.visible import visible

    language = texts.language
    texts.note(f"{visible(error.where)}: {texts._('error')}: {visible(error.what[language])}")
    if isinstance(error, PlanError):
        for line in excerpt(error.position, error.lines):
            texts.note(line)
    texts.note(f"{texts._('help')}: {visible(error.help[language])}")


def _once(texts: ui.Ui, sources: tuple[str, ...]) -> None:
    if sources.count("-") > 1:
        raise click.UsageError(texts._("standard input (-) can be read only once"))


def _colour() -> bool:
    """Whether to colour: on a terminal only, and not where NO_COLOR asks not to."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
