"""`trustkg report` and `trustkg plan diff`: files, formats and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trustkg import resources
from trustkg.cli import plan_diff, report, ui
from trustkg.errors import InputError, OutputError
from trustkg.language import Language

EXAMPLES = resources.data("examples")
GOOD = str(EXAMPLES / "minimal.yaml")


def run(
    command: object, *arguments: str, input: bytes | None = None, language: Language = Language.EN
) -> Result:
    """Run a command as `main` does, where the value returned is the exit code."""
    made = command.command(ui.make(language))  # type: ignore[attr-defined]
    return CliRunner().invoke(made, arguments, input=input, standalone_mode=False)


@pytest.fixture
def worse(tmp_path: Path) -> str:
    """The minimal example with its target turned round."""
    text = Path(GOOD).read_text(encoding="utf-8")
    file = tmp_path / "worse.yaml"
    changed = text.replace("baseline: 18 %, target: 12 %", "baseline: 12 %, target: 18 %")
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    return str(file)


def test_report_is_written(tmp_path: Path) -> None:
    """Both languages by default, the reader's own first; the note goes to standard error."""
    target = tmp_path / "report.html"
    result = run(report, GOOD, "-o", str(target), language=Language.ZH)
    assert 0 == result.return_value
    page = target.read_text(encoding="utf-8")
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-Hans">')
    assert 'class="leaf leaf-en"' in page
    assert "" == result.stdout
    assert str(target) in result.stderr


def test_one_language() -> None:
    """--lang en leaves the other language out; without -o the page goes to standard output."""
    result = run(report, GOOD, "--lang", "en")
    assert result.stdout.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert 'leaf-zh"' not in result.stdout


def test_report_on_standard_input() -> None:
    """- reads standard input."""
    result = run(report, "-", input=Path(GOOD).read_bytes())
    assert 0 == result.return_value
    assert "stdin" in result.stdout


def test_report_that_cannot_be_made(tmp_path: Path) -> None:
    """A missing plan, or a folder that is not there, is an error that says what to do."""
    target = tmp_path / "none" / "report.html"
    assert isinstance(run(report, "missing.yaml", "-o", str(target)).exception, InputError)
    assert isinstance(run(report, GOOD, "-o", str(target)).exception, OutputError)
    assert not target.exists()


@pytest.mark.parametrize(
    ("arguments", "language", "messages"),
    [
        (["report", "x", "--lang", "both"], "zh_CN.UTF-8", Language.ZH),
        (["report", "x", "--lang", "both"], "en_GB.UTF-8", Language.EN),
        (["report", "x", "--lang", "en"], "zh_CN.UTF-8", Language.EN),
    ],
)
def test_language_of_messages_beside_both(
    arguments: list[str], language: str, messages: Language
) -> None:
    """Where a report is in both languages, the locale decides the language of messages."""
    assert messages == ui.choose_language(arguments, {"LANG": language})


def test_no_difference() -> None:
    """A plan against itself: one line, exit code 0."""
    result = run(plan_diff, GOOD, GOOD)
    assert (0, 1) == (result.return_value, len(result.stdout.splitlines()))


def test_new_error_fails(worse: str) -> None:
    """A new error is shown with its place and makes the exit code 1."""
    result = run(plan_diff, GOOD, worse)
    assert 1 == result.return_value
    line = next(line for line in result.stdout.splitlines() if "KPI23" in line)
    assert line.startswith(f"  + {worse}:")
    assert "      baseline: 18 % → 12 %" in result.stdout.splitlines()


def test_mended_error_passes(worse: str) -> None:
    """The other way round the same error went."""
    result = run(plan_diff, worse, GOOD)
    assert 0 == result.return_value
    assert any(line.startswith("  - ") and "KPI23" in line for line in result.stdout.splitlines())


def test_difference_as_json(worse: str) -> None:
    """Programs are told the same as readers, in both languages."""
    result = run(plan_diff, GOOD, worse, "--format", "json")
    data = json.loads(result.stdout)
    assert 1 == result.return_value
    assert data["worse"]
    assert ["KPI23"] == [finding["code"] for finding in data["findings"]["came"]]
    assert {"zh", "en"} == set(data["findings"]["came"][0]["message"])
    assert data["coverage"]["before"] == data["coverage"]["after"]
    assert ["changed"] == [item["change"] for item in data["contents"]]


def test_difference_as_page(worse: str) -> None:
    """--format html is a page of its own, as a report is."""
    result = run(plan_diff, GOOD, worse, "--format", "html")
    assert result.stdout.startswith("<!DOCTYPE html>")
    assert 'class="verdict bad"' in result.stdout


def test_unreadable_version() -> None:
    """A version that can't be read is an error, not an empty plan."""
    assert isinstance(run(plan_diff, GOOD, "missing.yaml").exception, InputError)
    assert "only once" in str(run(plan_diff, "-", "-").exception)


@pytest.mark.parametrize("command", [report, plan_diff])
def test_help_has_examples(command: object) -> None:
    """Help shows commands to copy."""
    assert "trustkg " in run(command, "--help").stdout.partition("Examples:")[2]
