"""Candidates for what could be parsed and not understood: misspelt terms, keys and dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

from trustkg.framework.model import fold
from trustkg.language import Text
from trustkg.plans import Problem, document
from trustkg.plans.naming import distinct_name
from trustkg.plans.vocabulary import Property
from trustkg.repairs.changes import Editor, replacing
from trustkg.repairs.model import Candidate
from trustkg.validation import Value
from trustkg.vocab import local_id

_SURE: Final = 0.8
"""How alike a name must be to what stands there, from 0 to 1, to be what was meant."""
_CLEARLY: Final = 2
"""How many times as far off the next name must be."""
_MOST: Final = 3
_SEPARATORS: Final = re.compile(r"\s*[，、,；;/]\s*")
_DATE: Final = re.compile(
    r"(?P<year>\d{4})\s*[年./-]\s*(?P<month>\d{1,2})\s*[月./-]\s*(?P<day>\d{1,2})\s*日?"
)
_FULL_WIDTH: Final = {ord("０") + digit: str(digit) for digit in range(10)} | {
    ord("－"): "-",
    ord("／"): "/",
    ord("．"): ".",
}


def candidates(editor: Editor, problem: Problem) -> tuple[Candidate, ...]:
    """Return what a problem of reading could be repaired with, likeliest first.

    Args:
        editor: of the plan's file.
        problem: what could not be understood.
    """
    make = {
        "unknown-term": _terms,
        "ambiguous-term": _meanings,
        "wrong-kind": _related,
        "unknown-key": _keys,
        "unreadable-date": _date,
    }.get(problem.slug)
    scalar = editor.source.scalar(problem.position)
    return tuple(make(editor, problem, scalar)) if make and scalar else ()


def _terms(editor: Editor, problem: Problem, scalar: document.Scalar) -> Iterator[Candidate]:
    property = editor.property(problem.place.path or "")
    if property is None:
        return
    yield from _split(editor, property, scalar)
    names = [
        name
        for kind in _kinds(property)
        for name in editor.framework.nearest(scalar.text[:60], kind, limit=_MOST)
    ]
    yield from _named(editor, scalar, names)


def _split(editor: Editor, property: Property, scalar: document.Scalar) -> Iterator[Candidate]:
    """Make a list of several terms that stand there as one text."""
    parts = [part for part in _SEPARATORS.split(scalar.text.strip()) if part]
    fitting = {term.id for kind in _kinds(property) for term in editor.framework.of_kind(kind)}
    known = [fitting.intersection(editor.framework.names.get(fold(part), ())) for part in parts]
    if property.functional or len(parts) < 2 or not all(len(ids) == 1 for ids in known):  # noqa: PLR2004 -- one is no list
        return
    written = ", ".join(editor.source.write(part) for part in parts)
    inside = editor.source.sequence_of(scalar.position)
    if inside is None or editor.source.is_flow(inside):
        text = written if inside else f"[{written}]"
        what = Text(f"写成列表：{'、'.join(parts)}", f"write a list: {', '.join(parts)}")
        yield Candidate(what, (replacing(scalar.position, text),), sure=True)


def _named(editor: Editor, scalar: document.Scalar, names: Sequence[str]) -> Iterator[Candidate]:
    scored = sorted(
        ((_alike(scalar.text, name), name) for name in dict.fromkeys(names)), reverse=True
    )
    for place, (score, name) in enumerate(scored[:_MOST]):
        following = scored[1][0] if len(scored) > 1 else 0.0
        sure = place == 0 and score >= _SURE and 1 - following >= _CLEARLY * (1 - score)
        yield from _written(editor, scalar, name, sure=sure)


def _written(
    editor: Editor, scalar: document.Scalar, name: str, *, sure: bool
) -> Iterator[Candidate]:
    change = editor.rewrite(scalar.position, name)
    if change is not None:
        what = Text(f"把“{scalar.text}”改为“{name}”", f"replace “{scalar.text}” by “{name}”")
        yield Candidate(what, (change,), sure)


def _meanings(editor: Editor, problem: Problem, scalar: document.Scalar) -> Iterator[Candidate]:
    property = editor.property(problem.place.path or "")
    ids = editor.framework.names.get(fold(local_id(scalar.text.strip())), ())
    fitting = {
        term.id
        for kind in (_kinds(property) if property else ())
        for term in editor.framework.of_kind(kind)
    }
    for id in [id for id in ids if id in fitting][:_MOST]:
        name = distinct_name(editor.framework, id)
        written = name.en if scalar.text.isascii() else name.zh
        yield from _written(editor, scalar, written, sure=False)


def _related(editor: Editor, problem: Problem, scalar: document.Scalar) -> Iterator[Candidate]:
    """Offer what the term is said to relate to, where that is of the kind that is wanted."""
    property = editor.property(problem.place.path or "")
    if property is None:
        return
    framework = editor.framework
    ids = framework.names.get(fold(local_id(scalar.text.strip())), ())
    fitting = {term.id for kind in _kinds(property) for term in framework.of_kind(kind)}
    related = [
        statement.object
        for id in ids
        for statement in framework.about.get(id, ())
        if statement.object in fitting
    ]
    for id in list(dict.fromkeys(related))[:_MOST]:
        value = Value(framework.terms[id].iri, None)
        yield from _written(editor, scalar, editor.name(value, scalar.text), sure=False)


def _keys(editor: Editor, problem: Problem, scalar: document.Scalar) -> Iterator[Candidate]:
    """Offer the nearest key, in the script of the one that stands there."""
    iri = problem.place.path
    if iri is None or editor.plan.positions.get(problem.place) is not None:
        return
    spellings = {
        key
        for kind, keys in editor.vocabulary.spellings.items()
        for key in keys
        if (property := editor.vocabulary.property(kind, key)) and property.iri == iri
    }
    yield from _named(editor, scalar, sorted(spellings, key=lambda k: -_alike(k, scalar.text))[:1])


def _date(
    editor: Editor,
    _: Problem,
    scalar: document.Scalar,
) -> Iterator[Candidate]:
    """Write a date the one way, where year, month and day are told apart."""
    match = _DATE.fullmatch(scalar.text.translate(_FULL_WIDTH).strip())
    if match is None:
        return
    try:
        date = dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return
    yield from _written(editor, scalar, date.isoformat(), sure=True)


def _kinds(property: Property) -> tuple[str, ...]:
    return tuple(local_id(iri) for iri in property.ranges)


def _alike(one: str, two: str) -> float:
    return SequenceMatcher(None, fold(one[:60]), fold(two[:60])).ratio()
