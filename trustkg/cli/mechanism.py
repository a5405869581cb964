"""`trustkg mechanism`: views over the mechanism, and the graph for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, cast

import click

from trustkg.cli import mechanism_options, ui
from trustkg.errors import InputError, shortened
from trustkg.language import Text

if TYPE_CHECKING:
    from trustkg.framework import Framework
    from trustkg.mechanism.export import GraphFormat, Kinds

_FORMATS: Final = ("graphml", "gexf", "csv")
Answer = Literal["text", "json"]


def command(texts: ui.Ui) -> click.Command:
    """Make the command and its subcommands."""
    _ = texts._
    group = click.Group(
        "mechanism",
        help=_(
            "Look at the mechanism as a network: chains of influence, what hangs on a term,"
            " feedback, and files for Gephi, yEd or a spreadsheet. Exit code 0: something was"
            " found; 1: nothing; 2: could not run."
        ),
        short_help=_("Follow chains of influence; export the graph."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg mechanism chains 内容真实性 退货率\n"
            "  trustkg mechanism impact 用户信任\n"
            "  trustkg mechanism leverage --only-paper\n"
            "  trustkg mechanism cycles\n"
            "  trustkg mechanism export -o mechanism.graphml\n"
        ),
        no_args_is_help=True,
    )
    for made in (_chains(texts), _impact(texts), _leverage(texts), _cycles(texts), _export(texts)):
        made.params.append(mechanism_options.language(texts))
        group.add_command(made)
    return group


def _chains(texts: ui.Ui) -> click.Command:
    _ = texts._

    def run(
        start: str,
        end: str,
        longest: int,
        limit: int,
        format: Answer,
        *,
        only_paper: bool,
        parts: bool | None,
    ) -> int:
        from trustkg.cli import mechanism_json, mechanism_text
        from trustkg.framework import Framework
        from trustkg.mechanism import routes

        framework = Framework.load()
        first, last = framework.find(start).id, framework.find(end).id
        if first == last:
            raise InputError(
                end,
                Text("起点与终点是同一个术语", "start and end are the same term"),
                help=Text(
                    "trustkg mechanism cycles列出回到自身的影响",
                    "trustkg mechanism cycles has influences that lead back",
                ),
            )
        found = routes(
            framework,
            first,
            last,
            longest=longest,
            limit=limit,
            only_paper=only_paper,
            parts=mechanism_options.with_parts(parts, only_paper=only_paper),
        )
        if format == "json":
            texts.say(mechanism_json.written(mechanism_json.chains(framework, found)))
        else:
            mechanism_text.Printer(texts, framework, limit).chains(found)
        if found.chains:
            return 0
        usual = mechanism_options.with_parts(parts, only_paper=False)
        if only_paper and routes(framework, first, last, longest=longest, parts=usual).chains:
            texts.note(_("With the project's inferences there is a chain (without --only-paper)."))
        return 1

    return click.Command(
        "chains",
        callback=run,
        help=_(
            "Show every chain of influence from one term to another, shortest first, with the"
            " basis, section and sign of each link. A chain is a path through separate"
            " statements; the paper does not say that influence is handed on along it."
            " Exit code 1: there is no chain."
        ),
        short_help=_("Show every chain from one term to another."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg mechanism chains 内容真实性 退货率\n"
            "  trustkg mechanism chains 人格信任 复购率 --only-paper\n"
            "  trustkg mechanism chains hostTrust returnRate --no-parts --longest 4\n"
        ),
        params=[
            click.Argument(["start"], metavar=_("FROM")),
            click.Argument(["end"], metavar=_("TO")),
            mechanism_options.longest(texts),
            mechanism_options.limit(texts, 20),
            mechanism_options.only_paper(texts),
            mechanism_options.parts(texts, unasked=True),
            mechanism_options.format(texts),
        ],
    )


def _impact(texts: ui.Ui) -> click.Command:
    _ = texts._

    def run(
        term: str,
        longest: int,
        limit: int,
        format: Answer,
        *,
        only_paper: bool,
        parts: bool | None,
    ) -> int:
        from trustkg.cli import mechanism_json, mechanism_text
        from trustkg.framework import Framework
        from trustkg.mechanism import impact

        framework = Framework.load()
        found = impact(
            framework,
            framework.find(term).id,
            longest=longest,
            only_paper=only_paper,
            parts=mechanism_options.with_parts(parts, only_paper=only_paper),
        )
        if format == "json":
            texts.say(mechanism_json.written(mechanism_json.impact(framework, found)))
        else:
            mechanism_text.Printer(texts, framework, limit).impact(found)
        return 0 if found.lost or found.weakened else 1

    return click.Command(
        "impact",
        callback=run,
        help=_(
            "Show what is cut off when a term is taken out: which drivers no longer reach which"
            " outcomes, how many chains each outcome keeps, and which statements go."
            " Exit code 1: no chain from a driver to an outcome passes it."
        ),
        short_help=_("Show what is cut off without a term."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg mechanism impact 用户信任\n"
            "  trustkg mechanism impact 情感依恋 --only-paper\n"
            "  trustkg mechanism impact perceivedRisk --format json > impact.json\n"
        ),
        params=[
            click.Argument(["term"], metavar=_("TERM")),
            mechanism_options.longest(texts),
            mechanism_options.limit(texts, 20),
            mechanism_options.only_paper(texts),
            mechanism_options.parts(texts, unasked=True),
            mechanism_options.format(texts),
        ],
    )


def _leverage(texts: ui.Ui) -> click.Command:
    _ = texts._

    def run(
        longest: int,
        limit: int,
        format: Answer,
        *,
        everything: bool,
        only_paper: bool,
        parts: bool | None,
    ) -> int:
        from trustkg.cli import mechanism_json, mechanism_text
        from trustkg.framework import Framework
        from trustkg.mechanism import leverage

        framework = Framework.load()
        found = leverage(
            framework,
            longest=longest,
            only_paper=only_paper,
            parts=mechanism_options.with_parts(parts, only_paper=only_paper),
            everything=everything,
        )
        if format == "json":
            answer = mechanism_json.leverage(framework, found, limit)
            texts.say(mechanism_json.written(answer))
        else:
            mechanism_text.Printer(texts, framework, limit).leverage(found)
        return 0 if found.levers else 1

    return click.Command(
        "leverage",
        callback=run,
        help=_(
            "Rank drivers, dimensions and sub-dimensions by how many outcomes and indicators"
            " they reach, with how many links are stated and how many inferred, and how much"
            " runs through them. These numbers count statements; the paper measures no effect."
        ),
        short_help=_("Rank terms by the outcomes that they reach."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg mechanism leverage\n"
            "  trustkg mechanism leverage --only-paper\n"
            "  trustkg mechanism leverage --all --limit 10\n"
        ),
        params=[
            click.Option(
                ["--all", "everything"],
                is_flag=True,
                help=_("Rank every term that reaches an outcome, mediators too."),
            ),
            mechanism_options.longest(texts),
            mechanism_options.limit(texts, 40),
            mechanism_options.only_paper(texts),
            mechanism_options.parts(texts, unasked=True),
            mechanism_options.format(texts),
        ],
    )


def _cycles(texts: ui.Ui) -> click.Command:
    _ = texts._

    def run(
        longest: int, limit: int, format: Answer, *, only_paper: bool, parts: bool | None
    ) -> int:
        from trustkg.cli import mechanism_json, mechanism_text
        from trustkg.framework import Framework
        from trustkg.mechanism import cycles

        framework = Framework.load()
        found = cycles(
            framework, longest=longest, limit=limit, only_paper=only_paper, parts=bool(parts)
        )
        if format == "json":
            texts.say(mechanism_json.written(mechanism_json.cycles(framework, found)))
        else:
            mechanism_text.Printer(texts, framework, limit).cycles(found)
        return 0 if found.cycles else 1

    return click.Command(
        "cycles",
        callback=run,
        help=_(
            "Show feedback: influences that lead back to where they began, reinforcing or"
            " balancing by their signs, with the statements of each link. Exit code 1: there is"
            " none."
        ),
        short_help=_("Show feedback cycles."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg mechanism cycles\n"
            "  trustkg mechanism cycles --only-paper\n"
            "  trustkg mechanism cycles --parts --longest 4\n"
        ),
        params=[
            mechanism_options.longest(texts),
            mechanism_options.limit(texts, 50),
            mechanism_options.only_paper(texts),
            mechanism_options.parts(texts, unasked=False),
            mechanism_options.format(texts),
        ],
    )


def _format_of(out: str) -> GraphFormat:
    """Return the format that a file's ending asks for; graphml for standard output."""
    suffix = Path(out).suffix.removeprefix(".").lower()
    if out == "-":
        return "graphml"
    if suffix not in _FORMATS:
        known = tuple(f".{format}" for format in _FORMATS)
        raise InputError(
            shortened(out, path=True),
            Text("从文件名看不出该写哪种格式", "its ending tells no format that can be written"),
            help=Text(
                f"请用{'、'.join(known)}之一作后缀，或用 --format 指明",
                f"end it in {', '.join(known)}, or name the format with --format",
            ),
        )
    return cast("GraphFormat", suffix)


