"""`trustkg rules`: everything that a reader needs to judge a rule, in both languages."""

import json

import click
import pytest
from click.testing import CliRunner

from trustkg.cli import rules as cli_rules
from trustkg.cli import ui
from trustkg.errors import InputError
from trustkg.language import Language
from trustkg.validation import RuleSet


def run(*arguments: str, language: Language = Language.EN) -> str:
    """Return what the command prints."""
    done = CliRunner().invoke(
        cli_rules.command(ui.make(language)), arguments, standalone_mode=False
    )
    if done.exception:
        raise done.exception
    return click.unstyle(done.output)


def test_every_rule_is_listed() -> None:
    """A rule that is not in the list can't be looked up by who does not know its code."""
    lines = run().splitlines()
    assert list(RuleSet.load().rules) == [line.split()[0] for line in lines]


def test_a_rule_is_explained_with_statement_and_examples() -> None:
    """Why, who says so and where, what breaks it and what keeps it, by code or slug."""
    text = run("KPI23")
    assert run("wrong-direction") == text
    for part in ("should fall", "「", "§", " > ", "swap baseline and target"):
        assert part in text


def test_it_speaks_chinese() -> None:
    """Name, why and finding come in the reader's language."""
    assert "期望的走向" in run("kpi23", language=Language.ZH)


def test_json_has_both_languages() -> None:
    """Programs get the texts in both languages and the examples whole."""
    found = json.loads(run("PRICE19", "--format", "json"))
    assert {"zh", "en"} == set(found["why"])
    assert "was: 99" in found["bad"]
    assert found["findings"]
    assert set(RuleSet.load().rules) == {r["code"] for r in json.loads(run("--format", "json"))}


def test_an_unknown_rule_gets_the_nearest() -> None:
    """A slip in a code is answered with what was probably meant."""
    with pytest.raises(InputError) as caught:
        run("KPI32x")
    assert "KPI" in caught.value.help.en
