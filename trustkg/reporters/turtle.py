"""Reports as standard SHACL validation reports in Turtle."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from trustkg.language import Language
from trustkg.reporters.options import Options
from trustkg.reporters.visible import visible
from trustkg.validation import Finding, Report, Value
from trustkg.vocab import BASE, PREFIXES, SH

if TYPE_CHECKING:
    import rdflib


def render(reports: Sequence[Report], options: Options) -> str:
    """Write each report as a `sh:ValidationReport`.

    The prefixes and the order of lines are fixed, so the same reports give the same text.

    Args:
        reports: one for each plan.
        options: plans that could not be read are named in comments, because there is no
            report on them; SHACL calls a plan conforming only if it has no result,
            whatever the gate.

    Returns:
        Turtle text.

    Source: SHACL, section 3.6.
    """
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    shacl = rdflib.Namespace(SH)
    for prefix in ("sh", "xsd", "tkg", "tkp", "tkr", "tks", "dcterms"):
        graph.bind(prefix, PREFIXES[prefix])
    for number, report in enumerate(reports, start=1):
        node = rdflib.BNode(f"report{number}")
        graph.add((node, rdflib.RDF.type, shacl.ValidationReport))
        graph.add((node, shacl.conforms, rdflib.Literal(not report.findings)))
        graph.add((node, rdflib.DCTERMS.subject, rdflib.URIRef(report.plan)))
        graph.add((node, rdflib.DCTERMS.source, rdflib.Literal(report.source)))
        for place, finding in enumerate(report.findings, start=1):
            result = rdflib.BNode(f"result{number}-{place}")
            graph.add((node, shacl.result, result))
            _add(graph, result, finding)
    missing = "".join(
        f"# not read: {visible(plan.where)}: {visible(plan.what.en)}\n"
        for plan in options.unreadable
    )
    return missing + (graph.serialize(format="turtle") if reports else "")


def _add(graph: rdflib.Graph, node: rdflib.BNode, finding: Finding) -> None:
    import rdflib

    shacl = rdflib.Namespace(SH)
    iris = {
        shacl.focusNode: finding.focus_node,
        shacl.resultPath: finding.path,
        shacl.resultSeverity: SH + finding.severity.local_name,
        shacl.sourceConstraintComponent: finding.component,
        shacl.sourceShape: finding.source_shape,
    }
    graph.add((node, rdflib.RDF.type, shacl.ValidationResult))
    for property, iri in iris.items():
        if iri is not None:
            graph.add((node, property, rdflib.URIRef(iri)))
    if finding.value is not None:
        graph.add((node, shacl.value, _value(finding.value)))
    for language in Language:
        message = rdflib.Literal(finding.message[language], lang=language.tag)
        graph.add((node, shacl.resultMessage, message))
    for statement in finding.statements:
        graph.add((node, rdflib.DCTERMS.references, rdflib.URIRef(BASE + statement)))


def _value(value: Value) -> rdflib.URIRef | rdflib.Literal:
    import rdflib

    if value.datatype is None:
        return rdflib.URIRef(value.lexical)
    return rdflib.Literal(value.lexical, datatype=rdflib.URIRef(value.datatype))
