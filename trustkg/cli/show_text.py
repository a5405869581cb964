"""What `trustkg show` shows, as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import click

from trustkg.cli import ui
from trustkg.framework import BasisKind, CriticalNote, Framework, Kind, Section, Statement, Term


@dataclass(frozen=True, slots=True)
class Page:
    """Shows things to one reader; `bases` are those whose statements are wanted."""

    texts: ui.Ui
    framework: Framework
    bases: tuple[BasisKind, ...]

    def show(self, id: str) -> None:
        """Write what a term, class, section, note or statement is.

        Args:
            id: which of them.
        """
        framework = self.framework
        if id in framework.statements:
            self._statements([framework.statements[id]])
        elif id in framework.notes:
            self._note(framework.notes[id])
        elif id in framework.sections:
            self._section(framework.sections[id])
        elif id in framework.kinds:
            self._kind(framework.kinds[id])
        else:
            self._term(framework.terms[id])

    def _term(self, term: Term) -> None:
        _, language, framework = self.texts._, self.texts.language, self.framework
        kinds = " / ".join(map(self._label, term.kinds))
        name = f"{term.label.zh} · {term.label.en}"
        self.texts.say(f"{click.style(name, bold=True)}   {kinds}")
        self.texts.say(f"  {term.definition[language]}")
        facts = [f"id {term.id}"]
        if term.named_in:
            facts.append(_("named in {section}").format(section=self._place(term.named_in)))
        if term.aliases:
            facts.append(_("also {aliases}").format(aliases="、".join(term.aliases)))
        self._dim("  " + " · ".join(facts))
        own = (*framework.about.get(term.id, ()), *framework.pointing_at.get(term.id, ()))
        for heading, kind in (
            (_("The paper says"), BasisKind.PAPER),
            (_("This project infers or adds; the paper does not say"), BasisKind.PROJECT),
        ):
            self._block(heading, (s for s in own if s.basis_kind is kind))
        self._block(_("As condition"), framework.conditional_on.get(term.id, ()))
        self._block(_("With regard to it"), framework.with_regard_to.get(term.id, ()))

    def _kind(self, kind: Kind) -> None:
        self.texts.say(f"{click.style(kind.plural.zh, bold=True)} · {kind.plural.en}")
        self.texts.say(f"  {kind.definition[self.texts.language]}")
        self.texts.say("")
        for term in self.framework.of_kind(kind.id):
            id = click.style(term.id, dim=True)
            self.texts.say(f"  {term.label.zh} · {term.label.en}  {id}")

    def _section(self, section: Section) -> None:
        _, framework = self.texts._, self.framework
        name = f"{section.number} {section.label.zh} · {section.label.en}".strip()
        self.texts.say(click.style(name, bold=True))
        self._dim(f"  id {section.id}")
        self._block(_("The paper says"), framework.made_in.get(section.id, ()))
        notes = framework.notes_on.get(section.id, ())
        if notes and BasisKind.PROJECT in self.bases:
            self._heading(_("Critical notes, which are the project's"))
            for note in notes:
                self.texts.say(f"  {self._label(note.id)}  {click.style(note.id, dim=True)}")

    def _note(self, note: CriticalNote) -> None:
        _, framework = self.texts._, self.framework
        kind = f"{self._label(note.kind)} · {self._label(note.severity)}"
        name = f"{note.label.zh} · {note.label.en}"
        self.texts.say(f"{click.style(name, bold=True)}   {kind}")
        self.texts.say(f"  {note.definition[self.texts.language]}")
        basis = _("Project · {basis}").format(basis=self._label(note.basis))
        self._dim(f"  id {note.id} · {basis}")
        if note.concerns:
            self._heading(_("It concerns"))
        for id in note.concerns:
            if id in framework.statements:
                self._statements([framework.statements[id]])
            else:
                name = self._place(id) if id in framework.sections else self._label(id)
                self.texts.say(f"  {name}  {click.style(id, dim=True)}")

    def _block(self, heading: str, statements: Iterable[Statement]) -> None:
        chosen = [s for s in statements if s.basis_kind in self.bases]
        if chosen:
            self._heading(heading)
            self._statements(chosen)

    def _heading(self, heading: str) -> None:
        self.texts.say("")
        self.texts.say(click.style(heading, underline=True))

    def _statements(self, statements: Iterable[Statement]) -> None:
        language, framework = self.texts.language, self.framework
        for statement in statements:
            source = [self._label(statement.basis)]
            if statement.section:
                source.insert(0, self._place(statement.section))
            source.extend(said[language] for said in framework.attribution(statement))
            if statement.quote:
                source.append(f"「{statement.quote}」")
            source.extend(
                f"[{framework.references[work].number}]"
                for work in statement.cites
                if work not in statement.attributed_to
            )
            self.texts.say(f"  {framework.sentence(statement, language)}")
            self._dim(f"      {' · '.join(source)}")
            if statement.rationale:
                self._dim(f"      {statement.rationale[language]}")
            if statement.rests_on:
                self._dim(f"      {self._rests_on(statement)}")

    def _rests_on(self, statement: Statement) -> str:
        _ = self.texts._
        grounds = []
        for below in map(self.framework.statements.__getitem__, statement.rests_on):
            place = f"{self._place(below.section)} " if below.section else ""
            grounds.append(place + below.id.rpartition("/")[2])
        return _("rests on {statements}").format(statements=_(", ").join(grounds))

    def _place(self, section: str) -> str:
        found = self.framework.sections[section]
        return f"§{found.number}" if found.number else found.label[self.texts.language]

    def _label(self, id: str) -> str:
        return self.framework.label(id)[self.texts.language]

    def _dim(self, line: str) -> None:
        self.texts.say(click.style(line, dim=True))
