"""`trustkg report`: what a manager opens."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from trustkg.cli import ui

STDIN = STDOUT = "-"
_LANGUAGES = ("zh", "en", "both")


def command(texts: ui.Ui) -> click.Command:
    """Make the command with its help in one language.

    Args:
        texts: the reader's language and texts.
    """
    _ = texts._

    def run(plan: str, output: str, lang: str) -> int:
        return _report(texts, plan, output, lang)

    return click.Command(
        "report",
        callback=run,
        help=_(
            "Write a report on a strategy plan: one HTML file to open, print or send. It shows "
            "what the plan covers, where it stands in the mechanism, what its measures rest on, "
            "its KPI targets, the findings, and what to do next."
        ),
        short_help=_("Write a report on a plan that a manager can open."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg report plan.yaml -o report.html            both languages, with a switch\n"
            "  trustkg report plan.yaml -o report.html --lang zh  Chinese only\n"
        ),
        params=[
            click.Argument(["plan"], metavar="PLAN"),
            click.Option(
                ["-o", "--output"],
                default=STDOUT,
                metavar="FILE",
                help=_("Where to write the report; standard output where not given."),
            ),
            click.Option(
                ["--lang"],
                type=click.Choice(_LANGUAGES),
                default="both",
                show_default=True,
                help=_("Language of the report."),
            ),
        ],
    )


def _report(texts: ui.Ui, source: str, output: str, lang: str) -> int:
    if output == STDOUT and sys.stdout.isatty():
        raise click.UsageError(texts._("name a file with -o: a terminal can't show a page"))
    from trustkg.cli.output import write_file
    from trustkg.framework import Framework
    from trustkg.language import Language
    from trustkg.plans import read
    from trustkg.report_page import render
    from trustkg.synopsis import Checked
    from trustkg.validation import ENGINES, RuleSet, validate
    from trustkg.validation.configuration import DEFAULTS, find_config, load_config

    framework = Framework.load()
    plan = read(source, framework)
    rules = RuleSet.load()
    engine = ENGINES["pyshacl"](framework, rules)
    file = find_config(Path("" if source == STDIN else source).parent)
    config = load_config(file) if file else DEFAULTS
    checked = Checked(plan, validate(plan, rules, framework, engine=engine, config=config))
    both = sorted(Language, key=lambda language: language is not texts.language)
    languages = both if lang == "both" else [Language(lang)]
    page = render(checked, framework, languages)
    if output == STDOUT:
        click.echo(page, nl=False)
        return 0
    write_file(Path(output), page.encode())
    texts.note(texts._("{file} written").format(file=output))
    return 0
