"""Values and lists of names as messages repeat them."""

from __future__ import annotations

from collections.abc import Sequence

from trustkg.language import Text
from trustkg.plans.model import shortened


def both(text: str) -> Text:
    """Return a text that is the same in both languages."""
    return Text(text, text)


def said(text: str) -> Text:
    """Return a value as a message repeats it: on one line, and not all of it if it is long."""
    return both(shortened(" ".join(text.split())))


def listed(names: Sequence[str]) -> Text:
    """Return names that are the same in both languages as a list."""
    return Text("、".join(names), ", ".join(names))


def all_of(texts: Sequence[Text]) -> Text:
    """Return texts as a list."""
    return Text("、".join(t.zh for t in texts), ", ".join(t.en for t in texts))
