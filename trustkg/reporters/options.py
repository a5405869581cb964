"""What a reporter is told besides the reports."""

from __future__ import annotations

from dataclasses import dataclass

from trustkg.framework import Framework
from trustkg.language import Language
from trustkg.validation import Severity


@dataclass(frozen=True)
class Options:
    """How reports are shown.

    `gate` is the severity from which on a finding counts as failure; `colour` asks for
    terminal colours.
    """

    framework: Framework
    language: Language
    gate: Severity
    colour: bool
