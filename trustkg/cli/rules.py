"""`trustkg rules`: what plans are held to, why, and by whose word."""

from __future__ import annotations

import json
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import click

from trustkg.cli import ui
from trustkg.errors import InputError
from trustkg.language import Text

if TYPE_CHECKING:
    from trustkg.framework import Framework
    from trustkg.validation import Report, Rule, RuleSet
    from trustkg.validation.examples import Examples


def command(texts: ui.Ui) -> click.Command:
    """Make the command with its help in one language.

    Args:
        texts: the reader's language and texts.
    """
    _ = texts._

    def run(rule: str | None, format: str) -> None:
        _run(texts, rule, format)

    return click.Command(
        "rules",
        callback=run,
        help=_(
            "List the rules that plans are held to, or explain one: why it exists, what the"
            " framework says, a plan that breaks it and one that keeps it. RULE is a code or a"
            " slug."
        ),
        short_help=_("List or explain the rules for plans."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg rules                     every rule with its code and severity\n"
            "  trustkg rules KPI23               why, on what ground, with examples\n"
            "  trustkg rules wrong-direction     the same by its slug\n"
            "  trustkg rules --format json       for other programs\n"
        ),
        params=[
            click.Argument(["rule"], required=False, metavar=_("RULE")),
            click.Option(
                ["--format"],
                type=click.Choice(["text", "json"]),
                default="text",
                show_default=True,
                help=_("Format of the answer."),
            ),
        ],
    )


def _run(texts: ui.Ui, name: str | None, format: str) -> None:
    from trustkg.validation import RuleSet

    rules = RuleSet.load()
    if name is None:
        _list(texts, rules, format)
        return
    rule = rules.named(name)
    if rule is None:
        raise _unknown(name, rules)
    _explain(texts, rules, rule, format)


def _unknown(name: str, rules: RuleSet) -> InputError:
    from trustkg.validation.configuration import nearest_codes

    near = nearest_codes(name, rules.rules.values())
    return InputError(
        name,
        Text("没有这条规则", "no such rule"),
        help=Text(f"是不是{'、'.join(near)}？", f"did you mean {', '.join(near)}?")
        if near
        else Text("trustkg rules列出所有规则", "trustkg rules lists all rules"),
    )


def _severity(texts: ui.Ui, rule: Rule) -> str:
    words = {"VIOLATION": texts._("error"), "WARNING": texts._("warning"), "INFO": texts._("note")}
    return words[rule.severity.name]


