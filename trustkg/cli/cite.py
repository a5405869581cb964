"""`trustkg cite`: how to cite the paper, its references, the dataset, a term or a statement."""

from __future__ import annotations

from collections.abc import Sequence

import click

from trustkg.cli import ui


def command(texts: ui.Ui) -> click.Command:
    """Make the command."""
    _ = texts._
    return click.Command(
        "cite",
        callback=lambda name, format: _run(texts, name, format),
        help=_(
            "Print how to cite something: the paper, one of its references by number, the"
            " dataset, a statement by its id, or a term by any of its names. Without WORK,"
            " the paper, all references and the dataset. Names and titles follow --lang."
        ),
        short_help=_("Print references in BibTeX, RIS, CSL-JSON or as text."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg cite --format bibtex > trustkg.bib\n"
            "  trustkg cite 5 --lang zh\n"
            "  trustkg cite s5-1-12 --format csl\n"
            "  trustkg cite host trust --format ris\n"
        ),
        params=[
            click.Argument(["name"], metavar=_("[WORK]"), nargs=-1),
            click.Option(
                ["--format", "-f"],
                type=click.Choice(["text", "bibtex", "ris", "csl"]),
                default="text",
                show_default=True,
                help=_("Format of the references."),
            ),
        ],
    )


def _run(texts: ui.Ui, words: Sequence[str], format: str) -> None:
    from trustkg import literature
    from trustkg.framework import Framework

    framework = Framework.load()
    works = literature.everything(framework)
    if words:
        works = literature.cited(framework, " ".join(words))
    wanted = next(known for known in literature.FORMATS if known == format)
    texts.say(literature.write(works, wanted, texts.language).removesuffix("\n"))
