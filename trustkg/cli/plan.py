"""`trustkg plan`: start a plan, turn it into another format, describe plans to editors."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from trustkg.cli import plan_diff, ui
from trustkg.cli.output import write_file
from trustkg.errors import InputError, OutputError
from trustkg.language import Text

if TYPE_CHECKING:
    from trustkg.plans import Plan

_FORMATS: Final = ("yaml", "json", "xlsx", "ttl", "jsonld")
_STDOUT: Final = "-"


def command(texts: ui.Ui) -> click.Command:
    """Make the group of commands with its help in one language.

    Args:
        texts: the reader's language and texts.
    """
    _ = texts._
    group = click.Group(
        "plan",
        help=_("Start a plan, convert it, compare two versions, describe plans to editors."),
        short_help=_("Start, convert and compare plans."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg plan new -o plan.yaml           a commented plan to start from\n"
            "  trustkg plan new -o plan.xlsx           the same as a spreadsheet\n"
            "  trustkg plan convert plan.xlsx plan.yaml\n"
            "  trustkg plan schema -o plan.schema.json completion and hover in editors\n"
        ),
        no_args_is_help=True,
    )
    for below in (_new(texts), _convert(texts), _schema(texts), plan_diff.command(texts)):
        below.params.append(
            click.Option(
                ["--lang"],
                type=click.Choice(["zh", "en"]),
                expose_value=False,
                help=_("Language of messages; the locale decides where not given."),
            )
        )
        group.add_command(below)
    return group


def _output(texts: ui.Ui) -> click.Option:
    return click.Option(
        ["--output", "-o"],
        default=_STDOUT,
        metavar="FILE",
        help=texts._("File to write; standard output where not given."),
    )


def _force(texts: ui.Ui) -> click.Option:
    return click.Option(
        ["--force"], is_flag=True, help=texts._("Replace the file if it is there already.")
    )


def _new(texts: ui.Ui) -> click.Command:
    _ = texts._

    def run(format: str | None, output: str, force: bool) -> None:
        from trustkg.framework import Framework
        from trustkg.plans import Vocabulary
        from trustkg.plans.starters import starter
        from trustkg.plans.writing import write

        chosen = format or _format_of(output) or "yaml"
        framework = Framework.load()
        vocabulary = Vocabulary.of(framework)
        plan = starter(texts.language, framework, vocabulary)
        data = write(plan, chosen, framework, vocabulary, texts.language, comments=True)
        _write(output, data, force=force)

    return click.Command(
        "new",
        callback=run,
        help=_(
            "Write a plan to start from: it has no errors, its keys are in the language of "
            "--lang, and comments or cell notes explain each of them."
        ),
        short_help=_("Write a plan to start from."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg plan new > plan.yaml\n"
            "  trustkg plan new --format xlsx --lang zh -o plan.xlsx\n"
        ),
        params=[
            click.Option(
                ["--format"],
                type=click.Choice(_FORMATS),
                help=_("Format; the suffix of FILE decides where not given, else yaml."),
            ),
            _output(texts),
            _force(texts),
        ],
    )


def _convert(texts: ui.Ui) -> click.Command:
    _ = texts._

    def run(source: str, target: str, from_: str | None, to: str | None, force: bool) -> None:
        from trustkg.framework import Framework
        from trustkg.plans import Vocabulary, read
        from trustkg.plans.writing import write

        chosen = to or _format_of(target)
        if chosen is None:
            raise click.UsageError(_("the suffix of OUT names no format: say which with --to"))
        framework = Framework.load()
        vocabulary = Vocabulary.of(framework)
        plan = read(source, framework, vocabulary, format=from_)
        if plan.problems:
            raise _unread(texts, plan)
        data = write(plan, chosen, framework, vocabulary, texts.language)
        _write(target, data, force=force)

    return click.Command(
        "convert",
        callback=run,
        help=_(
            "Write a plan in another format: YAML, JSON, a spreadsheet, Turtle or JSON-LD. "
            "Nothing that the plan says is lost; comments and layout are. What was written is "
            "read back before the file appears."
        ),
        short_help=_("Write a plan in another format."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg plan convert plan.yaml plan.xlsx --lang zh\n"
            "  trustkg plan convert plan.xlsx plan.yaml --force\n"
            "  cat plan.json | trustkg plan convert - - --from json --to ttl\n"
        ),
        params=[
            click.Argument(["source"], metavar="IN"),
            click.Argument(["target"], metavar="OUT"),
            click.Option(
                ["--from", "from_"],
                type=click.Choice(_FORMATS),
                help=_("Format of IN; its suffix decides where not given."),
            ),
            click.Option(
                ["--to"],
                type=click.Choice(_FORMATS),
                help=_("Format of OUT; its suffix decides where not given."),
            ),
            _force(texts),
        ],
    )


def _schema(texts: ui.Ui) -> click.Command:
    _ = texts._

    def run(output: str, context: bool, force: bool) -> None:
        from trustkg.framework import Framework
        from trustkg.plans.schema import context_file, schema_file

        framework = Framework.load()
        data = context_file(framework) if context else schema_file(framework)
        _write(output, data, force=force)

    return click.Command(
        "schema",
        callback=run,
        help=_(
            "Write the JSON Schema of plans (2020-12), for completion and hover in editors of "
            "YAML and JSON, or the JSON-LD context that makes a plan RDF."
        ),
        short_help=_("Write the JSON Schema of plans."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg plan schema -o plan.schema.json\n"
            "  trustkg plan schema --context -o plan.context.jsonld\n"
        ),
        params=[
            _output(texts),
            click.Option(
                ["--context"], is_flag=True, help=_("Write the JSON-LD context instead.")
            ),
            _force(texts),
        ],
    )


def _format_of(name: str) -> str | None:
    from trustkg.plans.files import FORMATS

    return FORMATS.get(Path(name).suffix.lower())


def _write(target: str, data: bytes, *, force: bool) -> None:
    if target == _STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    path = Path(target)
    if path.is_file() and not force:
        raise OutputError(
            target,
            Text("文件已经存在", "the file is there already"),
            help=Text("要替换它，请加--force", "add --force to replace it"),
        )
    write_file(path, data)


def _unread(texts: ui.Ui, plan: Plan) -> InputError:
    """Report what was not understood, since converting would lose it."""
    from trustkg.validation import RuleSet
    from trustkg.validation.wording import fill

    rules = RuleSet.load()
    for problem in plan.problems:
        message = fill(rules.reading[problem.slug].message, problem.bindings)
        texts.note(f"{problem.position}: {texts._('error')}: {message[texts.language]}")
    number = len(plan.problems)
    return InputError(
        plan.source,
        Text(
            f"有{number}处没有读懂，转换会丢失它们",
            f"{number} things were not understood and would be lost",
        ),
        help=Text("请先改好：trustkg validate", "mend them first: trustkg validate"),
    )
