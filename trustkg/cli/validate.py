"""`trustkg validate`: hold plans to the rules, and mend what can be mended."""

from __future__ import annotations

from dataclasses import dataclass

import click

from trustkg.cli import ui

_FORMATS = ("text", "json", "sarif", "github", "html", "ttl")
_ENGINES = ("pyshacl", "compiled")
_GATES = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks for."""

    plans: tuple[str, ...]
    format: str
    output_file: str | None
    engine: str
    gate: str | None
    config: str | None
    isolated: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool
    stdin_filename: str | None


def command(texts: ui.Ui) -> click.Command:
    """Make the command with its help in one language.

    Args:
        texts: the reader's language and texts.
    """
    _ = texts._

    def run(
        *,
        plans: tuple[str, ...],
        format: str,
        output_file: str | None,
        engine: str,
        gate: str | None,
        config: str | None,
        isolated: bool,
        fix: bool,
        unsafe_fixes: bool,
        diff: bool,
        stdin_filename: str | None,
    ) -> int:
        from trustkg.cli.validation_run import run as validate

        request = Request(
            plans,
            format,
            output_file,
            engine,
            gate,
            config,
            isolated,
            fix,
            unsafe_fixes,
            diff,
            stdin_filename,
        )
        _check(texts, request)
        return validate(texts, request)

    return click.Command(
        "validate",
        callback=run,
        help=_(
            "Check strategy plans: is each complete, does it hang together, and does it agree "
            "with the framework? PLAN is a file, a folder, a pattern or - for standard input. "
            "Exit code 0: nothing at or above the gate; 1: something is; "
            "2: a plan could not be read."
        ),
        short_help=_("Check strategy plans."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg validate plan.yaml                   what is wrong, where, and what to do\n"
            "  trustkg validate plans/ --gate warning       fail on warnings as well\n"
            "  trustkg validate plan.yaml --diff            show what --fix would change\n"
            "  trustkg validate plan.yaml --fix             mend what can be mended safely\n"
            "  trustkg validate plans/ --format sarif -o plans.sarif\n"
            "  cat plan.yaml | trustkg validate -           from standard input\n"
        ),
        params=[
            click.Argument(["plans"], nargs=-1, required=True, metavar="PLAN..."),
            *_output_options(texts),
            *_rule_options(texts),
            *_repair_options(texts),
        ],
    )


def _output_options(texts: ui.Ui) -> list[click.Option]:
    _ = texts._
    return [
        click.Option(
            ["--format"],
            type=click.Choice(_FORMATS),
            default="text",
            show_default=True,
            help=_(
                "Format of the report: sarif for code scanning, github for annotations in "
                "GitHub Actions, html for one page, ttl for a standard SHACL validation report."
            ),
        ),
        click.Option(
            ["-o", "--output-file"],
            metavar="FILE",
            help=_("Write the report into a file."),
        ),
        click.Option(
            ["--stdin-filename"],
            metavar="NAME",
            help=_("What to call standard input; its suffix tells the format."),
        ),
    ]


def _rule_options(texts: ui.Ui) -> list[click.Option]:
    _ = texts._
    return [
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
            help=_(
                "Least severity that makes the exit code 1; the configuration decides where "
                "not given, and violation where that is silent."
            ),
        ),
        click.Option(
            ["--config"],
            metavar="FILE",
            help=_(
                "Configuration file; else the nearest trustkg.toml or pyproject.toml at or "
                "above each plan."
            ),
        ),
        click.Option(["--isolated"], is_flag=True, help=_("Look for no configuration file.")),
    ]


def _repair_options(texts: ui.Ui) -> list[click.Option]:
    _ = texts._
    return [
        click.Option(
            ["--fix"],
            is_flag=True,
            help=_("Mend what can be mended safely, in the files themselves."),
        ),
        click.Option(
            ["--unsafe-fixes"],
            is_flag=True,
            help=_("Try all repairs; with --fix or --diff also apply those that change meaning."),
        ),
        click.Option(
            ["--diff"],
            is_flag=True,
            help=_("Show as a diff what --fix would change, and change nothing."),
        ),
    ]


def _check(texts: ui.Ui, request: Request) -> None:
    """Refuse what contradicts itself."""
    _ = texts._
    if request.plans.count("-") > 1:
        raise click.UsageError(_("standard input (-) can be read only once"))
    if request.stdin_filename and "-" not in request.plans:
        raise click.UsageError(_("--stdin-filename is for standard input (-)"))
    if request.fix and request.diff:
        raise click.UsageError(_("--fix and --diff exclude each other"))
    if request.fix and "-" in request.plans:
        raise click.UsageError(_("--fix can't change standard input; --diff shows the repairs"))
    if request.config and request.isolated:
        raise click.UsageError(_("--config and --isolated exclude each other"))
