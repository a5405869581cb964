"""`trustkg check`: the graph's own integrity, and with `--paper` its faith to the text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import click

from trustkg.cli import check_paper, ui
from trustkg.errors import MissingToolError

if TYPE_CHECKING:
    from trustkg.quality import Check
    from trustkg.reasoning import Reasoning

Reasoner = Literal["auto", "hermit", "none"]


def command(texts: ui.Ui) -> click.Command:
    """Make the command."""
    _ = texts._
    return click.Command(
        "check",
        callback=lambda reasoner, format, paper, uncovered: _run_or_compare(
            texts, reasoner, format, paper, uncovered=uncovered
        ),
        help=_(
            "Check the knowledge graph itself: quality queries, shapes, and whether it is"
            " consistent with no class that can have no member (HermiT, which needs Java)."
            " With --paper, hold it to the paper's text instead: every quote stands exactly"
            " once in its section, and every sentence is covered by a statement or listed"
            " with the reason."
            " Exit code 0: everything holds; 1: something is to be mended; 2: could not run."
        ),
        short_help=_("Check the knowledge graph itself."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg check\n"
            "  trustkg check --reasoner none      without HermiT, in a second\n"
            "  trustkg check --format json > check.json\n"
            "  trustkg check --paper cui-2026.zh.txt              quotes and coverage\n"
            "  trustkg check --paper cui-2026.zh.txt --uncovered  and what was left out, why\n"
        ),
        params=[
            click.Option(
                ["--reasoner"],
                type=click.Choice(["auto", "hermit", "none"]),
                default="auto",
                show_default=True,
                help=_("auto leaves HermiT out where there is no Java; hermit insists on it."),
            ),
            click.Option(
                ["--format", "-f"],
                type=click.Choice(["text", "json"]),
                default="text",
                show_default=True,
                help=_("Format of the result."),
            ),
            click.Option(
                ["--paper"],
                metavar=_("FILE"),
                help=_("A copy of the paper's text, as extracted from its PDF (UTF-8)."),
            ),
            click.Option(
                ["--uncovered"],
                is_flag=True,
                help=_("With --paper: show the sentences that are listed as having none, too."),
            ),
        ],
    )


def _run_or_compare(
    texts: ui.Ui, reasoner: Reasoner, format: str, paper: str | None, *, uncovered: bool
) -> int:
    if paper is not None:
        if reasoner != "auto":
            raise click.UsageError(texts._("--reasoner has no part in --paper"))
        return check_paper.run(texts, paper, format, uncovered=uncovered)
    if uncovered:
        raise click.UsageError(texts._("--uncovered needs --paper FILE"))
    return _run(texts, reasoner, format)


def _run(texts: ui.Ui, reasoner: Reasoner, format: str) -> int:
    from trustkg import quality

    missing = _missing_java(reasoner)
    checks = quality.check()
    if format == "text":
        for check in checks:
            _show(texts, check)
    reasoning = None if reasoner == "none" or missing else _reason()
    if format == "json":
        texts.say(json.dumps(_json(checks, reasoning), ensure_ascii=False, indent=2))
    elif reasoning is not None:
        _show_reasoning(texts, reasoning)
    if missing is not None:
        left_out = texts._("left out: reasoning with HermiT: {what}; {help}")
        language = texts.language
        texts.note(left_out.format(what=missing.what[language], help=missing.help[language]))
    outcomes = [check.passed for check in checks]
    if reasoning is not None:
        outcomes += [reasoning.consistent, reasoning.coherent]
    if format == "text":
        count = texts._("{passed} of {total} checks passed")
        texts.note(count.format(passed=sum(outcomes), total=len(outcomes)))
    return 0 if all(outcomes) else 1


def _missing_java(reasoner: Reasoner) -> MissingToolError | None:
    """Look for Java first, so that who insists on it needn't wait for the rest."""
    if reasoner == "none":
        return None
    from trustkg import reasoning

    try:
        reasoning.find_java()
    except MissingToolError as error:
        if reasoner == "hermit":
            raise
        return error
    return None


def _reason() -> Reasoning:
    from trustkg import reasoning
    from trustkg.framework import Framework

    return reasoning.reason(Framework.load())


def _show(texts: ui.Ui, check: Check) -> None:
    language = texts.language
    line = f"{_mark(passed=check.passed)} {check.title[language]}"
    if check.waived:
        waived = texts._("{count} waived").format(count=len(check.waived))
        line += click.style(f"  ({waived})", dim=True)
    texts.say(line if check.passed else f"{line}  [{check.name}]")
    for row in check.rows:
        texts.say(f"    {row.node}  {row.what[language]}".rstrip())
    for waiver in check.stale:
        no_longer = texts._("waived in waivers.ttl, but there is nothing to waive")
        texts.say(f"    {waiver.node}  {no_longer}")
    if not check.passed:
        texts.say(click.style(f"    {check.description[language]}", dim=True))


def _show_reasoning(texts: ui.Ui, reasoning: Reasoning) -> None:
    engine = click.style(f"  ({reasoning.engine} {reasoning.version})", dim=True)
    consistent = texts._("The ontology is consistent")
    texts.say(f"{_mark(passed=reasoning.consistent)} {consistent}{engine}")
    satisfiable = texts._("Every class can have a member")
    texts.say(f"{_mark(passed=reasoning.coherent)} {satisfiable}{engine}")
    for id in reasoning.unsatisfiable:
        texts.say(f"    {id}")


def _mark(*, passed: bool) -> str:
    return click.style("✓", fg="green") if passed else click.style("✗", fg="red")


def _json(checks: Sequence[Check], reasoning: Reasoning | None) -> dict[str, object]:
    return {
        "passed": all(c.passed for c in checks) and (reasoning is None or reasoning.coherent),
        "checks": [
            {
                "name": check.name,
                "title": {"zh": check.title.zh, "en": check.title.en},
                "passed": check.passed,
                "rows": [
                    {"node": row.node, "what": {"zh": row.what.zh, "en": row.what.en}}
                    for row in check.rows
                ],
                "waived": [
                    {
                        "node": waived.row.node,
                        "reason": {"zh": waived.reason.zh, "en": waived.reason.en},
                    }
                    for waived in check.waived
                ],
                "stale": [waiver.node for waiver in check.stale],
            }
            for check in checks
        ],
        "reasoning": None
        if reasoning is None
        else {
            "engine": reasoning.engine,
            "version": reasoning.version,
            "consistent": reasoning.consistent,
            "unsatisfiable": list(reasoning.unsatisfiable),
            "entailed": len(reasoning.properties) + len(reasoning.types),
        },
    }
