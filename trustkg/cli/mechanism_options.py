"""Options that the subcommands of `trustkg mechanism` share."""

from __future__ import annotations

from typing import Final

import click

from trustkg.cli import ui

_LONGEST: Final = 6
_MOST_LINKS: Final = 12


def language(texts: ui.Ui) -> click.Option:
    """`--lang` is read before parsing (`ui.choose_language`), so it may stand anywhere."""
    return click.Option(
        ["--lang"],
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        help=texts._("Language of messages; the locale decides where not given."),
    )


def only_paper(texts: ui.Ui) -> click.Option:
    """Make `--only-paper`, as in other commands."""
    return click.Option(
        ["--only-paper"],
        is_flag=True,
        help=texts._("Leave out everything that the project inferred or added."),
    )


def format(texts: ui.Ui) -> click.Option:
    """Make `--format` for an answer."""
    return click.Option(
        ["--format", "-f"],
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=texts._("Format of the answer."),
    )


def longest(texts: ui.Ui) -> click.Option:
    """Make `--longest`."""
    return click.Option(
        ["--longest"],
        type=click.IntRange(1, _MOST_LINKS),
        default=_LONGEST,
        show_default=True,
        metavar="N",
        help=texts._("How many links a chain may have."),
    )


def limit(texts: ui.Ui, default: int) -> click.Option:
    """Make `--limit`."""
    return click.Option(
        ["--limit"],
        type=click.IntRange(1, 10_000),
        default=default,
        show_default=True,
        metavar="N",
        help=texts._("How many entries of a list to show."),
    )


def parts(texts: ui.Ui, *, unasked: bool) -> click.Option:
    """Make `--parts` and `--no-parts`; None stands for neither, see `with_parts`.

    Args:
        texts: the reader's language and texts.
        unasked: what counts where neither is given, and the project isn't left out.
    """
    _ = texts._
    usual = _("parts; with --only-paper: no-parts") if unasked else "no-parts"
    return click.Option(
        ["--parts/--no-parts"],
        default=None,
        show_default=usual,
        help=_(
            "Let a chain step from a part of trust to the whole that it is part of; such a step"
            " is shown as composition, not as influence, and is not the paper's."
        ),
    )


def with_parts(asked: bool | None, *, only_paper: bool) -> bool:
    """Return whether chains step from part to whole: not on the paper's word, unless asked.

    Args:
        asked: what `--parts` or `--no-parts` says, None where neither is given.
        only_paper: whether the project is left out.
    """
    return not only_paper if asked is None else asked