def _export(texts: ui.Ui) -> click.Command:
    _ = texts._

    def run(
        format: GraphFormat | None, out: str, kinds: Kinds, *, only_paper: bool, bom: bool
    ) -> int:
        from trustkg.cli.output import write_file
        from trustkg.framework import Framework
        from trustkg.mechanism import export

        chosen = format or _format_of(out)
        if bom and chosen != "csv":
            raise click.UsageError(_("--bom goes with --format csv only"))
        framework: Framework = Framework.load()
        content = export(
            framework, chosen, texts.language, kinds=kinds, only_paper=only_paper, bom=bom
        )
        if out == "-":
            click.echo(content, nl=False)
        else:
            write_file(Path(out), content)
            written = _("{file}: {size} kB of {format}")
            texts.note(written.format(file=out, size=f"{len(content) / 1e3:.0f}", format=chosen))
        return 0

    return click.Command(
        "export",
        callback=run,
        help=_(
            "Write the graph for other programs: GraphML (yEd, Gephi), GEXF (Gephi) or a CSV"
            " edge list. Each statement is an edge with its basis, section and phrase."
        ),
        short_help=_("Write GraphML, GEXF or CSV."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg mechanism export -o mechanism.graphml\n"
            "  trustkg mechanism export --kinds all --only-paper -o paper.gexf\n"
            "  trustkg mechanism export --format csv --bom -o edges.csv\n"
        ),
        params=[
            click.Option(
                ["--format", "-f"],
                type=click.Choice(list(_FORMATS)),
                help=_("Format of the file; where not given, the ending of FILE decides."),
            ),
            click.Option(
                ["--out", "-o"],
                default="-",
                metavar=_("FILE"),
                help=_("Where to write; - or nothing for standard output."),
            ),
            click.Option(
                ["--kinds"],
                type=click.Choice(["influence", "all"]),
                default="influence",
                show_default=True,
                help=_("Influences alone, or statements of every kind and all terms."),
            ),
            mechanism_options.only_paper(texts),
            click.Option(
                ["--bom"],
                is_flag=True,
                help=_("Begin the CSV with a byte order mark, for Excel."),
            ),
        ],
    )
