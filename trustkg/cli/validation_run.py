"""One run of `trustkg validate`: read, validate, mend, report."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from trustkg.cli import ui
from trustkg.cli.output import write_file
from trustkg.cli.plan_files import STDIN, expand, read_plan
from trustkg.errors import InputError
from trustkg.framework import Framework
from trustkg.plans import Plan, PlanError, Vocabulary, read_bytes
from trustkg.repairs import Check, Checked, Outcome, Repairs, Workshop, diff, fix
from trustkg.reporters import REPORTERS, Options, Supplement, Unreadable, supplement
from trustkg.reporters.text import excerpt, summary
from trustkg.reporters.visible import visible
from trustkg.validation import ENGINES, RuleSet, Severity, validate
from trustkg.validation.configuration import DEFAULTS, Config, find_config, load_config

if TYPE_CHECKING:
    from trustkg.cli.validate import Request
    from trustkg.validation import Engine

_WITH_REPAIRS: Final = frozenset({"sarif", "html"})
_ASKED: Final = 80
"""How many repairs of a plan are tried where repairs were asked for."""
_UNASKED: Final = 2
"""How many are tried besides, for a single plan shown as text; each takes a validation."""


@dataclass(frozen=True)
class _Plan:
    """A plan that was checked, as it stood and as it is after mending."""

    name: str
    config: Config
    checked: Checked
    outcome: Outcome | None = None

    def gate(self, request: Request) -> Severity:
        if request.gate:
            return Severity[request.gate.upper()]
        return self.config.gate or Severity.VIOLATION


def run(texts: ui.Ui, request: Request) -> int:
    """Check plans, mend them if that is asked for, and report.

    Args:
        texts: the reader's language and texts.
        request: the command line.

    Returns:
        The exit code.

    Raises:
        TrustKGError: the configuration can't be used, or a file can't be written.
    """
    return _Run(texts, request).run()


class _Run:
    def __init__(self, texts: ui.Ui, request: Request) -> None:
        self._started = time.perf_counter()
        self._texts = texts
        self._request = request
        self._framework = Framework.load()
        self._vocabulary = Vocabulary.of(self._framework)
        self._rules = RuleSet.load()
        self._workshop = Workshop(self._framework, self._rules)
        self._configs: dict[Path | None, Config] = {}
        self._unreadable: list[Unreadable] = []

    @cached_property
    def _engine(self) -> Engine:
        return ENGINES[self._request.engine](self._framework, self._rules)

    def run(self) -> int:
        request = self._request
        plans = [plan for source in expand(request.plans) if (plan := self._plan(source))]
        if request.fix or request.diff:
            plans = [self._mend(plan) for plan in plans]
        if request.diff:
            self._write("".join(diff(plan.outcome) for plan in plans if plan.outcome))
            self._count(plans)
        elif plans or request.format != "text":
            self._report(plans)
        if self._unreadable:
            return 2
        return int(any(plan.checked.report.fails(plan.gate(request)) for plan in plans))

    def _plan(self, source: str | InputError) -> _Plan | None:
        if isinstance(source, InputError):
            self._refuse(source.where, source)
            return None
        name = self._request.stdin_filename or "stdin" if source == STDIN else source
        try:
            file = read_plan(source, self._framework, self._vocabulary, name)
        except InputError as error:
            self._refuse(name, error)
            return None
        config = self._config(source)
        return _Plan(name, config, self._checked(file.data, file.plan, config))

    def _checked(self, data: bytes, plan: Plan, config: Config) -> Checked:
        report = validate(plan, self._rules, self._framework, engine=self._engine, config=config)
        return Checked(data, plan, report)

    def _check(self, plan: _Plan) -> Check:
        """Return what reads and validates an edited copy of a plan."""

        def check(data: bytes) -> Checked:
            copy = read_bytes(plan.name, data, self._framework, self._vocabulary)
            return self._checked(data, copy, plan.config)

        return check

    def _config(self, source: str) -> Config:
        """Return the configuration that holds for a plan."""
        request = self._request
        if request.isolated:
            return DEFAULTS
        name = request.stdin_filename or "" if source == STDIN else source
        file = Path(request.config) if request.config else find_config(Path(name).parent)
        if file not in self._configs:
            self._configs[file] = DEFAULTS if file is None else load_config(file)
        return self._configs[file]

    def _refuse(self, name: str, error: InputError) -> None:
        """Tell of a plan that can't be read, with the line where it breaks."""
        broken = error if isinstance(error, PlanError) else None
        position, lines = (broken.position, broken.lines) if broken else (None, ())
        self._unreadable.append(
            Unreadable(name, error.where, error.what, error.help, position, lines)
        )
        texts, language = self._texts, self._texts.language
        texts.note(f"{visible(error.where)}: {texts._('error')}: {visible(error.what[language])}")
        if position is not None and position.cell is None:
            for line in excerpt(position, lines):
                texts.note(line)
        texts.note(f"{texts._('help')}: {visible(error.help[language])}")

    def _mend(self, plan: _Plan) -> _Plan:
        """Apply the repairs that hold; into the file itself if that is asked for."""
        request, texts = self._request, self._texts
        if self._workshop.source(plan.checked) is None:
            refusal = texts._("a file of this format is not edited; the report says what to do")
            texts.note(f"{visible(plan.name)}: {refusal}")
            return plan
        outcome = fix(self._workshop, plan.checked, self._check(plan), unsafe=request.unsafe_fixes)
        if not request.fix or not outcome.fixed:
            return replace(plan, outcome=outcome)
        write_file(Path(plan.name), outcome.after.data)
        mended = texts._("fixed")
        for fixed in outcome.fixed:
            where = fixed.position or plan.name
            what = fixed.what[texts.language]
            texts.note(visible(f"{where}: {mended} [{fixed.code}]: {what}"))
        return replace(plan, checked=outcome.after, outcome=outcome)

    def _count(self, plans: Sequence[_Plan]) -> None:
        """Tell on standard error what a diff amounts to."""
        number = sum(len(plan.outcome.fixed) for plan in plans if plan.outcome)
        self._texts.note(
            self._texts._("findings that would be mended: {number}; nothing was changed").format(
                number=number
            )
        )

    def _report(self, plans: Sequence[_Plan]) -> None:
        request, texts = self._request, self._texts
        supplements = {plan.name: self._supplement(plan, len(plans)) for plan in plans}
        gates = {plan.gate(request) for plan in plans}
        options = Options(
            framework=self._framework,
            language=texts.language,
            gate=min(gates, default=Severity.VIOLATION),
            colour=request.format == "text" and request.output_file is None and _colour(),
            unreadable=tuple(self._unreadable),
            supplements=supplements,
            rules=self._rules.rules,
            elapsed=time.perf_counter() - self._started,
        )
        reports = [plan.checked.report for plan in plans]
        self._write(REPORTERS[request.format](reports, options))
        if request.output_file is not None and reports:
            texts.note(summary(reports, options))

    def _supplement(self, plan: _Plan, plans: int) -> Supplement:
        repairs = self._repairs(plan, plans)
        return supplement(plan.checked.plan, self._framework, repairs, plan.gate(self._request))

    def _repairs(self, plan: _Plan, plans: int) -> Repairs | None:
        request, check = self._request, self._check(plan)
        if request.format in _WITH_REPAIRS or request.unsafe_fixes:
            return self._workshop.propose(plan.checked, check, trials=_ASKED)
        if request.format == "text" and plans == 1:
            return self._workshop.preview(plan.checked, check, trials=_UNASKED)
        return None

    def _write(self, text: str) -> None:
        if self._request.output_file is None:
            click.echo(text, nl=False)
        else:
            write_file(Path(self._request.output_file), text.encode("utf-8", "replace"))


def _colour() -> bool:
    """Whether to colour: on a terminal only, unless NO_COLOR or FORCE_COLOR say otherwise.

    Source: no-color.org and force-color.org.
    """
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
