"""What repairs are made of: edits of a file's text, and repairs that were tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from trustkg.language import Text
from trustkg.plans import Plan
from trustkg.validation import Report


@dataclass(frozen=True, slots=True, order=True)
class TextEdit:
    """A stretch of a file and what is to stand there instead.

    Lines and columns count characters from 1, the end excluded; nothing is replaced where
    start and end are the same.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A repair that nobody has tried; `sure` says that it can mean nothing else."""

    what: Text
    edits: tuple[TextEdit, ...]
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """A repair that was tried: its finding goes and nothing new comes.

    A `safe` one leaves everything standing that was understood of the plan before.
    """

    what: Text
    edits: tuple[TextEdit, ...]
    safe: bool


@dataclass(frozen=True)
class Repairs:
    """Repairs by the place of their finding in `Report.findings`, best first.

    `untried` is the number of candidates for which there was no time.
    """

    by_finding: Mapping[int, tuple[Repair, ...]]
    untried: int

    @property
    def safe(self) -> int:
        """Number of findings that have a safe repair."""
        return sum(any(r.safe for r in found) for found in self.by_finding.values())


@dataclass(frozen=True)
class Checked:
    """A plan file with what it holds and what was found in it."""

    data: bytes = field(repr=False)
    plan: Plan
    report: Report
