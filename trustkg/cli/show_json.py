"""What `trustkg show` shows, as JSON values."""

from __future__ import annotations

from collections.abc import Iterable

from trustkg.framework import BasisKind, CriticalNote, Framework, Section, Statement, Term
from trustkg.language import Text


def answer(framework: Framework, id: str, bases: tuple[BasisKind, ...]) -> object:
    """Return a term, class, section, note or statement as JSON has it.

    Args:
        framework: what it is in.
        id: which of them.
        bases: whose statements are wanted.
    """
    if id in framework.statements:
        return [_statement(framework, framework.statements[id])]
    if id in framework.notes:
        return _note(framework.notes[id])
    if id in framework.sections:
        return _section(framework, framework.sections[id], bases)
    if id in framework.kinds:
        return {"id": id, "members": [term.id for term in framework.of_kind(id)]}
    return _term(framework, framework.terms[id], bases)


def _term(framework: Framework, term: Term, bases: tuple[BasisKind, ...]) -> dict[str, object]:
    own = (*framework.about.get(term.id, ()), *framework.pointing_at.get(term.id, ()))
    given, regards = framework.conditional_on, framework.with_regard_to
    return {
        "id": term.id,
        "iri": term.iri,
        "kinds": term.kinds,
        "label": _text(term.label),
        "aliases": term.aliases,
        "definition": _text(term.definition),
        "named_in": term.named_in,
        "basis": term.basis,
        "statements": _statements(framework, own, bases),
        "as_condition": _statements(framework, given.get(term.id, ()), bases),
        "with_regard_to_it": _statements(framework, regards.get(term.id, ()), bases),
    }


def _section(
    framework: Framework, section: Section, bases: tuple[BasisKind, ...]
) -> dict[str, object]:
    made = framework.made_in.get(section.id, ())
    return {
        "id": section.id,
        "number": section.number,
        "label": _text(section.label),
        "parent": section.parent,
        "notes": [note.id for note in framework.notes_on.get(section.id, ())],
        "statements": _statements(framework, made, bases),
    }


def _note(note: CriticalNote) -> dict[str, object]:
    return {
        "id": note.id,
        "kind": note.kind,
        "severity": note.severity,
        "basis": note.basis,
        "label": _text(note.label),
        "definition": _text(note.definition),
        "concerns": note.concerns,
    }


def _statements(
    framework: Framework, statements: Iterable[Statement], bases: tuple[BasisKind, ...]
) -> list[dict[str, object]]:
    return [_statement(framework, s) for s in statements if s.basis_kind in bases]


def _statement(framework: Framework, statement: Statement) -> dict[str, object]:
    section = framework.sections[statement.section] if statement.section else None
    return {
        "id": statement.id,
        "subject": statement.subject,
        "relation": statement.relation,
        "object": statement.object,
        "sign": statement.sign,
        "basis": statement.basis,
        "section": section and (section.number or section.id),
        "paragraph": statement.paragraph,
        "quote": statement.quote,
        "cites": statement.cites,
        "attributed_to": statement.attributed_to,
        "on_path": statement.on_path,
        "for_outcome": statement.for_outcome,
        "under_condition": statement.under_condition,
        "rationale": statement.rationale and _text(statement.rationale),
        "rests_on": statement.rests_on,
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
