"""Critical notes and the fit of citations as values."""

from __future__ import annotations

from trustkg.framework import Framework


def test_notes_concern_what_there_is(framework: Framework) -> None:
    """A note that points at nothing couldn't be checked by its reader."""
    acts = {act.id for work in framework.references.values() for act in work.citations}
    known = {
        *framework.terms,
        *framework.statements,
        *framework.sections,
        *framework.references,
        *acts,
        "cui2026",
    }
    assert framework.notes
    for note in framework.notes.values():
        assert note.concerns
        assert set() == set(note.concerns) - known, note.id


def test_notes_by_what_they_concern(framework: Framework) -> None:
    """Both directions say the same, so that a page shows every note that concerns it."""
    forth = {(id, note.id) for note in framework.notes.values() for id in note.concerns}
    back = {(id, note.id) for id, notes in framework.notes_on.items() for note in notes}
    assert forth == back


def test_notes_are_of_a_class_below_critical_note(framework: Framework) -> None:
    """Each note is listed under a class that says what sort of remark it is."""
    kinds = set(framework.subkinds("CriticalNote")) - {"CriticalNote"}
    assert kinds >= {note.kind for note in framework.notes.values()}
    assert {"addedByProject"} == {note.basis for note in framework.notes.values()}


def test_fit_comes_with_its_reason(framework: Framework) -> None:
    """A judgement on a citation can be disputed only if it says why."""
    acts = [act for work in framework.references.values() for act in work.citations]
    assert acts
    assert [] == [act.id for act in acts if act.fit and not act.fit_note]
