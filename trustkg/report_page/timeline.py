"""When things happen: spans as shares of a plan's period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from trustkg.synopsis import Outline


@dataclass(frozen=True, slots=True)
class Span:
    """Something with its days; `left` and `width` are per cent of the whole period."""

    stages: tuple[str, ...]
    start: dt.date
    end: dt.date
    left: float
    width: float


def spans(contents: Outline) -> tuple[Span, ...]:
    """Return a plan's phases on the line of its period.

    Args:
        contents: of the plan.

    Returns:
        Phases that have both days in order, in the file's order; none where the plan has no
        period. What lies outside the period is cut off.
    """
    first, last = contents.start, contents.end
    if first is None or last is None or last < first:
        return ()
    days = (last - first).days + 1
    found = []
    for phase in contents.phases:
        start, end = phase.start, phase.end
        if start is None or end is None or end < start:
            continue
        left = min(max((start - first).days, 0), days)
        right = min(max((end - first).days + 1, 0), days)
        share = round(left / days * 100, 1), round((right - left) / days * 100, 1)
        found.append(Span(phase.stages, start, end, *share))
    return tuple(found)
