"""How wide text is, and where it breaks, without a font at hand."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from trustkg.mechanism.shapes import Line

_LATIN: Final = 0.58
_CAPITAL: Final = 0.7
_NARROW: Final = 0.34
_TOKEN: Final = re.compile(r"[^\s\u2e80-\uffef]+\s*|[\u2e80-\uffef]")
_NEVER_FIRST: Final = "，。、；：）」』”!?)"


def width(text: str, size: float) -> float:
    """Estimate the width of a text.

    Args:
        text: one line.
        size: font size in px.

    Returns:
        Width in px: a Han character is as wide as the font is high.
    """
    return size * sum(_advance(character) for character in text)


def _advance(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    if character in " iljtfrI.,:;'()·-":
        return _NARROW
    return _CAPITAL if character.isupper() else _LATIN


def wrap(text: str, size: float, room: float) -> tuple[str, ...]:
    """Break a text into lines: between words, or between Han characters.

    Args:
        text: what to break.
        size: font size in px.
        room: width of a line in px.

    Returns:
        Lines; a single word that is too wide stays whole. Lines of Han text are about
        equally long.
    """
    total = width(text, size)
    if total > room:
        count = int(total // room) + 1
        room = min(room, total / count + size)
    lines = [""]
    for token in _TOKEN.findall(text):
        fits = width((lines[-1] + token).rstrip(), size) <= room
        if lines[-1] and not fits and token not in _NEVER_FIRST:
            lines.append("")
        lines[-1] += token
    return tuple(line.rstrip() for line in lines)


def place(
    lines: tuple[str, ...], x: float, top: float, *, size: float, leading: float
) -> tuple[Line, ...]:
    """Put lines one under the other.

    Args:
        lines: texts.
        x: where each line is anchored.
        top: upper side of the first line, in px.
        size: font size in px.
        leading: distance of baselines in px.
    """
    first = top + (leading - size) / 2 + size * 0.86
    return tuple(Line(text, x, round(first + n * leading, 1)) for n, text in enumerate(lines))
