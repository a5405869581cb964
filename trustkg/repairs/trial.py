"""Repairs are tried on a copy: offered is only what helps and does no harm.

A candidate is applied to a copy of the file, which is read and validated again. It becomes
a repair if its finding is gone and no violation or warning is new. A rule that was undecided
before, because a value could not be read, may then say what it held back: that is not new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from trustkg.errors import InputError
from trustkg.framework import Framework
from trustkg.plans import Plan, Vocabulary
from trustkg.plans.vocabulary import AS_WRITTEN
from trustkg.repairs import reading
from trustkg.repairs.changes import Editor
from trustkg.repairs.model import Candidate, Checked, Repair, Repairs
from trustkg.repairs.source import Source, apply, overlap, source_of
from trustkg.validation import Finding, Report, RuleSet, Severity

_MOST_OFFERED: Final = 3
_MOST_TRIED: Final = 8
"""How many candidates for one finding are tried at most."""

Check = Callable[[bytes], Checked]
"""Reads and validates the bytes of a plan file; raises InputError."""


@dataclass(frozen=True)
class Workshop:
    """What is needed to repair plans: the framework, the vocabulary of plans, the rules."""

    framework: Framework
    rules: RuleSet
    vocabulary: Vocabulary = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "vocabulary", Vocabulary.of(self.framework))

    def source(self, checked: Checked) -> Source | None:
        """Return the text of a plan's file, or None where it can't be edited."""
        return source_of(checked.plan.source, checked.data)

    def candidates(self, checked: Checked, source: Source) -> dict[int, tuple[Candidate, ...]]:
        """Return what nobody has tried yet, by the place of the finding in the report."""
        editor = Editor(source, checked.plan, self.framework, self.vocabulary)
        found = {}
        for place, finding in enumerate(checked.report.findings):
            proposed = [
                editor.candidate(edit, sure=len(finding.edits) == 1) for edit in finding.edits
            ]
            made = [candidate for candidate in proposed if candidate is not None]
            if not made:
                made = list(self._of_reading(editor, checked.plan, finding))
            unlike = {candidate.edits: candidate for candidate in reversed(made)}
            if unlike:
                found[place] = tuple(reversed(unlike.values()))[:_MOST_TRIED]
        return found

    def _of_reading(self, editor: Editor, plan: Plan, finding: Finding) -> Iterable[Candidate]:
        for problem in plan.problems:
            rule = self.rules.reading[problem.slug].rule
            if rule.code == finding.code and problem.position == finding.position:
                return reading.candidates(editor, problem)
        return ()

    def preview(self, checked: Checked, check: Check, *, trials: int) -> Repairs:
        """Try little: few candidates one by one, or else only what is sure, in one go.

        Args:
            checked: the plan.
            check: reads and validates an edited copy.
            trials: how many copies may be validated.

        Returns:
            The repairs that held.
        """
        source = self.source(checked)
        pending = self.candidates(checked, source) if source else {}
        if sum(map(len, pending.values())) <= trials:
            return self.propose(checked, check, trials=trials)
        assert source is not None
        sure = {p: c for p, made in pending.items() for c in reversed(made) if c.sure}
        after = attempt(checked, source, list(sure), list(sure.values()), check) if sure else None
        held = after is not None and only_gains(checked.plan, after.plan)
        found = {
            place: (Repair(candidate.what, candidate.edits, safe=True),)
            for place, candidate in sure.items()
            if held
        }
        untried = sum(map(len, pending.values())) - len(found)
        return Repairs(MappingProxyType(found), untried)

    def propose(self, checked: Checked, check: Check, *, trials: int) -> Repairs:
        """Try what could mend a plan's findings.

        Args:
            checked: the plan.
            check: reads and validates an edited copy.
            trials: how many copies may be validated; what is sure is tried first.

        Returns:
            The repairs that held.
        """
        source = self.source(checked)
        pending = self.candidates(checked, source) if source else {}
        queue = sorted(
            ((place, c) for place, made in pending.items() for c in made),
            key=lambda job: (not job[1].sure, -checked.report.findings[job[0]].severity),
        )
        held: dict[int, list[tuple[int, Repair]]] = {}
        untried = 0
        for place, candidate in queue:
            offered = held.setdefault(place, [])
            if len(offered) >= _MOST_OFFERED or (offered and offered[0][1].safe):
                continue
            if trials <= 0:
                untried += 1
                continue
            trials -= 1
            assert source is not None
            after = attempt(checked, source, [place], [candidate], check)
            if after is not None:
                safe = candidate.sure and only_gains(checked.plan, after.plan)
                repair = Repair(candidate.what, candidate.edits, safe)
                offered.append((after.report.counts[Severity.INFO], repair))
        best = {
            place: tuple(repair for _, repair in sorted(made, key=lambda scored: scored[0]))
            for place, made in held.items()
            if made
        }
        return Repairs(MappingProxyType(best), untried)


def attempt(
    before: Checked,
    source: Source,
    places: Sequence[int],
    candidates: Sequence[Candidate | Repair],
    check: Check,
) -> Checked | None:
    """Apply candidates to a copy and look whether each helps and none does harm.

    Args:
        before: the plan as it stands.
        source: its text.
        places: where the findings that they mend stand in the report.
        candidates: as many, that don't overlap.
        check: reads and validates the copy.

    Returns:
        The edited copy, or None where it is no better.
    """
    edits = [edit for candidate in candidates for edit in candidate.edits]
    if any(overlap(one, two) for i, one in enumerate(edits) for two in edits[i + 1 :]):
        return None
    try:
        after = check(apply(source, edits))
    except InputError:
        return None
    findings = [before.report.findings[place] for place in places]
    return after if _better(before.report, after.report, findings) else None


def only_gains(before: Plan, after: Plan) -> bool:
    """Whether everything that was understood of a plan still stands; how it is written may change."""
    kept = {triple for triple in before.graph if str(triple[1]) != AS_WRITTEN}
    return kept <= set(after.graph)


def _better(before: Report, after: Report, mended: Sequence[Finding]) -> bool:
    had = Counter(_key(finding) for finding in before.findings)
    has = Counter(_key(finding) for finding in after.findings)
    if any(
        has[key] > had[key] - number
        for key, number in Counter(_key(finding) for finding in mended).items()
    ):
        return False
    held_back = {rule.code for rule in before.undecided}
    if not {rule.code for rule in after.undecided} <= held_back:
        return False
    return not any(
        has[_key(finding)] > had[_key(finding)] and finding.code not in held_back
        for finding in after.findings
        if finding.severity > Severity.INFO
    )


def _key(finding: Finding) -> tuple[str, str, str | None, str | None]:
    """Tell findings apart, however lines move."""
    value = finding.value.lexical if finding.value else None
    return (finding.code, finding.focus_node, finding.path, value)
