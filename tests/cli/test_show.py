"""`trustkg show` and `trustkg query`: who says what, names of all sorts, and readable answers."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from trustkg.cli import ui
from trustkg.cli.app import application
from trustkg.errors import QueryError, TrustKGError, UnknownTermError
from trustkg.framework import Framework
from trustkg.language import Language


@pytest.fixture(autouse=True)
def loaded_once(framework: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    """The framework is immutable, so that one serves every command of this file."""
    monkeypatch.setattr(Framework, "load", lambda: framework)


def run(*arguments: str, language: Language = Language.EN) -> Result:
    """Run the command as `main` does."""
    return CliRunner().invoke(application(ui.make(language)), arguments, standalone_mode=False)


def test_attribution_is_shown(framework: Framework) -> None:
    """What the paper reports from a work or theory isn't shown as its own."""
    for name, zh, en in (
        ("s2-1-1-08", "据社会交换理论", "after social exchange theory"),
        *(
            (s.id, f"出自[{number}]", f"as [{number}] reports")
            for s in framework.statements.values()
            for number in [framework.references[r].number for r in s.attributed_to if "/" in r][:1]
        ),
    ):
        assert zh in run("show", name, language=Language.ZH).output
        assert en in run("show", name).output


def test_an_inference_shows_what_it_rests_on(framework: Framework) -> None:
    """The reader can look up the paper's statements behind an inference."""
    inference = next(s for s in framework.statements.values() if s.rests_on)
    text = run("show", inference.id).output
    for id in inference.rests_on:
        assert id.removeprefix("statement/") in text
    (answer,) = json.loads(run("show", inference.id, "--format", "json").output)
    assert list(inference.rests_on) == answer["rests_on"]


def test_no_term_is_left_without_its_statements(framework: Framework) -> None:
    """A term that is but a condition, or what something holds with regard to, shows that."""
    (conditions, regards) = (framework.conditional_on, framework.with_regard_to)
    for found, heading, key in (
        (conditions, "As condition", "as_condition"),
        (regards, "With regard to it", "with_regard_to_it"),
    ):
        id, statements = next(iter(found.items()))
        text = run("show", id).output
        assert heading in text
        answer = json.loads(run("show", id, "--format", "json").output)
        assert [s.id for s in statements] == [s["id"] for s in answer[key]]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("i33", "critique/i33"),
        ("critique/i33", "critique/i33"),
        ("tkg:hostTrust", "主播信任"),
        ("<https://w3id.org/trustkg/hostTrust>", "主播信任"),
        ("section/5-1", "section/5-1"),
        ("tksec:5-1", "section/5-1"),
        ("tks:s5-1-11", "§5.1"),
    ],
)
def test_everything_goes_by_its_id(name: str, text: str) -> None:
    """Ids that other commands and the data have can be looked up, with their prefix too."""
    for format in ("text", "json"):
        done = run("show", name, "--format", format)
        assert done.exception is None
        assert text.strip("§") in done.output


def test_a_note_is_not_the_paper_s() -> None:
    """With --only-paper the project's critical notes are left out."""
    assert "not the paper's" in run("show", "i33", "--only-paper").stderr


@pytest.mark.parametrize("command", ["show", "query", "cite"])
@pytest.mark.parametrize("name", ["", " "])
def test_an_empty_name_is_said_to_be_empty(command: str, name: str) -> None:
    """“Is a directory” says nothing to somebody whose variable was not set."""
    error = run(command, name).exception
    assert isinstance(error, TrustKGError)
    assert "is empty" in error.what.en
    assert "空" in error.what.zh


@pytest.mark.parametrize("command", ["show", "query", "cite", "explain"])
def test_a_long_name_is_shortened(command: str) -> None:
    """A message stays readable, whatever was pasted."""
    error = run(command, "信" * 5000).exception
    assert isinstance(error, UnknownTermError | QueryError | TrustKGError)
    assert len(error.where) <= 200
    assert "…" in error.where


@pytest.mark.parametrize("language", list(Language))
def test_a_table_is_in_the_reader_s_language(framework: Framework, language: Language) -> None:
    """People see labels, programs ids."""
    names = [framework.label(id)[language] for id in ("hostTrust", "informationRisk")]
    table = run("query", "cq27", language=language).output
    for name in names:
        assert name in table
    assert ("维度" if language is Language.ZH else "dimension") in table
    assert "hostTrust" not in table
    assert "hostTrust" in run("query", "cq27", "--ids", language=language).output
    assert "dimension,risk" in run("query", "cq27", "--format", "csv", language=language).output


def test_one_row_is_one_row() -> None:
    """Not “1 rows”."""
    done = CliRunner().invoke(
        application(ui.make(Language.EN)),
        ["query", "-"],
        input="ASK { tkg:hostTrust a tkg:TrustDimension }",
        standalone_mode=False,
    )
    assert "1 row\n" == done.stderr


def test_a_syntax_error_is_told_in_chinese() -> None:
    """The parser's English would be read by nobody who asked for Chinese."""
    done = CliRunner().invoke(
        application(ui.make(Language.ZH)), ["query", "-"], input="SELECT", standalone_mode=False
    )
    assert isinstance(done.exception, QueryError)
    assert "expected" not in done.exception.what.zh
