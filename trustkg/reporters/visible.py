"""Characters that a terminal would obey instead of show."""

from __future__ import annotations

import unicodedata
from typing import Final

_JOINERS: Final = "\u200c\u200d"
"""What holds emoji and some scripts together; they move nothing."""


def visible(text: str) -> str:
    r"""Write control and direction characters out, so that none reaches a terminal.

    Args:
        text: one line, which may come from a file that nobody has checked.

    Returns:
        The text with, for example, `\u202E` for the character itself.

    Source: Unicode Standard Annex 9 (direction); general categories Cc, Cf, Cs, Zl and Zp.
    """
    return "".join(
        f"\\u{ord(character):04X}"
        if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        and character not in _JOINERS
        else character
        for character in text
    )
