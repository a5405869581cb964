"""`trustkg validate`: what it prints where, and its exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
import rdflib
from click.testing import CliRunner, Result

from trustkg import resources
from trustkg.cli import ui, validate
from trustkg.errors import InputError
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


WRONG = """\
# a plan
plan: p
period: {start: 2026-09-01, end: 2026-11-30}
excluded:
  - {dimension: [商品信任, 平台信任, 社交信任], why: next season}
measures:
  - id: m1  # the only one
    does: talk about the goods on stream
    responsible: host
    builds: [personalty trust]
    expects: [repurchase rate]
    novel: {why: the framework has no such action}
    evidence: [{source: s, section: "1"}]
kpis:
  - {indicator: repurchase rate, baseline: 7 %, target: 9 %, by: 2026-11-30}
"""
RIGHT = WRONG.replace("personalty", "personality")


def written(folder: Path, name: str = "p.yaml", text: str = WRONG) -> Path:
    """Write a plan into a folder."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    return file


def test_fix_mends_the_file(tmp_path: Path) -> None:
    """--fix writes what is safe, says what it did, and the exit code is that of the result."""
    file = written(tmp_path)
    result = run(str(file), "--fix")
    assert RIGHT == file.read_text(encoding="utf-8")
    assert 0 == result.return_value
    place = f"{file}:10:14: fixed [READ01]: "
    assert f"{place}replace “personalty trust” by “personality trust”" in result.stderr
    assert ["p.yaml"] == [found.name for found in tmp_path.iterdir()]
    before = file.stat().st_mtime_ns
    assert 0 == run(str(file), "--fix").return_value
    assert before == file.stat().st_mtime_ns


def test_diff_changes_nothing(tmp_path: Path) -> None:
    """--diff prints a patch and leaves the file; the exit code is that of the file."""
    file = written(tmp_path)
    result = run(str(file), "--diff")
    assert WRONG == file.read_text(encoding="utf-8")
    assert 1 == result.return_value
    assert result.stdout.startswith(f"--- {file}\n+++ {file}\n@@ ")
    assert "+    builds: [personality trust]" in result.stdout.splitlines()
    assert "1; nothing was changed" in result.stderr


def test_unsafe_fixes_only_when_asked(tmp_path: Path) -> None:
    """What changes the meaning of a plan is left to its author."""
    swapped = RIGHT.replace("baseline: 7 %, target: 9 %", "baseline: 9 %, target: 7 %")
    file = written(tmp_path, text=swapped)
    assert 1 == run(str(file), "--fix").return_value
    assert swapped == file.read_text(encoding="utf-8")
    assert 0 == run(str(file), "--fix", "--unsafe-fixes").return_value
    assert RIGHT == file.read_text(encoding="utf-8")


def test_diff_of_standard_input() -> None:
    """An editor can ask for the repairs of what isn't saved yet, under the file's name."""
    result = run("-", "--diff", "--stdin-filename", "plans/x.yaml", input=WRONG.encode())
    assert result.stdout.startswith("--- plans/x.yaml\n")


def test_standard_input_has_a_name() -> None:
    """Findings in standard input are called by the name that was given."""
    result = run("-", "--stdin-filename", "plans/x.yaml", input=WRONG.encode())
    assert "plans/x.yaml:10:14: error[READ01" in result.stdout


def test_report_goes_into_a_file(tmp_path: Path) -> None:
    """-o writes the report, never colours it, and tells the totals on standard error."""
    target = tmp_path / "out.json"
    result = run(GOOD, "--format", "json", "-o", str(target))
    assert [GOOD] == [plan["source"] for plan in json.loads(target.read_text())["plans"]]
    assert "" == result.stdout
    assert "in 1 plan" in result.stderr


def test_folders_and_patterns(tmp_path: Path) -> None:
    """A folder stands for all plans below it but the hidden ones, a pattern for its matches."""
    for name in ("a.yaml", "b/c.yml", ".hidden/d.yaml", "notes.txt"):
        written(tmp_path, name, RIGHT)
    for argument in (str(tmp_path), f"{tmp_path}/**/[a-c].y*ml"):
        plans = json.loads(run(argument, str(tmp_path / "a.yaml"), "--format", "json").stdout)
        names = [Path(plan["source"]).name for plan in plans["plans"]]
        assert ["a.yaml", "c.yml"] == names


@pytest.mark.parametrize("argument", ["empty", "nothing-*.yaml"])
def test_nothing_to_check_is_an_error(argument: str, tmp_path: Path) -> None:
    """A pipeline that checks no plan must not pass."""
    (tmp_path / "empty").mkdir()
    result = run(str(tmp_path / argument))
    assert 2 == result.return_value
    assert "there is no plan here" in result.stderr


def test_configuration_is_found_and_can_be_named(tmp_path: Path) -> None:
    """trustkg.toml above the plan holds; --config names another, --isolated none."""
    file = written(tmp_path, "plans/p.yaml", RIGHT.replace("9 %, by", "7 %, by"))
    assert 0 == run(str(file)).return_value
    written(tmp_path, "trustkg.toml", 'gate = "warning"\n')
    assert 1 == run(str(file)).return_value
    assert 0 == run(str(file), "--isolated").return_value
    assert 0 == run(str(file), "--gate", "violation").return_value
    other = written(tmp_path, "other.toml", 'gate = "warning"\n[rules]\nKPI30 = "off"\n')
    assert 0 == run(str(file), "--config", str(other)).return_value


def test_configuration_that_can_t_be_used(tmp_path: Path) -> None:
    """An unknown rule in the configuration stops the run and doesn't pass for a finding."""
    written(tmp_path, "trustkg.toml", '[rules]\nKPI99 = "off"\n')
    file = written(tmp_path, text=RIGHT)
    error = run(str(file)).exception
    assert isinstance(error, InputError)
    assert "KPI99" in error.what.en


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((GOOD, "--fix", "--diff"), "exclude each other"),
        (("-", "--fix"), "can't change standard input"),
        ((GOOD, "--stdin-filename", "x.yaml"), "is for standard input"),
        ((GOOD, "--isolated", "--config", "x.toml"), "exclude each other"),
    ],
)
def test_contradictions_are_refused(arguments: tuple[str, ...], said: str) -> None:
    """Options that can't be meant together are a usage error."""
    error = run(*arguments, input=b"").exception
    assert isinstance(error, click.UsageError)
    assert said in str(error)


@pytest.mark.parametrize(
    ("no_color", "force_color", "coloured"),
    [("", "", False), ("", "1", True), ("1", "1", False)],
)
def test_colour_can_be_asked_for(
    no_color: str, force_color: str, coloured: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """FORCE_COLOR colours a pipe, and NO_COLOR is stronger."""
    monkeypatch.setenv("NO_COLOR", no_color)
    monkeypatch.setenv("FORCE_COLOR", force_color)
    done = CliRunner().invoke(
        validate.command(ui.make(Language.EN)), [BAD], standalone_mode=False, color=True
    )
    assert coloured == ("\x1b[" in done.stdout)


@pytest.mark.parametrize("format", ["sarif", "html"])
def test_repairs_are_in_formats_for_tools(format: str, tmp_path: Path) -> None:
    """SARIF and HTML carry the repairs, because who reads them can't ask again."""
    result = run(str(written(tmp_path)), "--format", format)
    assert "replace “personalty trust” by “personality trust”" in result.stdout
