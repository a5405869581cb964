"""Rules that a plan sets aside on purpose: which findings go, and what is wrong with a waiver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from trustkg.language import Text
from trustkg.plans import Place, Plan
from trustkg.plans.model import shortened
from trustkg.validation.configuration import nearest_codes
from trustkg.validation.report import Edit, Finding, Severity, Suppressed, Value, Verb
from trustkg.validation.rules import Rule, RuleSet
from trustkg.validation.wording import fill
from trustkg.vocab import PLAN, RULE, XSD

if TYPE_CHECKING:
    import rdflib

WAIVES: Final = PLAN + "waives"
RULE_NAME: Final = PLAN + "rule"
RATIONALE: Final = PLAN + "rationale"


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver of a plan, measure or KPI target.

    `node` is the waiver's own IRI, `holder` that of what it stands in; `name` is the rule as
    the plan writes it, `reason` why; both are empty where the plan does not say.
    """

    node: str
    holder: str
    name: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether a finding lies in what the waiver stands in."""
        node = finding.focus_node
        return node == self.holder or node.startswith((self.holder + "#", self.holder + "/"))

    def removed(self) -> Edit:
        """Propose to take the waiver away."""
        return Edit(Verb.REMOVE, self.holder, WAIVES, old=Value(self.node, None))

    def renamed(self, code: str) -> Edit:
        """Propose another rule for the waiver."""
        old, new = (Value(name, XSD + "string") for name in (self.name, code))
        return Edit(Verb.REPLACE, self.node, RULE_NAME, old=old, new=new)


@dataclass(frozen=True, slots=True)
class Sifted:
    """Findings after waivers: those that stand, and those set aside."""

    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]


def waivers(plan: Plan) -> tuple[Waiver, ...]:
    """Return a plan's waivers in the order of the file."""
    import rdflib

    found = [
        Waiver(
            str(node),
            str(holder),
            _text(plan.graph, node, RULE_NAME),
            _text(plan.graph, node, RATIONALE),
        )
        for holder, node in plan.graph.subject_objects(rdflib.URIRef(WAIVES))
    ]
    return tuple(sorted(found, key=lambda waiver: plan.position(Place(waiver.node))))


def sift(
    findings: tuple[Finding, ...],
    plan: Plan,
    rules: RuleSet,
    levels: Mapping[str, Severity | None],
) -> Sifted:
    """Apply a plan's waivers to its findings.

    A waiver without a reason, of a rule that does not exist, or of one that can't be waived
    sets nothing aside. What could not be read can't be waived, nor can what is wrong with a
    waiver. The same finding is set aside once, by the first waiver that covers it.

    Args:
        findings: all findings on the plan.
        plan: with its waivers.
        rules: all rules.
        levels: the severity of each rule by code; None for one that is off, whose waivers
            are then neither used nor useless.

    Returns:
        Both kinds of findings, in no new order; findings on waivers come last.
    """
    standing = list(findings)
    suppressed: list[Suppressed] = []
    about = _About(plan, rules, levels)
    for waiver in waivers(plan):
        if not waiver.name.strip():
            continue
        rule = rules.named(waiver.name)
        if rule is None:
            about.unknown(waiver)
        elif not rule.waivable:
            about.unwaivable(waiver, rule)
        elif waiver.reason.strip():
            covered = [f for f in standing if f.code == rule.code and waiver.covers(f)]
            place = plan.position(Place(waiver.node))
            suppressed += (Suppressed(f, waiver.reason.strip(), place) for f in covered)
            standing = [f for f in standing if f not in covered]
            if not covered and levels[rule.code] is not None:
                about.unused(waiver, rule, findings)
    return Sifted((*standing, *about.findings), tuple(suppressed))


class _About:
    """Gathers the findings on waivers."""

    def __init__(self, plan: Plan, rules: RuleSet, levels: Mapping[str, Severity | None]) -> None:
        self.findings: list[Finding] = []
        self._plan = plan
        self._rules = rules
        self._levels = levels

    def unknown(self, waiver: Waiver) -> None:
        near = nearest_codes(waiver.name, self._rules.rules.values())
        names = near or ("trustkg rules",)
        candidates = Text("、".join(names), ", ".join(names))
        edits = tuple(waiver.renamed(code) for code in near)
        self._add("unknown-waiver", waiver, candidates, edits)

    def unwaivable(self, waiver: Waiver, rule: Rule) -> None:
        self._add("unwaivable", waiver, rule.name, (waiver.removed(),))

    def unused(self, waiver: Waiver, rule: Rule, findings: tuple[Finding, ...]) -> None:
        names = [self._plan.names[f.focus_node] for f in findings if f.code == rule.code]
        chosen = list(dict.fromkeys(names))
        places = Text("、".join(n.zh for n in chosen), ", ".join(n.en for n in chosen))
        self._add("unused-waiver", waiver, places, (waiver.removed(),))

    def _add(self, slug: str, waiver: Waiver, candidates: Text, edits: tuple[Edit, ...]) -> None:
        source = self._rules.waiving[slug]
        rule = source.rule
        severity = self._levels[rule.code]
        if severity is None:
            return
        bindings = {
            "value": Text(shortened(waiver.name), shortened(waiver.name)),
            "this": self._plan.names[waiver.holder],
            "candidates": candidates,
        }
        finding = Finding(
            code=rule.code,
            slug=rule.slug,
            severity=severity,
            message=fill(source.message, bindings),
            help=fill(source.help, bindings),
            position=self._plan.position(Place(waiver.node, RULE_NAME, waiver.name)),
            focus_node=waiver.node,
            path=RULE_NAME,
            value=Value(waiver.name, XSD + "string"),
            component=RULE + "WaiverConstraintComponent",
            source_shape=rule.iri,
            statements=(),
            edits=edits,
        )
        self.findings.append(finding)


def _text(graph: rdflib.Graph, node: rdflib.term.Node, property: str) -> str:
    import rdflib

    return str(graph.value(node, rdflib.URIRef(property)) or "")
