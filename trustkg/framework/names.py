"""Names: what counts when they are compared, and how alike two are."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final

_HOLDS: Final = 0.66
"""How alike a name and one that holds it whole are taken to be at least."""
_FEWEST_CHARACTERS: Final = 2


def fold(name: str) -> str:
    """Reduce a name to what counts when names are compared.

    Source: Unicode Standard, section 3.13 (caseless matching), over compatibility-composed
    text (full-width forms), with spaces, hyphens and quotation marks left out.
    """
    previous = None
    while name != previous:  # leaving a character out can let its neighbours compose
        previous = name
        composed = unicodedata.normalize("NFKC", name).casefold()
        name = "".join(c for c in composed if c not in ' -_\t\u3000\u201c\u201d"')
    return name


def likeness(first: str, second: str) -> float:
    """Return how alike two names are, from 0 to 1.

    A name that holds the other whole counts as near: in Chinese from two characters on, as
    one is in many words that have nothing to do with each other, else only in whole words.
    """
    a, b = sorted((fold(first), fold(second)), key=len)
    score = SequenceMatcher(None, a, b).ratio()
    if first.isascii():
        short, long = sorted((_words(first), _words(second)), key=len)
        holds = f" {short} " in f" {long} " if short else False
    else:
        holds = len(a) >= _FEWEST_CHARACTERS and a in b
    return max(score, _HOLDS) if holds else score


def _words(name: str) -> str:
    """Return the words of a name in Latin script, those of an id in camel case too."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.findall(r"[^\W_]+", apart)).casefold()
