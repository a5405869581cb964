"""JSON and Turtle hold the same findings as the text, for programs."""

import json
from dataclasses import replace

import rdflib

from trustkg.language import Language
from trustkg.reporters import REPORTERS, Options
from trustkg.validation import Report, Severity
from trustkg.vocab import RULE, SH

SHACL = rdflib.Namespace(SH)


def test_json_has_everything(reports: tuple[Report, ...], options: Options) -> None:
    """Every finding with code, place, both languages and what it rests on."""
    data = json.loads(REPORTERS["json"](reports, options))
    assert [len(r.findings) for r in reports] == [len(p["findings"]) for p in data["plans"]]
    assert [plan["passes"] for plan in data["plans"]] == [False, False, True]
    finding = next(f for f in data["plans"][0]["findings"] if f["code"] == "KPI23")
    assert finding == {
        "code": "KPI23",
        "slug": "wrong-direction",
        "severity": "violation",
        "message": {
            "zh": "复购率应当上升，目标却是从9 %变为7 %",
            "en": "repurchase rate should rise, but its target goes from 9 % to 7 %",
        },
        "help": {
            "zh": "请对调基线与目标，或换成你所指的指标",
            "en": "swap baseline and target, or choose the indicator you mean",
        },
        "line": 7,
        "column": 45,
        "endColumn": 48,
        "focusNode": "urn:trustkg:plan:p#kpi/1",
        "path": "https://w3id.org/trustkg/plan/target",
        "value": "urn:trustkg:plan:p#kpi/1/target/1",
        "constraintComponent": SH + "SPARQLConstraintComponent",
        "sourceShape": RULE + "KPI23",
        "statements": ["statement/s7-1-31"],
    }


def test_gate_decides_what_passes(reports: tuple[Report, ...], options: Options) -> None:
    """With a stricter gate the same findings fail."""
    data = json.loads(REPORTERS["json"](reports, replace(options, gate=Severity.INFO)))
    assert [plan["passes"] for plan in data["plans"]] == [False, False, False]


def test_turtle_is_a_standard_validation_report(
    reports: tuple[Report, ...], options: Options
) -> None:
    """Each result has exactly what SHACL 3.6.2 asks for, and messages in both languages."""
    graph = rdflib.Graph().parse(data=REPORTERS["ttl"](reports, options), format="turtle")
    assert len(reports) == len(set(graph.subjects(rdflib.RDF.type, SHACL.ValidationReport)))
    results = set(graph.objects(None, SHACL.result))
    assert sum(len(r.findings) for r in reports) == len(results)
    for result in results:
        for name in ("focusNode", "resultSeverity", "sourceConstraintComponent", "sourceShape"):
            assert len(set(graph.objects(result, SHACL[name]))) == 1
        languages = {
            getattr(message, "language", None)
            for message in graph.objects(result, SHACL.resultMessage)
        }
        assert {"zh-Hans", "en"} == languages


def test_turtle_conforms_only_without_results(
    reports: tuple[Report, ...], options: Options
) -> None:
    """sh:conforms is false as soon as there is any result, whatever the gate."""
    clean = replace(reports[0], findings=())
    for report, conforms in ((reports[2], False), (clean, True)):
        graph = rdflib.Graph().parse(data=REPORTERS["ttl"]([report], options), format="turtle")
        assert set(graph.objects(None, SHACL.conforms)) == {rdflib.Literal(conforms)}


def test_reports_are_reproducible(reports: tuple[Report, ...], options: Options) -> None:
    """The same reports give the same bytes, so that they can be compared."""
    for render in REPORTERS.values():
        assert render(reports, options) == render(reports, options)


def test_machine_formats_don_t_depend_on_language(
    reports: tuple[Report, ...], options: Options
) -> None:
    """Programs read both languages; --lang must not change what they get."""
    for name in ("json", "ttl"):
        english = REPORTERS[name](reports, replace(options, language=Language.EN))
        assert english == REPORTERS[name](reports, options)
