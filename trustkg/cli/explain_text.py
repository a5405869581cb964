"""Explanations as text: a conclusion, on whose word it rests, and the tree below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import click

from trustkg.cli import ui
from trustkg.explanation import (
    MOST,
    Beside,
    Claim,
    Link,
    Node,
    Proof,
    Standing,
    about,
    phrase,
)
from trustkg.framework import BasisKind, Framework, Reference, Statement

_NEAREST: Final = 6
_LETTERS: Final = "XYZUVW"


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of a tree with what is said about it and what hangs below it."""

    line: str
    remarks: tuple[str, ...]
    below: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Writes explanations for one reader."""

    texts: ui.Ui
    framework: Framework

    # -- the three answers -------------------------------------------------------------

    def links(self, found: Sequence[Sequence[Proof]], *, every: bool) -> None:
        """Write the proofs of one or more links.

        Args:
            found: the proofs of each link, best first, at least one.
            every: whether all of them are written, or the best of each.
        """
        say, groups = self.texts.say, list(_alike(found))
        for number, group in enumerate(groups):
            if number:
                say("")
            proofs = group[0]
            for same in group:
                say(click.style(self._phrase(same[0].conclusion), bold=True))
            for place, proof in enumerate(proofs if every else proofs[:1], start=1):
                if every and len(proofs) > 1:
                    say("")
                    heading = self.texts._("Proof {number} of {count}")
                    say(
                        click.style(
                            heading.format(number=place, count=len(proofs)), underline=True
                        )
                    )
                say(f"  {self._verdict(proof)}")
                for remark in self._inference(proof.tree):
                    say(click.style(f"  {remark}", dim=True))
                entry = self._entry(proof.tree)
                self._draw(entry.below if proof.tree.below else (entry,))
            if not every and len(proofs) > 1:
                self._more(len(proofs) - 1)

    def statement(self, claim: Claim, entailed: Sequence[Link]) -> None:
        """Write a statement, who says it, and what it entails by itself."""
        _, say = self.texts._, self.texts.say
        statement = claim.statement
        say(click.style(self._sentence(statement), bold=True))
        kind = self._label(statement.kind)
        say(click.style(f"  {_short(statement.id)} · {kind}", dim=True))
        say(f"  {self._standing_of(statement, claim)}")
        entry = self._statement_entry(statement)
        for remark in entry.remarks:
            say(click.style(f"     {remark}", dim=True))
        for path in statement.on_path:
            said = _("On the path {path}").format(path=self._label(path))
            say(click.style(f"     {said}", dim=True))
        self._draw(entry.below)
        if entailed:
            say("  " + _("From this alone follows:"))
            self._draw(_Entry(self._phrase(link), (), ()) for link in entailed)

    def nothing(self, beside: Beside) -> None:
        """Say that nothing links two terms as asked, and what there is beside."""
        _, say = self.texts._, self.texts.say
        first, second = (self._label(id) for id in (beside.request.subject, beside.request.object))
        if beside.asked:
            asked = self._phrase(beside.asked[0])
            say(_("Nothing says or entails: {link}").format(link=click.style(asked, bold=True)))
        else:
            text = _("Nothing links {first} and {second}.")
            say(
                text.format(
                    first=click.style(first, bold=True), second=click.style(second, bold=True)
                )
            )
        if beside.with_project:
            say("  " + _("It holds once the project's inferences count: leave --only-paper out."))
        others = [x for x in beside.between if x not in beside.asked]
        self._list(_("What links the two otherwise:"), others, beside)
        self._list(_("What there is from {term}:").format(term=first), beside.onward, beside)
        self._list(_("What there is to {term}:").format(term=second), beside.backward, beside)

    # -- parts -------------------------------------------------------------------------

    def _list(self, heading: str, links: Sequence[Link], beside: Beside) -> None:
        if not links:
            return
        self.texts.say(f"  {heading}")
        mark = self.texts._("(with the project's inference)")
        shown = [
            _Entry(
                self._phrase(link)
                if beside.standing[link] is Standing.PAPER
                else f"{self._phrase(link)}  {click.style(mark, dim=True)}",
                (),
                (),
            )
            for link in links[:_NEAREST]
        ]
        if len(links) > _NEAREST:
            more = self.texts._("and {count} more").format(count=len(links) - _NEAREST)
            shown.append(_Entry(click.style(more, dim=True), (), ()))
        self._draw(shown)

    def _more(self, count: int) -> None:
        _ = self.texts._
        text = (
            _("Further proofs (at least {count}): --all shows them.")
            if count + 1 == MOST
            else _("Further proofs ({count}): --all shows them.")
        )
        self.texts.say(click.style(f"  {text.format(count=count)}", dim=True))

    def _verdict(self, proof: Proof) -> str:
        """Say on whose word a conclusion rests."""
        _ = self.texts._
        if len(proof.statements) == 1 and not proof.facts:
            (said,) = proof.statements
            ends = {proof.conclusion.subject, proof.conclusion.object}
            if ends == {said.subject, said.object}:
                return self._standing_of(said, about(self.framework, said))
        if proof.standing is Standing.PAPER:
            return _(
                "The paper doesn't say so in one place; it follows from what the paper says,"
                " without any inference of the project's."
            )
        if proof.standing is Standing.PROJECT:
            return _("The paper doesn't say so: it follows from what the project infers or adds.")
        projects = [s for s in proof.statements if s.basis_kind is BasisKind.PROJECT]
        if not projects:
            return _(
                "The paper doesn't say so: it follows only with the project's axiom that what"
                " moves a part moves the whole."
            )
        return _(
            "The paper doesn't say so, and it doesn't follow from the paper alone: the project's"
            " own inference is needed ({statements})."
        ).format(statements=self._separator().join(_short(s.id) for s in projects))

    def _standing_of(self, statement: Statement, claim: Claim) -> str:
        _ = self.texts._
        if statement.basis_kind is BasisKind.PROJECT:
            if statement.basis == "addedByProject":
                return _("The paper doesn't say so: the project adds it.")
            return _("The paper doesn't say so: the project infers it.")
        if any(id in self.framework.references for id in claim.attributed_to):
            return _("The paper says so, as the finding of the work that it cites.")
        if claim.attributed_to:
            return _("The paper says so, as following from the theory that it names.")
        if statement.basis == "statedVerbatim":
            return _("The paper says so itself.")
        return _("The paper says so in other words.")

    def _entry(self, node: Node) -> _Entry:
        if node.statement is not None:
            return self._statement_entry(node.statement)
        below = tuple(self._entry(child) for child in node.below)
        return _Entry(self._phrase(node.link), tuple(self._inference(node)), below)

    def _inference(self, node: Node) -> Iterator[str]:
        """Say by what pattern a link follows, with letters for the terms."""
        if len(node.premises) < 2:  # noqa: PLR2004 - an inverse speaks for itself
            return
        ends = dict.fromkeys(end for x in node.premises for end in (x.subject, x.object))
        letters = dict(zip(ends, _LETTERS, strict=False))
        language, separator = self.texts.language, self._separator()
        *premises, conclusion = (
            phrase(self.framework, x, language, letters) for x in (*node.premises, node.link)
        )
        yield self.texts._("because: {premises} ⇒ {conclusion}").format(
            premises=separator.join(premises), conclusion=conclusion
        )

    def _statement_entry(self, statement: Statement) -> _Entry:
        claim = about(self.framework, statement)
        below = tuple(self._statement_entry(said) for said in claim.rests_on)
        remarks = tuple(self._remarks(statement, claim))
        if below:
            remarks += (self.texts._("It rests on what the paper says:"),)
        return _Entry(self._sentence(statement), remarks, below)

    def _remarks(self, statement: Statement, claim: Claim) -> Iterator[str]:
        _, language = self.texts._, self.texts.language
        if statement.section is not None:
            yield " · ".join(self._source(statement))
        else:
            basis = _("Project · {basis}").format(basis=self._label(statement.basis))
            yield f"{basis} · {_short(statement.id)}"
        for id in claim.attributed_to:
            reference = self.framework.references.get(id)
            if reference is not None:
                yield _("Reported from {work}").format(work=self._work(reference))
            else:
                yield _("After {theory}").format(theory=self._label(id))
        for id in statement.cites:
            if id not in claim.attributed_to:
                work = self._work(self.framework.references[id])
                yield _("Cites {work}").format(work=work)
        if statement.rationale is not None:
            yield _("Reason: {reason}").format(reason=statement.rationale[language])

    def _source(self, statement: Statement) -> Iterator[str]:
        _ = self.texts._
        section = self.framework.sections[statement.section or ""]
        place = f"§{section.number}" if section.number else self._label(section.id)
        if statement.paragraph:
            paragraph = _("paragraph {number}").format(number=statement.paragraph)
            place = f"{place} {paragraph}"
        yield _("Paper {place}").format(place=place)
        yield self._label(statement.basis)
        if statement.quote:
            yield f"「{statement.quote}」"
        yield _short(statement.id)

    def _work(self, reference: Reference) -> str:
        language = self.texts.language
        work = self.texts._("[{number}] {authors} ({year}): {title}")
        return work.format(
            number=reference.number,
            authors=reference.authors[language],
            year=reference.year,
            title=reference.title[language],
        )

    def _separator(self) -> str:
        return self.texts._(", ")

    def _sentence(self, statement: Statement) -> str:
        return self.framework.sentence(statement, self.texts.language)

    def _phrase(self, link: Link) -> str:
        return phrase(self.framework, link, self.texts.language)

    def _label(self, id: str) -> str:
        return self.framework.label(id)[self.texts.language]

    # -- the tree ----------------------------------------------------------------------

    def _draw(self, entries: Iterable[_Entry], indent: str = "  ") -> None:
        found = tuple(entries)
        for place, entry in enumerate(found, start=1):
            last = place == len(found)
            self.texts.say(f"{indent}{'└─' if last else '├─'} {entry.line}")
            onward = f"{indent}{'   ' if last else '│  '}"
            for remark in entry.remarks:
                bar = "│ " if entry.below else "  "
                self.texts.say(f"{onward}{bar}{click.style(remark, dim=True)}")
            self._draw(entry.below, onward)


def _short(id: str) -> str:
    return id.rpartition("/")[2]


def _alike(found: Sequence[Sequence[Proof]]) -> Iterator[Sequence[Sequence[Proof]]]:
    """Put links together whose best proofs rest on the same."""
    groups: dict[tuple[object, ...], list[Sequence[Proof]]] = {}
    for proofs in found:
        best = proofs[0]
        groups.setdefault((best.statements, best.facts), []).append(proofs)
    yield from groups.values()