def _list(texts: ui.Ui, rules: RuleSet, format: str) -> None:
    if format == "json":
        found = [_rule_json(rule) for rule in rules.rules.values()]
        texts.say(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for rule in rules.rules.values():
        severity = _severity(texts, rule)
        padding = " " * (8 - len(severity) * (1 if severity.isascii() else 2))
        texts.say(
            f"{click.style(rule.code.ljust(8), bold=True)} {severity}{padding}"
            f" {rule.name[texts.language]}  {click.style(rule.slug, dim=True)}"
        )


def _rule_json(rule: Rule) -> dict[str, object]:
    return {
        "code": rule.code,
        "slug": rule.slug,
        "severity": rule.severity.name.lower(),
        "found_by": rule.origin.name.lower(),
        "name": _both(rule.name),
        "why": _both(rule.why),
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _explain(texts: ui.Ui, rules: RuleSet, rule: Rule, format: str) -> None:
    from trustkg.framework import Framework
    from trustkg.validation.examples import examples

    framework = Framework.load()
    found = examples(rule)
    report = _report(framework, rules, found)
    if format == "json":
        texts.say(
            json.dumps(_explanation(framework, rule, found, report), ensure_ascii=False, indent=2)
        )
    else:
        _print(texts, framework, rule, found, report)


def _report(framework: Framework, rules: RuleSet, found: Examples) -> Report:
    """Hold the bad example to the rules: what it rests on and how it reads is then exact."""
    from trustkg.plans import read
    from trustkg.validation import ENGINES, validate

    plan = read(str(found.bad), framework)
    return validate(plan, rules, framework, engine=ENGINES["pyshacl"](framework, rules))


def _statements(rule: Rule, report: Report) -> list[str]:
    return list(
        dict.fromkeys(s for f in report.findings if f.code == rule.code for s in f.statements)
    )


def _explanation(
    framework: Framework, rule: Rule, found: Examples, report: Report
) -> dict[str, object]:
    statements = []
    for id in _statements(rule, report):
        statement = framework.statements[id]
        statements.append(
            {
                "id": id,
                "section": framework.sections[statement.section].number
                if statement.section
                else None,
                "quote": statement.quote,
                "basis": statement.basis,
            }
        )
    return _rule_json(rule) | {
        "rests_on": statements,
        "bad": found.bad.read_text(encoding="utf-8"),
        "good": found.good.read_text(encoding="utf-8"),
        "findings": [
            {
                "line": finding.position.line if finding.position else None,
                "message": _both(finding.message),
                "help": _both(finding.help) if finding.help else None,
            }
            for finding in report.findings
            if finding.code == rule.code
        ],
    }


def _print(
    texts: ui.Ui, framework: Framework, rule: Rule, found: Examples, report: Report
) -> None:
    _, language = texts._, texts.language
    heading = f"{rule.code} {rule.slug}"
    texts.say(f"{click.style(heading, bold=True)}   {_severity(texts, rule)}")
    texts.say(f"  {rule.name[language]}")
    _section(texts, _("Why"))
    texts.say(f"  {rule.why[language]}")
    statements = _statements(rule, report)
    if statements:
        _section(texts, _("What the framework says, for the example"))
        for id in statements:
            _print_statement(texts, framework, id)
    bad = found.bad.read_text(encoding="utf-8").splitlines()
    marked = {
        finding.position.line
        for finding in report.findings
        if finding.code == rule.code and finding.position
    }
    _section(texts, _("A plan that breaks it"))
    _print_lines(texts, bad, list(range(1, len(bad) + 1)), marked)
    for finding in report.findings:
        if finding.code == rule.code:
            line = finding.position.line if finding.position else ""
            texts.say(f"  {line}: {finding.message[language]}")
            if finding.help:
                texts.say(f"      {_('help')}: {finding.help[language]}")
    good = found.good.read_text(encoding="utf-8").splitlines()
    changed = _changed(bad, good)
    _section(texts, _("What the plan that keeps it has in its place"))
    if changed:
        _print_lines(texts, good, changed, set())
    else:
        texts.say(f"  {_('Nothing: the lines in question are left out.')}")


def _section(texts: ui.Ui, heading: str) -> None:
    texts.say("")
    texts.say(click.style(heading, underline=True))


def _print_statement(texts: ui.Ui, framework: Framework, id: str) -> None:
    statement = framework.statements[id]
    source = [framework.label(statement.basis)[texts.language]]
    if statement.section:
        source.insert(0, f"§{framework.sections[statement.section].number or ''}")
    if statement.quote:
        source.append(f"「{statement.quote}」")
    texts.say(f"  {framework.sentence(statement, texts.language)}")
    texts.say(click.style(f"      {' · '.join(source)}", dim=True))


def _print_lines(texts: ui.Ui, lines: list[str], numbers: list[int], marked: set[int]) -> None:
    for number in numbers:
        sign = ">" if number in marked else " "
        text = f" {sign} {number:3} | {lines[number - 1]}"
        texts.say(click.style(text, bold=True) if number in marked else text)


def _changed(bad: list[str], good: list[str]) -> list[int]:
    """Return the numbers of the good plan's lines that the bad one does not have, comments aside."""
    matcher = SequenceMatcher(None, bad, good, autojunk=False)
    return [
        number + 1
        for tag, _, _, start, end in matcher.get_opcodes()
        if tag in {"replace", "insert"}
        for number in range(start, end)
        if not good[number].startswith("#")
    ]
