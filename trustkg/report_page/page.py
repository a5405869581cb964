"""Plan + report, or two versions of a plan → HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from trustkg import __version__, resources
from trustkg.framework import Framework
from trustkg.language import Language
from trustkg.publish.press import NAMES, environment
from trustkg.report_page.drawing import draw
from trustkg.report_page.reading import Reading
from trustkg.report_page.timeline import spans
from trustkg.synopsis import (
    Checked,
    Comparison,
    Outline,
    coverage,
    grounds,
    next_steps,
    outline,
)
from trustkg.validation import Finding, Report, Severity

BOTH: Final = (Language.ZH, Language.EN)
_STYLE: Final = "report.css"


@dataclass(frozen=True, slots=True)
class _Leaf:
    """The report in one language."""

    tag: str
    code: str
    name: str
    body: str


def render(checked: Checked, framework: Framework, languages: Sequence[Language] = BOTH) -> str:
    """Write a report that can be read without anything else.

    Args:
        checked: the plan and the report on it.
        framework: what both speak of.
        languages: one, or both with a switch, the first shown first.

    Returns:
        HTML: style inside, no script, nothing loaded.
    """
    contents = outline(checked.plan)
    covered = coverage(contents, framework)
    rests = {measure.node: grounds(measure, framework) for measure in contents.measures}
    steps = next_steps(checked.report, contents, covered, framework)
    used = [id for found in rests.values() for id in found.all]
    used += [id for finding in checked.report.findings for id in finding.statements]
    leaves = []
    for language in languages:
        reading = Reading(framework, language)
        values = {
            "plan": contents,
            "report": checked.report,
            "covered": covered,
            "steps": steps,
            "rests": rests,
            "measures": {measure.node: measure for measure in contents.measures},
            "drawing": draw(contents, covered, framework, language),
            "spans": spans(contents),
            "measured": {id for kpi in contents.kpis for id in kpi.indicators},
            "sources": reading.sources(used),
            "findings": _by_severity(checked.report),
        }
        leaves.append(_leaf("report_body.html", reading, values))
    return _file(contents, leaves, comparing=False)


def render_comparison(
    comparison: Comparison, framework: Framework, languages: Sequence[Language] = BOTH
) -> str:
    """Write what changed between two versions, as `render` does a report.

    Args:
        comparison: of the versions.
        framework: what both speak of.
        languages: one, or both with a switch, the first shown first.

    Returns:
        HTML: style inside, no script, nothing loaded.
    """
    old, new = outline(comparison.old.plan), outline(comparison.new.plan)
    cells = {
        row.id: tuple(zip(row.cells, then.cells, strict=True))
        for row, then in zip(comparison.after.rows, comparison.before.rows, strict=True)
    }
    values = {"c": comparison, "old": old, "new": new, "cells": cells}
    leaves = [
        _leaf("report_diff.html", Reading(framework, language), values) for language in languages
    ]
    return _file(new, leaves, comparing=True)


def _leaf(template: str, reading: Reading, values: Mapping[str, object]) -> _Leaf:
    language = reading.language
    common = {
        "read": reading,
        "lang": language.value,
        "tag": language.tag,
        "label": reading.label,
        "text": reading.text,
        "listed": reading.listed,
        "Severity": Severity,
        "version": __version__,
    }
    body = environment(language).get_template(template).render({**common, **values})
    return _Leaf(language.tag, language.value, NAMES[language], body)


def _file(contents: Outline, leaves: Sequence[_Leaf], *, comparing: bool) -> str:
    style = (resources.data("site") / _STYLE).read_text(encoding="utf-8")
    values = {
        "leaves": leaves,
        "name": contents.name,
        "style": style,
        "comparing": comparing,
    }
    first = next(language for language in Language if language.tag == leaves[0].tag)
    return environment(first).get_template("report.html").render(values)


def _by_severity(report: Report) -> Mapping[Severity, tuple[Finding, ...]]:
    return {
        severity: tuple(f for f in report.findings if f.severity is severity)
        for severity in reversed(Severity)
    }
