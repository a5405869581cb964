"""`trustkg plan`: files appear whole, replace nothing unasked, and say what was not understood."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from trustkg.cli import plan, ui
from trustkg.errors import InputError, OutputError
from trustkg.language import Language


def run(*arguments: str, language: Language = Language.EN, given: str | None = None) -> Result:
    """Run the command."""
    command = plan.command(ui.make(language))
    return CliRunner().invoke(command, list(arguments), input=given)


@pytest.mark.parametrize("suffix", ["yaml", "json", "xlsx", "ttl", "jsonld"])
def test_a_new_plan_converts_to_every_format(suffix: str, tmp_path: Path) -> None:
    """The suffix of the file tells the format, on the way in and on the way out."""
    start, other, back = (str(tmp_path / name) for name in ("a.yaml", f"b.{suffix}", "c.yaml"))
    assert 0 == run("new", "-o", start).exit_code
    assert 0 == run("convert", start, other).exit_code
    assert 0 == run("convert", other, back).exit_code
    plain = run("convert", start, "-", "--to", "yaml")
    assert plain.stdout == Path(back).read_text(encoding="utf-8")


def test_comments_and_keys_are_in_the_language() -> None:
    """A person starts in their own language."""
    chinese = run("new", language=Language.ZH).stdout
    assert "\n计划: " in chinese
    assert "\nmeasures:\n" in run("new").stdout
    assert all("# " in text for text in (chinese, run("new").stdout))


def test_nothing_is_replaced_unasked(tmp_path: Path) -> None:
    """A file that is there stays, unless --force says otherwise."""
    target = tmp_path / "plan.yaml"
    target.write_text("mine", encoding="utf-8")
    assert isinstance(run("new", "-o", str(target)).exception, OutputError)
    assert "mine" == target.read_text(encoding="utf-8")
    assert 0 == run("new", "-o", str(target), "--force").exit_code
    assert ["plan.yaml"] == [file.name for file in tmp_path.iterdir()]


def test_what_was_not_understood_is_not_converted(tmp_path: Path) -> None:
    """A key that would be lost stops the conversion, and is named."""
    source, target = tmp_path / "a.yaml", tmp_path / "b.json"
    source.write_text("plan: p\nbudget: 5\n", encoding="utf-8")
    result = run("convert", str(source), str(target))
    assert isinstance(result.exception, InputError)
    assert "a.yaml:2:1" in result.stderr
    assert not target.exists()


def test_standard_input_needs_a_format_to_write() -> None:
    """Without a suffix --to says what to write, and --from what is read."""
    assert 2 == run("convert", "-", "-", given="plan: p\n").exit_code
    result = run("convert", "-", "-", "--from", "json", "--to", "yaml", given='{"plan": "p"}')
    assert "plan: p\n" == result.stdout


def test_schema_and_context_are_json() -> None:
    """What editors and RDF tools are given can be parsed."""
    assert json.loads(run("schema").stdout)["$id"].endswith("plan.schema.json")
    assert "@context" in json.loads(run("schema", "--context").stdout)
