"""Reports as JSON, messages in both languages."""

from __future__ import annotations

import json
from collections.abc import Sequence

from trustkg.language import Text
from trustkg.reporters.options import Options, Unreadable
from trustkg.reporters.supplement import Supplement
from trustkg.validation import Finding, Report


def render(reports: Sequence[Report], options: Options) -> str:
    """Write reports as one JSON object.

    Args:
        reports: one for each plan.
        options: the gate, or a plan's own, decides what `passes` says.

    Returns:
        JSON text that ends with a line feed; keys are in a fixed order.
    """
    whole = {
        "plans": [_report(report, options) for report in reports],
        "unreadable": [_unreadable(plan) for plan in options.unreadable],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _report(report: Report, options: Options) -> dict[str, object]:
    supplement = options.supplement(report.source)
    gate = supplement.gate or options.gate
    coverage = supplement.coverage
    covers = (
        {"dimensions": list(coverage.dimensions), "covered": list(coverage.covered)}
        if coverage
        else None
    )
    return {
        "source": report.source,
        "plan": report.plan,
        "passes": not report.fails(gate),
        "gate": gate.name.lower(),
        "counts": {severity.name.lower(): n for severity, n in report.counts.items()},
        "coverage": covers,
        "undecided": [rule.code for rule in report.undecided],
        "findings": [
            _finding(finding) | _repairs(supplement, place)
            for place, finding in enumerate(report.findings)
        ],
        "suppressed": [
            _finding(waived.finding) | {"reason": waived.reason} for waived in report.suppressed
        ],
    }


def _repairs(supplement: Supplement, place: int) -> dict[str, object]:
    """Give the repairs that held, where any were tried."""
    if supplement.repairs is None:
        return {}
    return {
        "repairs": [
            {
                "safe": repair.safe,
                "message": _text(repair.what),
                "edits": [
                    {
                        "line": edit.line,
                        "column": edit.column,
                        "endLine": edit.end_line,
                        "endColumn": edit.end_column,
                        "text": edit.text,
                    }
                    for edit in repair.edits
                ],
            }
            for repair in supplement.repairs_of(place)
        ]
    }


def _unreadable(plan: Unreadable) -> dict[str, object]:
    return {
        "source": plan.source,
        "where": plan.where,
        "message": _text(plan.what),
        "help": _text(plan.help),
    }


def _finding(finding: Finding) -> dict[str, object]:
    position = finding.position
    return {
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity.name.lower(),
        "message": _text(finding.message),
        "help": _text(finding.help) if finding.help else None,
        "line": position.line if position else None,
        "column": position.column if position else None,
        "endColumn": position.end_column if position else None,
        **({"cell": position.cell} if position and position.cell else {}),
        "focusNode": finding.focus_node,
        "path": finding.path,
        "value": finding.value.lexical if finding.value else None,
        "constraintComponent": finding.component,
        "sourceShape": finding.source_shape,
        "statements": list(finding.statements),
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
