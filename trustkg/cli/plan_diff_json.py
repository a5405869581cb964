"""What changed between two versions of a plan, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from trustkg.language import Text
from trustkg.synopsis import Comparison, Coverage
from trustkg.validation import Finding


def render(comparison: Comparison) -> str:
    """Write a comparison for other programs; texts are in both languages.

    Args:
        comparison: of two versions.
    """
    data = {
        "old": comparison.old.plan.source,
        "new": comparison.new.plan.source,
        "worse": comparison.worse(),
        "findings": {
            "came": _findings(comparison.came),
            "went": _findings(comparison.went),
            "stayed": _findings(comparison.stayed),
        },
        "contents": [
            {
                "kind": _text(item.kind) if item.kind else None,
                "name": _text(item.name),
                "change": "added"
                if not item.before
                else "removed"
                if not item.after
                else "changed",
                "properties": [
                    {
                        "property": _text(change.property),
                        "before": [_text(text) for text in change.before],
                        "after": [_text(text) for text in change.after],
                    }
                    for change in item.changes
                ],
            }
            for item in comparison.items
        ],
        "links": [
            {
                "driver": link.driver,
                "target": link.target,
                "basis": link.basis.value,
                "change": "added" if link.came else "removed",
            }
            for link in comparison.links
        ],
        "coverage": {
            "before": _coverage(comparison.before),
            "after": _coverage(comparison.after),
            "gained": list(comparison.gained),
            "lost": list(comparison.lost),
        },
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "code": finding.code,
            "slug": finding.slug,
            "severity": finding.severity.name.lower(),
            "message": _text(finding.message),
            "help": _text(finding.help) if finding.help else None,
            "position": str(finding.position) if finding.position else None,
        }
        for finding in findings
    ]


def _coverage(covered: Coverage) -> dict[str, Any]:
    return {
        "dimensions": covered.dimensions,
        "sub_dimensions": {
            cell.id: len(cell.measures) for row in covered.rows for cell in row.cells
        },
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
