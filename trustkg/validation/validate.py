"""Plan + rules + framework → report."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from trustkg.framework import Framework
from trustkg.plans import Place, Plan, Problem, Vocabulary
from trustkg.validation.configuration import DEFAULTS, Config, resolve
from trustkg.validation.engine import Engine, Result
from trustkg.validation.proposals import edits, value_of
from trustkg.validation.report import Finding, Report, Severity, Undecided, Value
from trustkg.validation.rules import RuleSet, Source
from trustkg.validation.waivers import sift
from trustkg.validation.wording import Wording, fill
from trustkg.vocab import PLAN, RULE, SH, XSD


def _pyshacl(framework: Framework, rules: RuleSet) -> Engine:
    from trustkg.validation.reference import Reference

    return Reference(framework, rules)


def _compiled(framework: Framework, rules: RuleSet) -> Engine:
    from trustkg.validation.compiled import Compiled

    return Compiled(framework, rules)


ENGINES: Final[Mapping[str, Callable[[Framework, RuleSet], Engine]]] = MappingProxyType(
    {"pyshacl": _pyshacl, "compiled": _compiled}
)
"""Engines by the name that the command line gives them."""


def validate(
    plan: Plan,
    rules: RuleSet,
    framework: Framework,
    *,
    engine: Engine,
    config: Config = DEFAULTS,
) -> Report:
    """Hold a plan to the rules.

    What the reader could not understand is a finding of its own, and nothing stands for it
    in the plan's graph. A rule that fires because it finds *no* value would then blame the
    plan for what was merely misspelt. Which rules can is read off the shapes: those with a
    minimum count, or with the property under FILTER NOT EXISTS or OPTIONAL. A result of
    such a rule is held back if a value of that property stayed unread at its focus node or
    below it (anywhere in the plan, where the rule looks beyond its focus node), and the rule
    is named among `Report.undecided`. Every other result stands, because more values could
    not make it go away. A misspelt key stands for the key that is nearest to it; one that
    is near to none excuses nothing.

    Args:
        plan: as `trustkg.plans.read` returns it.
        rules: what it is held to.
        framework: what the rules look things up in.
        engine: runs the shapes, all of them; one of `ENGINES`.
        config: severities and rules switched off, as the plan's repository wants them.

    Returns:
        The report, its findings in the order of the file; those that the plan's waivers
        cover stand apart.

    Raises:
        InputError: the configuration names a rule that does not exist.
    """
    levels = resolve(config, rules)
    wording = Wording(framework, plan)
    unread = _Unread(plan.problems, Vocabulary.of(framework))
    findings = [_problem_finding(problem, rules) for problem in plan.problems]
    undecided: set[str] = set()
    for result in engine.results(plan):
        source = rules.sources[result.source]
        severity = levels[source.rule.code]
        if severity is None:
            continue
        if unread.excuses(source, result):
            undecided.add(source.rule.code)
        else:
            findings.append(_finding(result, source, severity, plan, wording))
    sifted = sift(tuple(findings), plan, rules, levels)
    return Report(
        source=plan.source,
        plan=plan.node,
        findings=tuple(sorted(sifted.findings, key=_in_order)),
        undecided=tuple(
            Undecided(code, rule.name) for code, rule in rules.rules.items() if code in undecided
        ),
        lines=plan.lines,
        suppressed=tuple(sorted(sifted.suppressed, key=lambda s: _in_order(s.finding))),
    )


def _finding(
    result: Result, source: Source, severity: Severity, plan: Plan, wording: Wording
) -> Finding:
    rule = source.rule
    place = Place(
        str(result.focus_node),
        None if result.path is None else str(result.path),
        None if result.value is None else str(result.value),
    )
    return Finding(
        code=rule.code,
        slug=rule.slug,
        severity=severity,
        message=wording.render(source.message, result.bindings),
        help=wording.render(source.help, result.bindings),
        position=plan.position(place),
        focus_node=place.node,
        path=place.path,
        value=None if result.value is None else value_of(result.value),
        component=result.component,
        source_shape=result.shape,
        statements=wording.statements(source.grounds, result.bindings),
        edits=edits(source.proposals, result.bindings),
    )


def _problem_finding(problem: Problem, rules: RuleSet) -> Finding:
    source = rules.reading[problem.slug]
    rule = source.rule
    written = problem.bindings.get("value")
    return Finding(
        code=rule.code,
        slug=rule.slug,
        severity=rule.severity,
        message=fill(source.message, problem.bindings),
        help=fill(source.help, problem.bindings),
        position=problem.position,
        focus_node=problem.place.node,
        path=problem.place.path,
        value=None if written is None else Value(written.en, XSD + "string"),
        component=RULE + "ReadingConstraintComponent",
        source_shape=rule.iri,
        statements=(),
    )


_COUNTS: Final = frozenset(
    SH + f"{name}ConstraintComponent" for name in ("MinCount", "QualifiedMinCount")
)
"""Core components whose results more values could undo."""


class _Unread:
    """Where values stayed unread, and which results that excuses."""

    def __init__(self, problems: tuple[Problem, ...], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._places = [problem.place for problem in problems]

    def excuses(self, source: Source, result: Result) -> bool:
        if source.query is None and result.component not in _COUNTS:
            return False
        focus_node = str(result.focus_node)
        absent = source.footprint.absent
        return any(
            (source.footprint.outward or _within(place.node, focus_node))
            and place.path is not None
            and not absent.isdisjoint(self._hidden(place.path, set()))
            for place in self._places
            if absent
        )

    def _hidden(self, path: str, seen: set[str]) -> Iterator[str]:
        """Yield a property and every property that may stand below its unread value."""
        if path in seen:
            return
        seen.add(path)
        yield path
        ranges = {
            iri
            for keys in self._vocabulary.keys.values()
            for property in keys.values()
            if property.iri == path
            for iri in property.ranges
            if iri.startswith(PLAN)
        }
        for kind in ranges:
            for property in self._vocabulary.keys.get(kind, {}).values():
                yield from self._hidden(property.iri, seen)


def _within(node: str, ancestor: str) -> bool:
    return node == ancestor or node.startswith((ancestor + "#", ancestor + "/"))


def _in_order(finding: Finding) -> tuple[int, int, int, int, str, str]:
    position = finding.position
    place = (position.sheet, position.line, position.column) if position else (0, 0, 0)
    return (*place, -finding.severity, finding.code, finding.message.en)
