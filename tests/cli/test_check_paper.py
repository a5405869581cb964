"""`trustkg check --paper`: what is printed and which exit code comes back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from trustkg import coverage
from trustkg.cli import check, ui
from trustkg.coverage import LeftOut, Selector
from trustkg.framework import Framework
from trustkg.language import Language, Text

PAPER = "1. 引言\n\n甲影响乙。丙影响丁；戊影响己。\n\n2. 结论\n\n感谢读者。\n"
CHANGED = PAPER.replace("甲影响乙", "甲不影响乙")
WHY = Text("只是致谢", "only thanks")
THANKS = LeftOut("uncovered/u1", "2", "感谢读者", makes_claim=False, reason="reasonWish", why=WHY)
STATED = (
    Selector("statement/s1", "1", "甲影响乙", states=True),
    Selector("statement/s2", "1", "丙影响丁", states=True),
    Selector("uncovered/u1", "2", "感谢读者", states=False),
)


def run(*arguments: str, language: Language = Language.EN) -> Result:
    """Run the command in this process; the exit code is what it returns."""
    command = check.command(ui.make(language))

    @click.command()
    def outer() -> None:
        sys.exit(command.main(list(arguments), standalone_mode=False))

    return CliRunner().invoke(outer)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, framework: Framework) -> str:
    """A copy of a small paper, in a world where the ontology speaks of nothing else."""
    monkeypatch.setattr(Framework, "load", lambda: framework)
    monkeypatch.setattr(coverage, "selectors", lambda _: STATED)
    monkeypatch.setattr(coverage, "left_out", lambda _: (THANKS,))
    (tmp_path / "paper.txt").write_text(PAPER, encoding="utf-8")
    return str(tmp_path / "paper.txt")


def test_all_holds(file: str) -> None:
    """Three lines that hold, and the table of shares."""
    result = run("--paper", file)
    lines = result.stdout.splitlines()
    assert (0, 3) == (result.exit_code, result.stdout.count("✓"))
    assert ["✓ Every quote stands exactly once in its section  (3 quotes)"] == lines[:1]
    totals = next(line for line in lines if "sections 1 to 7" in line)
    assert ["3", "2", "2", "100.0", "%", "2/3"] == totals.split()[-6:]


def test_a_changed_word_is_a_finding(file: str) -> None:
    """The finding names statement, section and quote, and shows the nearest text."""
    Path(file).write_text(CHANGED, encoding="utf-8")
    result = run("--paper", file)
    assert 1 == result.exit_code
    (first, second) = result.stdout.splitlines()[1:3]
    assert "    statement/s1  §1  “甲影响乙”" == first
    assert "nearest: “" in second
    assert "影响乙" in second


def test_an_uncovered_sentence_shows_its_beginning_only(file: str) -> None:
    """Enough to find it in one's own copy, and no more."""
    long = "辛" * 50
    Path(file).write_text(f"{PAPER}\n{long}。\n", encoding="utf-8")
    result = run("--paper", file)
    assert 1 == result.exit_code
    (line,) = [line for line in result.stdout.splitlines() if "辛" in line]
    assert "    §2, sentence 2  " + "辛" * 20 + "…" == line


def test_a_listed_sentence_that_has_a_statement_is_a_finding(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list of what is left out must stay true."""
    more = Selector("statement/s3", "2", "感谢", states=True)
    monkeypatch.setattr(coverage, "selectors", lambda _: (*STATED, more))
    result = run("--paper", file)
    assert 1 == result.exit_code
    assert "uncovered/u1  has statement/s3" in result.stdout


def test_uncovered_shows_what_is_listed_and_why(file: str) -> None:
    """A reader can dispute the reasons, and sees the parts that nobody stated."""
    said = run("--paper", file, "--uncovered").stdout
    assert "only thanks" not in run("--paper", file).stdout
    assert "§2, sentence 1  感谢读者。" in said
    assert "wish · makes no claim · only thanks" in said
    assert "§1, sentence 2  戊影响己。" in said


def test_json_has_everything(file: str) -> None:
    """What a program reads says the same as the text."""
    Path(file).write_text(CHANGED, encoding="utf-8")
    result = run("--paper", file, "--format", "json")
    answer = json.loads(result.stdout)
    assert (1, False, 3) == (result.exit_code, answer["passed"], answer["quotes"])
    assert ["statement/s1"] == [wrong["id"] for wrong in answer["misplaced"]]
    assert [1, 1] == [u["sentence"] for u in answer["uncovered"]]
    assert "only thanks" == answer["uncovered"][1]["listed"]["why"]["en"]
    assert ["1", "2"] == [section["section"] for section in answer["sections"]]
    assert 0.5 == answer["total"]["share"]


@pytest.mark.parametrize(
    "arguments", [["--uncovered"], ["--paper", "paper.txt", "--reasoner", "none"]]
)
def test_options_that_do_not_go_together(arguments: list[str]) -> None:
    """An option that would do nothing is refused."""
    result = run(*arguments)
    assert (2, "") == (result.exit_code, result.stdout)
    assert "--paper" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "data", [None, b"", "甲".encode("gbk"), b"\x00\x01", "没有标题。".encode(), CHANGED.encode()]
)
def test_a_wrong_file_is_an_error_and_no_traceback(tmp_path: Path, data: bytes | None) -> None:
    """Exit code 2, one line with what is wrong, one with what to do; nothing on stdout."""
    path = tmp_path / "paper.txt"
    if data is None:
        path.mkdir()
    else:
        path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-m", "trustkg", "--lang", "en", "check", "--paper", str(path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (2, "") == (done.returncode, done.stdout)
    first, second = done.stderr.splitlines()
    assert first.startswith(str(path))
    assert ": error: " in first
    assert second.startswith("help: ")


@pytest.fixture
def text_of_the_paper(checkout: Path) -> Path:
    """The paper's text, which lies beside the checkout where it is developed."""
    file = checkout.parent / "shared" / "paper" / "cui-2026.zh.txt"
    if not file.is_file():
        pytest.skip("the text of the paper is not part of the product")
    return file


@pytest.mark.parametrize("language", Language)
def test_the_ontology_holds_against_the_paper(text_of_the_paper: Path, language: Language) -> None:
    """Every quote of what is shipped is in the paper, and every sentence is accounted for."""
    result = run("--paper", str(text_of_the_paper), language=language)
    assert (0, 0) == (result.exit_code, result.stdout.count("✗")), result.stdout


def test_a_changed_copy_of_the_paper_is_noticed(
    framework: Framework, text_of_the_paper: Path, tmp_path: Path
) -> None:
    """One word changed in the real text, and the statements that quote it are named."""
    text = text_of_the_paper.read_text(encoding="utf-8")
    quoted = (s for s in coverage.selectors(framework) if s.states and 1 == text.count(s.quote))
    longest = max(quoted, key=lambda s: len(s.quote))
    middle = len(longest.quote) // 2
    other = longest.quote[:middle] + "囧" + longest.quote[middle + 1 :]
    changed = tmp_path / "changed.txt"
    changed.write_text(text.replace(longest.quote, other), encoding="utf-8")
    result = run("--paper", str(changed), "--format", "json")
    found = {wrong["id"]: wrong for wrong in json.loads(result.stdout)["misplaced"]}
    assert 1 == result.exit_code
    assert {longest.section} == {wrong["section"] for wrong in found.values()}
    assert other == found[longest.id]["nearest"]
