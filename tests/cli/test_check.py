"""`trustkg check`: what is printed and which exit code comes back."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner, Result

from trustkg import quality, reasoning
from trustkg.cli import check, ui
from trustkg.errors import MissingToolError
from trustkg.language import Language, Text
from trustkg.quality import Check, Row, Waived, Waiver
from trustkg.reasoning import Reasoning

TITLE = Text("每条都有", "Each has one")
WHY = Text("缺了不行", "It can't do without")
GOOD = Check("good", TITLE, WHY, (), (Waived(Row("kuaishou", TITLE), WHY),))
BAD = Check("bad", Text("每条都好", "Each is good"), WHY, (Row("hostTrust", Text("缺", "lacks")),))
STALE = Check("stale", TITLE, WHY, (), (), (Waiver("stale", "douyin", WHY),))


def run(*arguments: str, language: Language = Language.EN) -> Result:
    """Run the command in this process; the exit code is what it returns."""
    command = check.command(ui.make(language))

    @click.command()
    def outer() -> None:
        sys.exit(command.main(list(arguments), standalone_mode=False))

    return CliRunner().invoke(outer)


def found(*, consistent: bool = True, unsatisfiable: tuple[str, ...] = ()) -> Reasoning:
    """Make up what HermiT found."""
    return Reasoning(consistent, unsatisfiable, frozenset(), frozenset(), "HermiT", "1.3.8", 2.5)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set what the checks and HermiT find, or that there is no Java."""

    def no_java() -> None:
        raise MissingToolError("java", Text("没有", "none"), help=Text("请装", "install it"))

    def arrange(checks: tuple[Check, ...], reasoned: Reasoning | None) -> None:
        monkeypatch.setattr(quality, "check", lambda: checks)
        monkeypatch.setattr(reasoning, "reason", lambda _: reasoned)
        monkeypatch.setattr(reasoning, "find_java", no_java if reasoned is None else lambda: None)

    return arrange


@pytest.mark.parametrize(
    ("checks", "reasoned", "code"),
    [
        pytest.param((GOOD,), found(), 0, id="all holds"),
        pytest.param((GOOD, BAD), found(), 1, id="a row"),
        pytest.param((STALE,), found(), 1, id="a waiver that nothing needs"),
        pytest.param((GOOD,), found(consistent=False), 1, id="inconsistent"),
        pytest.param((GOOD,), found(unsatisfiable=("Golem",)), 1, id="unsatisfiable"),
        pytest.param((GOOD,), None, 0, id="no Java, all else holds"),
        pytest.param((BAD,), None, 1, id="no Java, a row"),
    ],
)
@pytest.mark.parametrize("format", ["text", "json"])
def test_exit_code(
    world: Callable[..., None],
    checks: tuple[Check, ...],
    reasoned: Reasoning | None,
    code: int,
    format: str,
) -> None:
    """Scripts and continuous integration read nothing but the exit code."""
    world(checks, reasoned)
    assert code == run("--format", format).exit_code


def test_one_line_a_check_with_the_offending_nodes(world: Callable[..., None]) -> None:
    """A reader sees what failed, where, and why it matters."""
    world((GOOD, BAD, STALE), found(unsatisfiable=("Golem",)))
    lines = run().stdout.splitlines()
    assert [
        "✓ Each has one  (1 waived)",
        "✗ Each is good  [bad]",
        "    hostTrust  lacks",
        "    It can't do without",
        "✗ Each has one  [stale]",
        "    douyin  waived in waivers.ttl, but there is nothing to waive",
        "    It can't do without",
        "✓ The ontology is consistent  (HermiT 1.3.8)",
        "✗ Every class can have a member  (HermiT 1.3.8)",
        "    Golem",
    ] == lines


def test_json_has_everything(world: Callable[..., None]) -> None:
    """What a program reads says the same as the text."""
    world((GOOD, BAD), found(unsatisfiable=("Golem",)))
    answer = json.loads(run("--format", "json").stdout)
    assert [("good", True), ("bad", False)] == [(c["name"], c["passed"]) for c in answer["checks"]]
    assert ["hostTrust"] == [row["node"] for row in answer["checks"][1]["rows"]]
    assert "缺了不行" == answer["checks"][0]["waived"][0]["reason"]["zh"]
    assert ["Golem"] == answer["reasoning"]["unsatisfiable"]
    assert not answer["passed"]


def test_without_java_one_line_says_what_to_install(world: Callable[..., None]) -> None:
    """Leaving HermiT out may not go unnoticed."""
    world((GOOD,), None)
    result = run(language=Language.EN)
    (line,) = [line for line in result.stderr.splitlines() if "HermiT" in line]
    assert "install it" in line
    assert "HermiT" not in result.stdout


def test_who_insists_on_hermit_gets_an_error_without_java(world: Callable[..., None]) -> None:
    """`--reasoner hermit` can't run without Java; the command line makes exit code 2 of it."""
    world((GOOD,), None)
    assert isinstance(run("--reasoner", "hermit").exception, MissingToolError)


def test_reasoner_none_neither_needs_nor_mentions_java(world: Callable[..., None]) -> None:
    """Who switches it off isn't told about it."""
    world((GOOD,), None)
    result = run("--reasoner", "none")
    assert 0 == result.exit_code
    assert "HermiT" not in result.output


def test_the_graph_that_comes_with_trustkg_holds() -> None:
    """What is shipped passes its own checks, in either language."""
    for language in Language:
        result = run("--reasoner", "none", language=language)
        assert (0, 0) == (result.exit_code, result.stdout.count("✗")), result.stdout
