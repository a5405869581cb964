"""`trustkg validate`: what it prints where, and its exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result

from trustkg import resources
from trustkg.cli import ui, validate
from trustkg.language import Language
from trustkg.reporters import REPORTERS
from trustkg.validation import ENGINES, Severity

EXAMPLES = resources.data("examples")
GOOD = str(EXAMPLES / "minimal.yaml")
BAD = str(EXAMPLES / "faulty.zh.yaml")


def run(*arguments: str, input: bytes | None = None, language: Language = Language.EN) -> Result:
    """Run the command as `main` does, where the value returned is the exit code."""
    command = validate.command(ui.make(language))
    return CliRunner().invoke(command, arguments, input=input, standalone_mode=False)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((GOOD,), 0),
        ((GOOD, "--gate", "warning"), 0),
        ((GOOD, "--gate", "info"), 1),
        ((BAD,), 1),
        ((GOOD, BAD), 1),
        ((GOOD, "missing.yaml"), 2),
        (("missing.yaml", BAD), 2),
        ((GOOD, "--engine", "pyshacl", "--format", "json"), 0),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int) -> None:
    """0 where everything holds, 1 at or above the gate, 2 where a plan can't be read."""
    assert code == run(*arguments).return_value


def test_unreadable_plan_does_not_stop_the_others() -> None:
    """The error of one file goes to standard error, the report on the others is whole."""
    result = run("missing.yaml", GOOD, "--format", "json")
    plans = json.loads(result.stdout)["plans"]
    assert [plan["source"] for plan in plans] == [GOOD]
    assert result.stderr.startswith("missing.yaml: ")
    assert len(result.stderr.splitlines()) == 2


def test_nothing_readable_gives_valid_json() -> None:
    """A program that reads the output gets JSON even if no plan could be read."""
    result = run("missing.yaml", "--format", "json")
    data = json.loads(result.stdout)
    assert data["plans"] == []
    assert [plan["source"] for plan in data["unreadable"]] == ["missing.yaml"]
    assert data["unreadable"][0]["message"] == {"zh": "没有这个文件", "en": "no such file"}


def test_nothing_readable_gives_no_false_turtle() -> None:
    """No report is written for a plan that could not be read; a comment names it."""
    result = run("missing.yaml", "--format", "ttl")
    assert len(rdflib.Graph().parse(data=result.stdout, format="turtle")) == 0
    assert result.stdout == "# not read: missing.yaml: no such file\n"


def test_broken_yaml_is_shown(tmp_path: Path) -> None:
    """An error of syntax has its line with a caret, as a finding has."""
    plan = tmp_path / "p.yaml"
    plan.write_text("计划: x\n期间：{a: b, c: d}\n", encoding="utf-8")
    result = run(str(plan))
    assert result.return_value == 2
    assert [" 2 | 期间：{a: b, c: d}", "   |     ^^"] == result.stderr.splitlines()[2:4]


def test_standard_input() -> None:
    """- reads standard input and calls it so."""
    result = run("-", input=Path(BAD).read_bytes())
    assert result.return_value == 1
    assert "stdin:8:10: error[PLAN01 period]" in result.stdout


def test_language_of_messages() -> None:
    """The same plan is spoken of in Chinese and in English."""
    assert "错误[PLAN01 period]：开始日" in run(BAD, language=Language.ZH).stdout
    assert "error[PLAN01 period]: the start" in run(BAD).stdout


def test_turtle_parses() -> None:
    """--format ttl is RDF that other tools can take in."""
    graph = rdflib.Graph().parse(data=run(BAD, "--format", "ttl").stdout, format="turtle")
    assert len(set(graph.objects(None, rdflib.SH.result))) > 20


def test_colour_is_off_where_there_is_no_terminal() -> None:
    """Output into a pipe or file holds no escape sequences."""
    assert "\x1b" not in run(BAD).stdout


def test_unknown_choices_are_refused() -> None:
    """A misspelt option never runs something else instead."""
    for option in ("--format", "--engine", "--gate"):
        assert "'x' is not" in str(run(GOOD, option, "x").exception)


def test_standard_input_only_once() -> None:
    """Standard input can't be read twice, and asking for it is a usage error."""
    assert "only once" in str(run("-", "-").exception)


def test_help_has_examples() -> None:
    """Help shows commands to copy."""
    assert "trustkg validate plan.yaml" in run("--help").stdout


@pytest.mark.parametrize(("plan", "code"), [(GOOD, 0), (BAD, 1), ("missing.yaml", 2)])
def test_real_process(plan: str, code: int) -> None:
    """Exit code and streams are the same when run as a program."""
    program = [sys.executable, "-m", "trustkg"]
    done = subprocess.run(
        [*program, "validate", plan, "--lang", "en"], capture_output=True, check=False, text=True
    )
    assert code == done.returncode
    assert "Traceback" not in done.stderr
    assert bool(done.stdout) == (code != 2)


def test_choices_are_what_there_is() -> None:
    """The choices are spelt out so that help stays fast; they must not go stale."""
    params = {param.name: param for param in validate.command(ui.make(Language.EN)).params}
    choices = {
        name: tuple(params[name].type.choices)  # type: ignore[attr-defined]
        for name in ("format", "engine", "gate")
    }
    gates = tuple(severity.name.lower() for severity in reversed(Severity))
    assert choices == {"format": tuple(REPORTERS), "engine": tuple(ENGINES), "gate": gates}
