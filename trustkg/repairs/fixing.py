"""Repairs applied to a file, round after round, until none is left that holds."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import Final

from trustkg.language import Text
from trustkg.plans import Position
from trustkg.repairs.model import Candidate, Checked, Repair
from trustkg.repairs.source import overlap
from trustkg.repairs.trial import Check, Workshop, attempt, only_gains
from trustkg.validation import Finding

_ROUNDS: Final = 20
"""More rounds than repairs can uncover further repairs; a guard against going in circles."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A finding that was mended: its code and place before, and what was done."""

    code: str
    position: Position | None
    what: Text


@dataclass(frozen=True)
class Outcome:
    """What became of a file: as it stood, as it is to be, and what was mended."""

    before: Checked
    after: Checked
    fixed: tuple[Fixed, ...]


def fix(workshop: Workshop, checked: Checked, check: Check, *, unsafe: bool) -> Outcome:
    """Mend what can be mended.

    All repairs of a round that don't touch each other are tried together; where they don't
    hold together each is tried by itself. What was mended may let other rules be decided,
    so there are further rounds until nothing holds any more. A second run finds nothing.

    Args:
        workshop: framework and rules.
        checked: the plan.
        check: reads and validates an edited copy.
        unsafe: also apply the best of the suggestions, not only what is safe.

    Returns:
        The plan before and after; the file itself is left alone.
    """
    current = checked
    fixed: list[Fixed] = []
    refused: set[tuple[str, str]] = set()
    for _ in range(_ROUNDS):
        step = _together(workshop, current, check, refused, unsafe=unsafe) or _singly(
            workshop, current, check, refused, unsafe=unsafe
        )
        if step is None:
            break
        fixed += step.fixed
        current = step.after
    return Outcome(checked, current, tuple(fixed))


def diff(outcome: Outcome) -> str:
    """Return a unified diff of a file; empty where nothing changes."""
    name = outcome.before.plan.source
    before, after = (_lines(side.data) for side in (outcome.before, outcome.after))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(before, after, fromfile=name, tofile=name)
    )


def _lines(data: bytes) -> list[str]:
    """Split a file as patch programs do: a carriage return stays with its line."""
    return re.findall(r"[^\n]*\n|[^\n]+", data.decode())


def _together(
    workshop: Workshop,
    current: Checked,
    check: Check,
    refused: set[tuple[str, str]],
    *,
    unsafe: bool,
) -> Outcome | None:
    """Try the first sure candidate of every finding at once."""
    source = workshop.source(current)
    if source is None:
        return None
    chosen: dict[int, Candidate] = {}
    for place, candidates in workshop.candidates(current, source).items():
        first = next((c for c in candidates if c.sure), None)
        if first and not any(
            overlap(one, two) for c in chosen.values() for one in c.edits for two in first.edits
        ):
            chosen[place] = first
    attempted = ("all", repr(chosen))
    if len(chosen) <= 1 or attempted in refused:
        return None
    after = attempt(current, source, list(chosen), list(chosen.values()), check)
    if after is None or not (unsafe or only_gains(current.plan, after.plan)):
        refused.add(attempted)
        return None
    fixed = tuple(_fixed(current, place, candidate) for place, candidate in chosen.items())
    return Outcome(current, after, fixed)


def _singly(
    workshop: Workshop,
    current: Checked,
    check: Check,
    refused: set[tuple[str, str]],
    *,
    unsafe: bool,
) -> Outcome | None:
    """Return the first repair that holds by itself."""
    source = workshop.source(current)
    if source is None:
        return None
    for place, candidates in workshop.candidates(current, source).items():
        finding = current.report.findings[place]
        held: list[tuple[int, Candidate, Checked]] = []
        for candidate in candidates:
            attempted = (_tag(finding), repr(candidate.edits))
            if attempted in refused or not (unsafe or candidate.sure):
                continue
            after = attempt(current, source, [place], [candidate], check)
            if after is None or not (unsafe or only_gains(current.plan, after.plan)):
                refused.add(attempted)
                continue
            held.append((len(after.report.findings), candidate, after))
            if candidate.sure:
                break
        if held:
            _, candidate, after = min(held, key=lambda one: (not one[1].sure, one[0]))
            return Outcome(current, after, (_fixed(current, place, candidate),))
    return None


def _tag(finding: Finding) -> str:
    return f"{finding.code} {finding.focus_node} {finding.path}"


def _fixed(current: Checked, place: int, candidate: Candidate | Repair) -> Fixed:
    finding = current.report.findings[place]
    return Fixed(finding.code, finding.position, candidate.what)
