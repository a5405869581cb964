"""The `trustkg` command: its options, its subcommands, and how errors are shown."""

from __future__ import annotations

import io
import signal
import sys

import click

from trustkg import __version__
from trustkg.cli import (
    build,
    check,
    cite,
    explain,
    mechanism,
    plan,
    query,
    report,
    rules,
    show,
    ui,
    validate,
)
from trustkg.errors import OutputError, TrustKGError, reason
from trustkg.language import Text
from trustkg.vocab import BASE

COMMANDS = (show, query, explain, mechanism, validate, rules, report, plan, build, check, cite)


def application(texts: ui.Ui) -> click.Group:
    """Make the command with its help in one language.

    Args:
        texts: the reader's language and texts.
    """
    _ = texts._
    group = click.Group(
        "trustkg",
        help=_("The trust mechanism of short-video commerce: look it up, ask, check a plan."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg show host trust            what a term is and who says so\n"
            "  trustkg query --list               the questions that can be asked\n"
            "  trustkg validate plan.yaml         check a strategy plan\n"
            "  trustkg build                      build the site into build/site\n"
        ),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        params=[
            click.Option(
                ["--lang"],
                type=click.Choice(["zh", "en"]),
                expose_value=False,
                is_eager=True,
                help=_("Language of messages; the locale decides where not given."),
            )
        ],
        no_args_is_help=True,
    )
    version = click.version_option(
        __version__,
        prog_name="trustkg",
        message=f"%(prog)s %(version)s ({BASE})",
        help=_("Show the version and exit."),
    )
    version(group)
    for module in COMMANDS:
        command = module.command(texts)
        if not any("--lang" in option.opts for option in command.params):
            command.params.append(_language_option(texts))
        group.add_command(command)
    return group


def _language_option(texts: ui.Ui) -> click.Option:
    """`--lang` is read before parsing (`ui.choose_language`), so it may stand anywhere."""
    return click.Option(
        ["--lang"],
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        help=texts._("Language of messages; the locale decides where not given."),
    )


def _prepare_process() -> None:
    """Behave as other tools do in a pipeline and on a terminal of another encoding."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by the caller; writing must not fail on that
            setattr(sys, name, io.StringIO())
        elif hasattr(stream, "reconfigure"):  # a GBK console has no check mark
            stream.reconfigure(errors="replace")
    if hasattr(signal, "SIGPIPE"):  # `| head` ends the command, without a word
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that temporary files go


def main() -> None:
    """Run the command line and exit with 0, 1 or 2."""
    _prepare_process()
    texts = ui.from_process()
    app = application(texts)
    try:
        code = app.main(prog_name="trustkg", standalone_mode=False)
    except click.exceptions.Abort:
        texts.note(texts._("interrupted"))
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except TrustKGError as error:
        texts.report(error)
        sys.exit(2)
    except OSError as error:
        why = reason(error)
        problem = Text(f"输出写不出去：{why.zh}", f"can't be written: {why.en}")
        remedy = Text("请检查输出的去处", "check where the output goes")
        texts.report(OutputError("stdout", problem, help=remedy))
        sys.stdout = None  # nothing more can go there, not even at exit
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)
