"""What `trustkg mechanism` prints for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

import click

from trustkg.cli import ui

if TYPE_CHECKING:
    from trustkg.framework import Framework, Statement
    from trustkg.mechanism import Chain, Cycles, Impact, Leverage, Link, Reach, Routes, Sign

_PLACES: Final = 4
"""Of a link's statements only so many are named in text; JSON has all."""
_NAMES: Final = 12
"""So many terms are named where it is told how far something reaches."""


class Printer:
    """Prints answers in the reader's language.

    Args:
        texts: the reader's language and texts.
        framework: whose labels.
        limit: how many rows of a list to print.
    """

    def __init__(self, texts: ui.Ui, framework: Framework, limit: int) -> None:
        self._texts = texts
        self._framework = framework
        self._limit = limit

    def chains(self, found: Routes) -> None:
        """Print chains with their links."""
        _, say = self._texts._, self._texts.say
        ends = f"{self._label(found.start)} → {self._label(found.end)}"
        if not found.chains:
            self._no_chain(found, ends)
            return
        count = _("{ends}: chains of at most {longest} links: {count}")
        if not found.complete:
            count = _("{ends}: chains of at most {longest} links: more than {count}")
        title = count.format(ends=ends, count=found.count, longest=found.longest)
        say(click.style(title, bold=True))
        for number, chain in enumerate(found.chains, start=1):
            say("")
            say(f"{number}. {self._way(chain.terms)}")
            say(f"   {self._summary(chain)}")
            self._links(chain.links)
        say("")
        if len(found.chains) < found.count or not found.complete:
            more = _("More chains exist than the {shown} shown; --limit shows more of them.")
            say(more.format(shown=len(found.chains)))
        if not found.complete:
            say(_("The search stopped early; a smaller --longest can be searched to the end."))
        self._remarks(composed=any(chain.composed for chain in found.chains))

    def _no_chain(self, found: Routes, ends: str) -> None:
        _, say = self._texts._, self._texts.say
        none = _("{ends}: no chain of at most {longest} links")
        say(click.style(none.format(ends=ends, longest=found.longest), bold=True))
        if not found.complete:
            say(_("The search stopped early; a smaller --longest can be searched to the end."))
        elif found.shortest is not None and found.shortest > found.longest:
            longer = _("The shortest has {count} links: --longest {count}")
            say(longer.format(count=found.shortest))
        start, end = self._label(found.start), self._label(found.end)
        forward = _("{term} reaches {count} terms: {names}")
        nothing = _("{term} reaches nothing: nobody says that it influences anything.")
        say(self._reach(start, found.forward, forward, nothing))
        backward = _("{term} is reached from {count} terms: {names}")
        nothing = _("{term} is reached from nothing: nobody says that anything influences it.")
        say(self._reach(end, found.backward, backward, nothing))

    def _reach(self, term: str, reach: Reach, some: str, none: str) -> str:
        if not reach.terms:
            return none.format(term=term)
        names = self._texts._(", ").join(self._label(id) for id in reach.terms[:_NAMES])
        if len(reach.terms) > _NAMES:
            names += " …"
        return some.format(term=term, count=len(reach.terms), names=names)

    def impact(self, found: Impact) -> None:
        """Print what goes with a term."""
        _, say = self._texts._, self._texts.say
        term = self._label(found.term)
        title = _("Without {term} (chains of at most {longest} links)")
        say(click.style(title.format(term=term, longest=found.longest), bold=True))
        counts = _(
            "{lost} pairs of driver and outcome lose every chain, {weakened} lose some,"
            " {untouched} lose none; {statements} statements go with it."
        )
        say(
            counts.format(
                lost=len(found.lost),
                weakened=len(found.weakened),
                untouched=found.untouched,
                statements=len(found.statements),
            )
        )
        driver, outcome, before, after = _("Driver"), _("Outcome"), _("Before"), _("After")
        self._section(
            _("Pairs that lose every chain"),
            (driver, outcome, before),
            [(self._label(p.driver), self._label(p.outcome), str(p.before)) for p in found.lost],
            numbers=1,
        )
        self._section(
            _("Pairs that lose some chains"),
            (driver, outcome, before, after),
            [
                (self._label(p.driver), self._label(p.outcome), str(p.before), str(p.after))
                for p in found.weakened
            ],
            numbers=2,
        )
        self._section(
            _("Chains to each outcome, and drivers that reach it"),
            (outcome, before, after, _("Drivers before"), _("Drivers after")),
            [
                (
                    self._label(o.outcome),
                    *map(str, (o.before, o.after, o.drivers_before, o.drivers_after)),
                )
                for o in found.outcomes
            ],
            numbers=4,
        )
        self._section(
            _("Statements that go"),
            (_("Statement"), _("Basis"), _("Place")),
            [
                (
                    self._framework.sentence(s, self._texts.language),
                    self._label(s.basis),
                    self._place(s),
                )
                for s in found.statements
            ],
        )
        say("")
        if not found.complete:
            say(
                _(
                    "Counting stopped early: numbers of chains are lower bounds; a smaller"
                    " --longest can be counted to the end."
                )
            )
        self._remarks(composed=False)

    def leverage(self, found: Leverage) -> None:
        """Print levers, and what the numbers are."""
        _, say = self._texts._, self._texts.say
        rows = [
            (
                self._label(lever.term),
                str(len(lever.outcomes)),
                str(len(lever.by_paper)),
                str(lever.stated),
                str(lever.inferred),
                str(lever.composed),
                f"{lever.between:.1%}",
            )
            for lever in found.levers
        ]
        columns = (
            _("Term"),
            _("Outcomes"),
            _("by the paper alone"),
            _("Links stated"),
            _("inferred"),
            _("part of"),
            _("Between"),
        )
        title = _("Outcomes and indicators that terms reach, of {total}")
        self._section(title.format(total=found.total), columns, rows, numbers=6)
        say("")
        say(
            _(
                "Outcomes: how many outcomes and indicators a chain leads to. Links: those on the"
                " shortest of these chains, by who says so. Between: of the pairs of driver and"
                " outcome that are connected, the share whose shortest chains pass the term."
            )
        )
        say(
            _(
                "By the paper alone: by influences that the paper states, without steps from part"
                " to whole. Terms with equal numbers stand in no order of rank."
            )
        )
        say(
            _(
                "These numbers tell how the argument is built. They are no effects: the paper"
                " measures none."
            )
        )
        self._remarks(composed=any(lever.composed for lever in found.levers[: self._limit]))

    def cycles(self, found: Cycles) -> None:
        """Print cycles, then loops that are claimed without being influence."""
        _, say = self._texts._, self._texts.say
        kinds = {
            "reinforcing": _("reinforcing"),
            "balancing": _("balancing"),
            "unknown": _("reinforcing or balancing unknown: a sign is missing or contradicted"),
        }
        for number, cycle in enumerate(found.cycles, start=1):
            say(f"{number}. {self._way((*cycle.terms, cycle.terms[0]))}")
            composed = any(link.composition for link in cycle.links)
            by = self._by(inferred=cycle.inferred, composed=composed)
            say(f"   {kinds[cycle.feedback]} · {by}")
            self._links(cycle.links)
            for note in cycle.notes:
                critical = _("Critical note: {note}")
                say("   " + critical.format(note=self._label(note)))
            say("")
        if not found.cycles:
            say(_("No cycle of influence."))
        if not found.complete:
            say(_("More cycles exist; --limit and --longest decide how many are shown."))
        for loop in found.claimed:
            formed = _(
                "{structure} is said to be formed by {members} ({places}). Forming something is"
                " no influence, so it is not among the cycles."
            )
            members = dict.fromkeys(self._label(s.subject) for s in loop.statements)
            say(
                formed.format(
                    structure=self._label(loop.structure),
                    members=_(", ").join(members),
                    places=self._places(loop.statements),
                )
            )
            for s in loop.feedback:
                sentence = self._framework.sentence(s, self._texts.language)
                say(f"   {sentence} · {self._label(s.basis)} · {self._place(s)}")
            if all(s.basis_kind == "project" for s in loop.feedback):
                say("   " + _("The paper describes no edge of it that leads back."))
        self._remarks(composed=any(k.composition for c in found.cycles for k in c.links))

    # -- parts of answers --------------------------------------------------------------

    def _label(self, id: str) -> str:
        return self._framework.label(id)[self._texts.language]

    def _way(self, terms: Iterable[str]) -> str:
        return click.style(" → ".join(self._label(id) for id in terms), bold=True)

    def _summary(self, chain: Chain) -> str:
        overall = self._texts._("overall: {sign}").format(sign=self._sign(chain.sign))
        return f"{overall} · {self._by(inferred=chain.inferred, composed=chain.composed)}"

    def _by(self, *, inferred: bool, composed: bool) -> str:
        """Say on whose word a chain stands; no step from part to whole is on the paper's."""
        _ = self._texts._
        if inferred and composed:
            return _("rests on an inference of the project, and on steps from part to whole")
        if inferred:
            return _("rests on an inference of the project")
        if composed:
            return _("the influences by the paper, the steps from part to whole by the project")
        return _("each link by the paper")

    def _sign(self, sign: Sign | None) -> str:
        if sign is None:
            return self._texts._("no influence")
        if sign == "contradictory":
            return self._texts._("contradictory")
        return self._label(sign)

    def _links(self, links: Iterable[Link]) -> None:
        """Print a line for each link, aligned: who, how, whom, sign, basis, places."""
        rows = [
            (
                self._label(link.subject),
                self._relation(link),
                self._label(link.object),
                self._sign(link.sign),
                " / ".join(dict.fromkeys(self._label(s.basis) for s in link.statements)),
                self._places(link.statements),
            )
            for link in links
        ]
        _print_table(rows, (), 0)

    def _relation(self, link: Link) -> str:
        if link.composition:
            return self._label("isDirectPartOf")
        return " / ".join(dict.fromkeys(self._label(s.relation) for s in link.statements))

    def _places(self, statements: Sequence[Statement]) -> str:
        shown = self._texts._(", ").join(self._place(s) for s in statements[:_PLACES])
        more = len(statements) - _PLACES
        return f"{shown} +{more}" if more > 0 else shown

    def _place(self, statement: Statement) -> str:
        _ = self._texts._
        place = statement.id.removeprefix("statement/")
        section = self._framework.sections.get(statement.section or "")
        if section is not None and section.number:
            place = f"§{section.number} {place}"
        for condition in statement.under_condition:
            given = _("{place} (given {condition})")
            place = given.format(place=place, condition=self._label(condition))
        for work in statement.attributed_to:
            reported = _("{place} (after {source})")
            reference = self._framework.references.get(work)
            source = f"[{reference.number}]" if reference else self._label(work)
            place = reported.format(place=place, source=source)
        return place

    def _section(
        self, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: int = 0
    ) -> None:
        if not rows:
            return
        say = self._texts.say
        say("")
        say(click.style(title, underline=True))
        _print_table(rows[: self._limit], columns, numbers)
        if len(rows) > self._limit:
            more = self._texts._("  … {count} more (--limit)")
            say(more.format(count=len(rows) - self._limit))

    def _remarks(self, *, composed: bool) -> None:
        _ = self._texts._
        remarks = [
            _(
                "A chain is a path through separate statements; the paper does not say that"
                " influence is handed on along it."
            )
        ]
        if composed:
            remarks.append(
                _(
                    "“Is part of” is composition and no influence. The overall sign takes the"
                    " whole to move with its part, which the paper does not say."
                )
            )
        for remark in remarks:
            self._texts.say(click.style(remark, dim=True))


def _print_table(rows: Iterable[Sequence[str]], columns: Sequence[str], numbers: int) -> None:
    """Print rows aligned by the columns that a terminal gives them.

    Args:
        rows: cells.
        columns: headings; none for a table without.
        numbers: how many of the last columns are numbers.
    """
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table

    cells = list(rows)
    count = len(cells[0]) if cells else 0
    drawing = Table(box=None, show_header=bool(columns), pad_edge=False, padding=(0, 2, 0, 0))
    for n in range(count):
        justify = "right" if n >= count - numbers else "left"
        drawing.add_column(columns[n] if columns else "", overflow="fold", justify=justify)  # type: ignore[arg-type]
    for row in cells:
        drawing.add_row(*row)
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, width=10_000, soft_wrap=True)
    with console.capture() as captured:
        console.print(Padding(drawing, (0, 0, 0, 3), expand=False))
    for line in captured.get().splitlines():
        click.echo(line.rstrip())
