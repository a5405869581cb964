"""`trustkg show`: what a term is, and who says what about it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from trustkg.cli import ui
from trustkg.errors import UnknownTermError

if TYPE_CHECKING:
    from trustkg.framework import BasisKind, Framework, Term


def command(texts: ui.Ui) -> click.Command:
    """Make the command."""
    _ = texts._
    return click.Command(
        "show",
        callback=lambda name, only_paper, format: _run(
            texts, " ".join(name), only_paper=only_paper, format=format
        ),
        help=_(
            "Show a term: what it is, and every statement about it with who says so and where."
            " TERM is an id, a label in either language or an alias; the id of a statement, a"
            " class, a section or a critical note works as well."
        ),
        short_help=_("Show a term and its statements."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg show 主播信任\n"
            "  trustkg show host trust --only-paper\n"
            "  trustkg show s5-1-12\n"
            "  trustkg show TrustDimension\n"
            "  trustkg show section/5-1\n"
            "  trustkg show critique/i33\n"
        ),
        params=[
            click.Argument(["name"], metavar=_("TERM"), nargs=-1, required=True),
            click.Option(
                ["--only-paper"],
                is_flag=True,
                help=_("Leave out everything that the project inferred or added."),
            ),
            click.Option(
                ["--format", "-f"],
                type=click.Choice(["text", "json"]),
                default="text",
                show_default=True,
                help=_("Format of the answer."),
            ),
        ],
    )


def _run(texts: ui.Ui, name: str, *, only_paper: bool, format: str) -> None:
    from trustkg.cli import show_json, show_text
    from trustkg.framework import BasisKind, Framework

    framework = Framework.load()
    bases = (BasisKind.PAPER,) if only_paper else tuple(BasisKind)
    thing = _thing(framework, name)
    if _left_out(framework, thing, bases):
        short = thing.rpartition("/")[2]
        texts.note(texts._("{name} is the project's, not the paper's").format(name=short))
    elif format == "json":
        answer = show_json.answer(framework, thing, bases)
        texts.say(json.dumps(answer, ensure_ascii=False, indent=2))
    else:
        show_text.Page(texts, framework, bases).show(thing)


def _left_out(framework: Framework, id: str, bases: tuple[BasisKind, ...]) -> bool:
    """Whether a statement or note is the project's where only the paper is wanted."""
    if id in framework.statements:
        return framework.statements[id].basis_kind not in bases
    return id in framework.notes and len(bases) == 1


def _thing(framework: Framework, name: str) -> str:
    """Return the id of what is named: anything by its id, a term by any of its names."""
    from trustkg.vocab import named_id

    id = named_id(name)
    for known in (framework.statements, framework.notes, framework.sections, framework.kinds):
        for folder in ("", "statement/", "critique/"):
            if folder + id in known:
                return folder + id
    return _term(framework, name).id


def _term(framework: Framework, name: str) -> Term:
    """Find the term; a class by its label in either language is near enough to name."""
    try:
        return framework.find(name)
    except UnknownTermError as error:
        for kind in framework.kinds.values():
            if name in (kind.label.zh, kind.label.en, kind.plural.zh, kind.plural.en):
                raise UnknownTermError(name, (kind.id,)) from error
        raise
