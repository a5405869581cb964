"""`trustkg show`: what a term is, and who says what about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from trustkg.cli import ui
from trustkg.errors import UnknownTermError
from trustkg.language import Language

if TYPE_CHECKING:
    from trustkg.framework import Framework, Kind, Statement, Term


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
            " TERM is an id, a label in either language or an alias; a statement's id or a"
            " class works as well."
        ),
        short_help=_("Show a term and its statements."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg show 主播信任\n"
            "  trustkg show host trust --only-paper\n"
            "  trustkg show s5-1-12\n"
            "  trustkg show TrustDimension\n"
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
    from trustkg.framework import Framework

    framework = Framework.load()
    statement = framework.statements.get(name) or framework.statements.get(f"statement/{name}")
    if statement is not None:
        if only_paper and statement.basis_kind == "project":
            texts.note(texts._("{name} is the project's, not the paper's").format(name=name))
            return
        _show_statements(texts, framework, [statement], format)
    elif name in framework.kinds:
        _show_kind(texts, framework, framework.kinds[name], format)
    else:
        _show_term(texts, framework, _term(framework, name), only_paper=only_paper, format=format)


def _term(framework: Framework, name: str) -> Term:
    """Find the term; a class by its label in either language is near enough to name."""
    try:
        return framework.find(name)
    except UnknownTermError as error:
        for kind in framework.kinds.values():
            if name in (kind.label.zh, kind.label.en, kind.plural.zh, kind.plural.en):
                raise UnknownTermError(name, (kind.id,)) from error
        raise


def _show_term(
    texts: ui.Ui, framework: Framework, term: Term, *, only_paper: bool, format: str
) -> None:
    statements = [
        statement
        for statement in (
            *framework.about.get(term.id, ()),
            *framework.pointing_at.get(term.id, ()),
        )
        if not (only_paper and statement.basis_kind == "project")
    ]
    if format == "json":
        answer = {
            "id": term.id,
            "iri": term.iri,
            "kinds": term.kinds,
            "label": {"zh": term.label.zh, "en": term.label.en},
            "aliases": term.aliases,
            "definition": {"zh": term.definition.zh, "en": term.definition.en},
            "named_in": term.named_in,
            "basis": term.basis,
            "statements": [_statement_json(framework, s) for s in statements],
        }
        texts.say(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    language = texts.language
    kinds = " / ".join(framework.label(kind)[language] for kind in term.kinds)
    texts.say(f"{click.style(f'{term.label.zh} · {term.label.en}', bold=True)}   {kinds}")
    texts.say(f"  {term.definition[language]}")
    facts = [f"id {term.id}"]
    if term.named_in:
        facts.append(
            texts._("named in {section}").format(
                section=_section(framework, term.named_in, language)
            )
        )
    if term.aliases:
        facts.append(texts._("also {aliases}").format(aliases="、".join(term.aliases)))
    texts.say(click.style("  " + " · ".join(facts), dim=True))
    for heading, wanted in (
        (texts._("The paper says"), "paper"),
        (texts._("This project infers or adds; the paper does not say"), "project"),
    ):
        chosen = [s for s in statements if s.basis_kind == wanted]
        if chosen:
            texts.say("")
            texts.say(click.style(heading, underline=True))
            _print_statements(texts, framework, chosen)


def _show_kind(texts: ui.Ui, framework: Framework, kind: Kind, format: str) -> None:
    members = framework.of_kind(kind.id)
    if format == "json":
        texts.say(json.dumps({"id": kind.id, "members": [t.id for t in members]}, indent=2))
        return
    texts.say(f"{click.style(kind.plural.zh, bold=True)} · {kind.plural.en}")
    texts.say(f"  {kind.definition[texts.language]}")
    texts.say("")
    for term in members:
        texts.say(f"  {term.label.zh} · {term.label.en}  {click.style(term.id, dim=True)}")


def _show_statements(
    texts: ui.Ui, framework: Framework, statements: Sequence[Statement], format: str
) -> None:
    if format == "json":
        found = [_statement_json(framework, s) for s in statements]
        texts.say(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        _print_statements(texts, framework, statements)


def _print_statements(texts: ui.Ui, framework: Framework, statements: Iterable[Statement]) -> None:
    language = texts.language
    for statement in statements:
        sentence = framework.sentence(statement, language)
        source = [framework.label(statement.basis)[language]]
        if statement.section:
            source.insert(0, _section(framework, statement.section, language))
        if statement.quote:
            source.append(f"「{statement.quote}」")
        source.extend(f"[{framework.references[work].number}]" for work in statement.cites)
        texts.say(f"  {sentence}")
        texts.say(click.style(f"      {' · '.join(source)}", dim=True))
        if statement.rationale:
            texts.say(click.style(f"      {statement.rationale[language]}", dim=True))


def _section(framework: Framework, section: str, language: Language) -> str:
    found = framework.sections[section]
    return f"§{found.number}" if found.number else found.label[language]


def _statement_json(framework: Framework, statement: Statement) -> dict[str, object]:
    return {
        "id": statement.id,
        "subject": statement.subject,
        "relation": statement.relation,
        "object": statement.object,
        "sign": statement.sign,
        "basis": statement.basis,
        "section": framework.sections[statement.section].number or statement.section
        if statement.section
        else None,
        "paragraph": statement.paragraph,
        "quote": statement.quote,
        "cites": statement.cites,
        "on_path": statement.on_path,
        "for_outcome": statement.for_outcome,
        "rationale": {"zh": statement.rationale.zh, "en": statement.rationale.en}
        if statement.rationale
        else None,
    }
