"""A good and a bad plan for each rule: how it looks when the rule is broken, and when kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from trustkg import resources
from trustkg.errors import InputError
from trustkg.language import Text
from trustkg.validation.rules import Rule


@dataclass(frozen=True, slots=True)
class Examples:
    """The files of a rule's two examples: `bad` breaks it, `good` does the same right."""

    bad: Path
    good: Path


def examples(rule: Rule) -> Examples:
    """Return where the examples of a rule are.

    Args:
        rule: one of those in `shapes/plan/`.

    Raises:
        InputError: one of them is missing: a broken install.
    """
    folder = resources.data("shapes") / "plan" / "examples" / rule.code
    found = Examples(folder / "bad.yaml", folder / "good.yaml")
    for file in (found.bad, found.good):
        if not file.is_file():
            raise InputError(
                str(file),
                Text("缺少这个例子", "this example is missing"),
                help=Text("请重新安装trustkg", "reinstall trustkg"),
            )
    return found
