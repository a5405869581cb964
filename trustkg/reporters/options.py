"""What a reporter is told besides the reports."""

from __future__ import annotations

from dataclasses import dataclass

from trustkg.framework import Framework
from trustkg.language import Language, Text
from trustkg.validation import Severity


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A plan that could not be read: its name as given, and the error's parts."""

    source: str
    where: str
    what: Text
    help: Text


@dataclass(frozen=True)
class Options:
    """How reports are shown.

    `gate` is the severity from which on a finding counts as failure; `colour` asks for
    terminal colours; `unreadable` are the plans for which there is no report.
    """

    framework: Framework
    language: Language
    gate: Severity
    colour: bool
    unreadable: tuple[Unreadable, ...] = ()
