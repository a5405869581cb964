"""`trustkg explain`: what a relation between two terms rests on, or who makes a statement."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from trustkg.cli import ui

if TYPE_CHECKING:
    from trustkg.explanation import Beside, Explainer
    from trustkg.framework import Framework, Statement


def command(texts: ui.Ui) -> click.Command:
    """Make the command."""
    _ = texts._
    return click.Command(
        "explain",
        callback=lambda text, every, only_paper, format: _run(
            texts, " ".join(text), every=every, only_paper=only_paper, format=format
        ),
        help=_(
            "Explain why something holds: the statements that a relation between two terms rests"
            " on, each with its place, words and basis, and whether the paper alone says as much"
            " or the project's own inference is needed. Terms and relations go by id or by a name"
            " in either language; without a relation, every one between the two is explained. A"
            " statement's id shows that statement. Exit code 1: nothing links the two."
        ),
        short_help=_("Explain what a link rests on."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg explain 算法透明度 影响 平台信任\n"
            '  trustkg explain "algorithm transparency influences platform trust"\n'
            "  trustkg explain professionalTrust isPartOf userTrust --all\n"
            "  trustkg explain 主播信任 社交信任 --only-paper\n"
            "  trustkg explain p021\n"
        ),
        params=[
            click.Argument(["text"], metavar=_("STATEMENT|A RELATION B"), nargs=-1, required=True),
            click.Option(
                ["--all", "every"],
                is_flag=True,
                help=_("Show every minimal proof and not only the best."),
            ),
            click.Option(
                ["--only-paper"],
                is_flag=True,
                help=_("Leave out everything that the project inferred or added."),
            ),
            click.Option(
                ["--format", "-f"],
                type=click.Choice(["text", "json", "ttl"]),
                default="text",
                show_default=True,
                help=_("Format of the answer."),
            ),
        ],
    )


def _run(texts: ui.Ui, text: str, *, every: bool, only_paper: bool, format: str) -> int:
    from trustkg import explanation
    from trustkg.framework import Framework

    framework = Framework.load()
    whole = explanation.Explainer(framework)
    request = explanation.read(framework, text, whole.relations)
    explainer = explanation.Explainer(framework, only_paper=True) if only_paper else whole
    if not isinstance(request, explanation.Request):
        return _statement(texts, explainer, request, format)
    links = explanation.asked(explainer, request)
    found = [proofs for link in links if (proofs := explainer.proofs(link))]
    if not found:
        beside = explanation.beside(explainer, whole, request)
        return _nothing(texts, framework, beside, format)
    if format == "json":
        from trustkg.cli import explain_json

        _json(texts, [explain_json.explained(framework, each, every=every) for each in found])
    elif format == "ttl":
        wanted = [proof for proofs in found for proof in (proofs if every else proofs[:1])]
        used = {s.id: s for proof in wanted for s in proof.statements}
        claims = [explanation.about(framework, statement) for statement in used.values()]
        texts.say(explanation.turtle(wanted, claims).rstrip())
    else:
        from trustkg.cli.explain_text import Page

        Page(texts, framework).links(found, every=every)
    return 0


def _statement(texts: ui.Ui, explainer: Explainer, statement: Statement, format: str) -> int:
    from trustkg import explanation

    framework = explainer.framework
    if explainer.only_paper and statement.basis_kind == "project":
        name = statement.id.rpartition("/")[2]
        texts.note(texts._("{name} is the project's, not the paper's").format(name=name))
        return 1
    entailed = explanation.direct(explainer, statement)
    claim = explanation.about(framework, statement)
    if format == "json":
        from trustkg.cli import explain_json

        _json(texts, explain_json.claim(framework, claim, entailed))
    elif format == "ttl":
        found = (proof for link in entailed for proof in explainer.proofs(link))
        alone = [proof for proof in found if proof.statements == (statement,)]
        texts.say(explanation.turtle(alone, [claim]).rstrip())
    else:
        from trustkg.cli.explain_text import Page

        Page(texts, framework).statement(claim, entailed)
    return 0


def _nothing(texts: ui.Ui, framework: Framework, beside: Beside, format: str) -> int:
    """Say that nothing links the two, and what there is beside."""
    if format == "json":
        from trustkg.cli import explain_json

        _json(texts, [explain_json.not_linked(beside)])
    elif format == "text":
        from trustkg.cli.explain_text import Page

        Page(texts, framework).nothing(beside)
    return 1


def _json(texts: ui.Ui, answer: object) -> None:
    texts.say(json.dumps(answer, ensure_ascii=False, indent=2))
