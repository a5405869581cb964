"""`trustkg plan diff`: what changed from one version of a plan to the next."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from trustkg.cli import ui

STDIN: Final = "-"
_FORMATS = ("text", "json", "html")


def command(texts: ui.Ui) -> click.Command:
    """Make the command with its help in one language.

    Args:
        texts: the reader's language and texts.
    """
    _ = texts._

    def run(old: str, new: str, format: str) -> int:
        return _diff(texts, old, new, format)

    return click.Command(
        "diff",
        callback=run,
        help=_(
            "Compare two versions of a plan: which findings came and went, which measures, "
            "targets and links changed, and what is covered before and after. Exit code 0: no "
            "new error came; 1: one did; 2: a plan could not be read."
        ),
        short_help=_("Compare two versions of a plan."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg plan diff old.yaml new.yaml\n"
            "  trustkg plan diff old.yaml new.yaml --format json\n"
            "  trustkg plan diff old.yaml new.yaml --format html > diff.html\n"
        ),
        params=[
            click.Argument(["old"], metavar="OLD"),
            click.Argument(["new"], metavar="NEW"),
            click.Option(
                ["--format"],
                type=click.Choice(_FORMATS),
                default="text",
                show_default=True,
                help=_("Format of the comparison."),
            ),
        ],
    )


def _diff(texts: ui.Ui, old: str, new: str, format: str) -> int:
    if old == new == STDIN:
        raise click.UsageError(texts._("standard input (-) can be read only once"))
    from trustkg.framework import Framework
    from trustkg.language import Language
    from trustkg.plans import Vocabulary, read
    from trustkg.synopsis import Checked, compare
    from trustkg.validation import ENGINES, RuleSet, validate
    from trustkg.validation.configuration import DEFAULTS, find_config, load_config

    framework = Framework.load()
    vocabulary = Vocabulary.of(framework)
    plans = [read(source, framework, vocabulary) for source in (old, new)]
    rules = RuleSet.load()
    engine = ENGINES["pyshacl"](framework, rules)
    # One configuration for both, that of the new version: a rule that is switched off for one
    # of them only would come or go although neither version changed.
    file = find_config(Path("" if new == STDIN else new).parent)
    config = load_config(file) if file else DEFAULTS
    before, after = (
        Checked(plan, validate(plan, rules, framework, engine=engine, config=config))
        for plan in plans
    )
    comparison = compare(before, after, framework)
    if format == "html":
        from trustkg.report_page import render_comparison

        both = sorted(Language, key=lambda language: language is not texts.language)
        click.echo(render_comparison(comparison, framework, both), nl=False)
    elif format == "json":
        from trustkg.cli import plan_diff_json

        click.echo(plan_diff_json.render(comparison))
    else:
        from trustkg.cli import plan_diff_text

        for line in plan_diff_text.render(comparison, framework, texts):
            texts.say(line)
    return int(comparison.worse())
