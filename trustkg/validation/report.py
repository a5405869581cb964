"""What a validation finds: one `Report` per plan, each with its `Finding`s."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from functools import cached_property

from trustkg.language import Text
from trustkg.plans import Position


class Severity(enum.IntEnum):
    """How bad a finding is; greater is worse.

    Source: SHACL, section 2.1.4.
    """

    INFO = 1
    WARNING = 2
    VIOLATION = 3

    @property
    def local_name(self) -> str:
        """The local name of the severity in SHACL's namespace."""
        return self.name.capitalize()


@dataclass(frozen=True, slots=True)
class Value:
    """An RDF term: an IRI where `datatype` is None, else a literal."""

    lexical: str
    datatype: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a rule.

    `focus_node`, `path`, `component` and `source_shape` are IRIs as SHACL's validation
    report has them; `statements` are the ids of the statements that the finding rests on.
    """

    code: str
    slug: str
    severity: Severity
    message: Text
    help: Text | None
    position: Position | None
    focus_node: str
    path: str | None
    value: Value | None
    component: str
    source_shape: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Undecided:
    """A rule some of whose results were held back: its code, and what it asks for."""

    code: str
    name: Text


@dataclass(frozen=True)
class Report:
    """What was found in one plan.

    `findings` stand in the order of the file. `undecided` are the rules some of whose
    results were held back because a value that they look for could not be read.
    """

    source: str
    plan: str
    findings: tuple[Finding, ...]
    undecided: tuple[Undecided, ...]
    lines: tuple[str, ...] = field(repr=False)

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """Number of findings by severity, worst first."""
        return {
            severity: sum(finding.severity is severity for finding in self.findings)
            for severity in reversed(Severity)
        }

    def fails(self, gate: Severity) -> bool:
        """Whether a finding is at or above the gate."""
        return any(finding.severity >= gate for finding in self.findings)
