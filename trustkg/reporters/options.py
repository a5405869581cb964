"""What a reporter is told besides the reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trustkg.framework import Framework
from trustkg.language import Language, Text
from trustkg.plans import Position
from trustkg.reporters.supplement import Supplement
from trustkg.validation import Severity
from trustkg.validation.rules import Rule


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A plan that could not be read: its name as given, and the error's parts.

    `position` is where it breaks, with the `lines` of the file, where that is known.
    """

    source: str
    where: str
    what: Text
    help: Text
    position: Position | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    """How reports are shown.

    `gate` is the severity from which on a finding counts as failure; `colour` asks for
    terminal colours; `unreadable` are the plans for which there is no report. `supplements`
    has by a report's source what was found out besides; `rules` are by code; `elapsed` is
    the time in seconds that it all took, where it is to be told.
    """

    framework: Framework
    language: Language
    gate: Severity
    colour: bool
    unreadable: tuple[Unreadable, ...] = ()
    supplements: Mapping[str, Supplement] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    elapsed: float | None = None

    def supplement(self, source: str) -> Supplement:
        """Return what is known of a plan besides its report."""
        return self.supplements.get(source, Supplement())
