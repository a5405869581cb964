"""`trustkg cite`: what it prints in which language, and what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest


def run(*arguments: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    """Run `trustkg cite` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "trustkg", "cite", *arguments, "--lang", language],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )


def test_without_a_name_everything_is_cited() -> None:
    """One line each for the paper, its nine references and the dataset."""
    done = run()
    assert (0, "") == (done.returncode, done.stderr)
    assert 11 == len(done.stdout.splitlines())


@pytest.mark.parametrize(("language", "author"), [("zh", "钟涛"), ("en", "Zhong, T.")])
def test_names_follow_the_language(language: str, author: str) -> None:
    """`--lang` chooses between hanzi and pinyin."""
    assert run("7", language=language).stdout.startswith(author)


def test_csl_is_json_and_nothing_else() -> None:
    """What goes into a file can be read by the next tool."""
    assert ["trustkg-s5-1-12", "cui2026"] == [
        item["id"] for item in json.loads(run("s5-1-12", "-f", "csl").stdout)
    ]


def test_an_unknown_name_is_refused() -> None:
    """Two lines of error, no traceback, exit code 2."""
    done = run("host", "trsut")
    assert (2, "") == (done.returncode, done.stdout)
    assert 2 == len(done.stderr.splitlines())
    assert "host trust" in done.stderr
