"""Reporters: `Report`s → text, JSON or Turtle, chosen by name in one mapping."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from trustkg.reporters import json, text, turtle
from trustkg.reporters.options import Options, Unreadable
from trustkg.validation import Report

REPORTERS: Final[Mapping[str, Callable[[Sequence[Report], Options], str]]] = MappingProxyType(
    {"text": text.render, "json": json.render, "ttl": turtle.render}
)
"""Reporters by the name of their format."""

__all__ = ["REPORTERS", "Options", "Unreadable"]
