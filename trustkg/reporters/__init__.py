"""Reporters: `Report`s → text or what other tools read, chosen by name in one mapping."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from trustkg.reporters import github, json, sarif, text, turtle
from trustkg.reporters.options import Options, Unreadable
from trustkg.reporters.supplement import Coverage, Supplement, supplement
from trustkg.validation import Report


def _html(reports: Sequence[Report], options: Options) -> str:
    from trustkg.reporters.html import render  # brings the templates' engine with it

    return render(reports, options)


REPORTERS: Final[Mapping[str, Callable[[Sequence[Report], Options], str]]] = MappingProxyType(
    {
        "text": text.render,
        "json": json.render,
        "sarif": sarif.render,
        "github": github.render,
        "html": _html,
        "ttl": turtle.render,
    }
)
"""Reporters by the name of their format."""

__all__ = [
    "REPORTERS",
    "Coverage",
    "Options",
    "Supplement",
    "Unreadable",
    "supplement",
]
