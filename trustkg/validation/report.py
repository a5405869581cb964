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


class Verb(enum.Enum):
    """What an edit does to the values of a property."""

    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class Edit:
    """A change that a rule proposes and nobody has tried.

    At `node` (an IRI), among the values of `path`: `replace` puts `new` in the place of
    `old`, `add` adds `new`, `remove` takes `old` away; `swap` exchanges the values of `path`
    and `other_path`. A literal is as a plan writes it (`30 %`); an amount's `old` is the IRI
    of its node. `old` is None where the property has a single value.
    """

    verb: Verb
    node: str
    path: str
    old: Value | None = None
    new: Value | None = None
    other_path: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a rule.

    `focus_node`, `path`, `component` and `source_shape` are IRIs as SHACL's validation
    report has them; `statements` are the ids of the statements that the finding rests on;
    `edits` are what its rule proposes, each an alternative to the others.
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
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that a waiver of the plan sets aside, with the reason that it gives."""

    finding: Finding
    reason: str
    position: Position


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
    `suppressed` are the findings that waivers set aside; they count for no gate.
    """

    source: str
    plan: str
    findings: tuple[Finding, ...]
    undecided: tuple[Undecided, ...]
    lines: tuple[str, ...] = field(repr=False)
    suppressed: tuple[Suppressed, ...] = ()

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
