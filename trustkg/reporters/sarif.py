"""Reports as SARIF 2.1.0, for code scanning and editors."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from trustkg import __version__
from trustkg.language import Language, Text
from trustkg.plans import Position
from trustkg.repairs import Repair, TextEdit
from trustkg.reporters.addresses import uri
from trustkg.reporters.options import Options, Unreadable
from trustkg.reporters.text import grounds
from trustkg.validation import Finding, Report, Rule, Severity
from trustkg.vocab import BASE, local_id

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Final = {
    Severity.VIOLATION: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}
_ROOT: Final = "%SRCROOT%"
_BREAKS: Final = ["\r\n", "\n", "\r", "\x85", "\u2028", "\u2029"]


def render(reports: Sequence[Report], options: Options) -> str:
    """Write reports as one SARIF log with one run.

    Args:
        reports: one for each plan.
        options: messages are in its language; descriptions of rules come in both.

    Returns:
        JSON text that ends with a line feed; the same reports give the same text.

    Source: SARIF 2.1.0, sections 3.14 (run), 3.27 (result) and 3.55 (fix).
    """
    rules = _rules(reports, options)
    places = {rule.code: place for place, rule in enumerate(rules)}
    results = [result for report in reports for result in _results(report, options, places)]
    first = options.language
    other = Language.EN if first is Language.ZH else Language.ZH
    run = {
        "tool": {"driver": _driver(rules, first)},
        "translations": [
            {
                "name": "trustkg",
                "version": __version__,
                "language": other.tag,
                "contents": ["localizedData"],
                "associatedComponent": {"name": "trustkg"},
                "rules": [_described(rule, other) for rule in rules],
            }
        ],
        "language": first.tag,
        "invocations": [
            {
                "executionSuccessful": not options.unreadable,
                "toolExecutionNotifications": [
                    _notification(plan, first) for plan in options.unreadable
                ],
            }
        ],
        "columnKind": "unicodeCodePoints",
        "newlineSequences": _BREAKS,
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rules(reports: Sequence[Report], options: Options) -> tuple[Rule, ...]:
    """Return the rules that results name, in the order of the catalogue."""
    named = {finding.code for report in reports for finding in report.findings} | {
        waived.finding.code for report in reports for waived in report.suppressed
    }
    return tuple(rule for code, rule in options.rules.items() if code in named)


def _driver(rules: Sequence[Rule], language: Language) -> dict[str, Any]:
    return {
        "name": "trustkg",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": BASE,
        "language": language.tag,
        "rules": [
            {
                **_described(rule, language),
                "helpUri": rule.iri,
                "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            }
            for rule in rules
        ],
    }


def _described(rule: Rule, language: Language) -> dict[str, Any]:
    other = Language.EN if language is Language.ZH else Language.ZH
    both = "\n\n".join(
        f"**{rule.name[tongue]}**\n\n{rule.why[tongue]}" for tongue in (language, other)
    )
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.slug.split("-")),
        "shortDescription": {"text": rule.name[language]},
        "fullDescription": {"text": rule.why[language]},
        "help": {"text": rule.why[language], "markdown": both},
    }


def _results(
    report: Report, options: Options, rules: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    supplement = options.supplement(report.source)
    for place, finding in enumerate(report.findings):
        result = _result(finding, report, options, rules, seen)
        fixes = [
            _fix(repair, report.source, options.language)
            for repair in supplement.repairs_of(place)
        ]
        yield result | ({"fixes": fixes} if fixes else {})
    for waived in report.suppressed:
        result = _result(waived.finding, report, options, rules, seen)
        suppression = {
            "kind": "inSource",
            "justification": waived.reason,
            "location": _location(waived.position, report.source, report.lines),
        }
        yield result | {"suppressions": [suppression]}


def _result(
    finding: Finding,
    report: Report,
    options: Options,
    rules: Mapping[str, int],
    seen: Counter[str],
) -> dict[str, Any]:
    language = options.language
    message = finding.message[language]
    help = finding.help[language] if finding.help else ""
    says = list(grounds(finding, options.framework, language))
    lines = [message]
    if says:
        label = Text("框架：", "Framework: ")[language]
        lines.append(label + ("；" if language is Language.ZH else "; ").join(says))
    if help:
        lines.append(Text("建议：", "Help: ")[language] + help)
    properties = {
        "messages": {tongue.tag: finding.message[tongue] for tongue in Language},
        "focusNode": finding.focus_node,
        "statements": [BASE + id for id in finding.statements],
    }
    index = {"ruleIndex": rules[finding.code]} if finding.code in rules else {}
    return {
        "ruleId": finding.code,
        **index,
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join(lines)},
        "locations": [_location(finding.position, report.source, report.lines)],
        "partialFingerprints": {"trustkg/v1": _fingerprint(finding, report, seen)},
        "properties": properties,
    }


def _location(position: Position | None, source: str, lines: Sequence[str]) -> dict[str, Any]:
    address = uri(source)
    artifact = {"uri": address} | ({} if ":" in address else {"uriBaseId": _ROOT})
    physical: dict[str, Any] = {"artifactLocation": artifact}
    if position is None:
        return {"physicalLocation": physical}
    if position.cell is not None:
        cell = {"fullyQualifiedName": position.cell, "kind": "cell"}
        return {"physicalLocation": physical, "logicalLocations": [cell]}
    region: dict[str, Any] = {
        "startLine": position.line,
        "startColumn": position.column,
        "endLine": position.line,
        "endColumn": position.end_column,
    }
    if position.line <= len(lines):
        text = lines[position.line - 1][position.column - 1 : position.end_column - 1]
        region["snippet"] = {"text": text}
    return {"physicalLocation": physical | {"region": region}}


def _fix(repair: Repair, source: str, language: Language) -> dict[str, Any]:
    artifact = _location(None, source, ())["physicalLocation"]["artifactLocation"]
    return {
        "description": {"text": repair.what[language]},
        "artifactChanges": [
            {
                "artifactLocation": artifact,
                "replacements": [_replacement(edit) for edit in repair.edits],
            }
        ],
        "properties": {"safe": repair.safe},
    }


def _replacement(edit: TextEdit) -> dict[str, Any]:
    return {
        "deletedRegion": {
            "startLine": edit.line,
            "startColumn": edit.column,
            "endLine": edit.end_line,
            "endColumn": edit.end_column,
        },
        "insertedContent": {"text": edit.text},
    }


def _notification(plan: Unreadable, language: Language) -> dict[str, Any]:
    colon = "：" if language is Language.ZH else ": "
    help = f"{Text('建议', 'help')[language]}{colon}{plan.help[language]}"
    return {
        "level": "error",
        "message": {"text": f"{plan.what[language]}\n{help}"},
        "locations": [_location(plan.position, plan.source, plan.lines)],
    }


def _fingerprint(finding: Finding, report: Report, seen: Counter[str]) -> str:
    """Tell a finding from others in a way that outlives lines moving about it.

    It is made of the rule, the property and the text of the line (or the cell's value), and
    the number among findings that are alike in these.

    Source: SARIF 2.1.0, section 3.27.17 and appendix B.
    """
    position = finding.position
    if position and position.cell is None and position.line <= len(report.lines):
        text = " ".join(report.lines[position.line - 1].split())
    else:
        text = finding.value.lexical.rpartition("#")[2] if finding.value else ""
    said = "\n".join((finding.code, local_id(finding.path or ""), text, finding.message.en))
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"
