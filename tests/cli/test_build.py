"""`trustkg build`: what it says, what it makes, what it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


def run(*arguments: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    """Run `trustkg build` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "trustkg", "build", *arguments, "--lang", language],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONUTF8": "1"},
    )


def test_builds_and_says_how_to_open_it(tmp_path: Path) -> None:
    """One command makes the site; its last words name the page to open."""
    out = tmp_path / "site"
    done = run("--out", str(out))
    assert (0, "") == (done.returncode, done.stderr)
    assert str(out / "index.html") in done.stdout
    assert (out / "zh" / "index.html").is_file()
    assert (out / "en" / "index.html").is_file()


def test_refuses_a_foreign_folder(tmp_path: Path) -> None:
    """A folder with somebody's files stays, with one line of error and one of help."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    done = run("--out", str(tmp_path))
    assert 2 == done.returncode
    assert ["mine.txt"] == [p.name for p in tmp_path.iterdir()]
    assert 2 == len(done.stderr.splitlines())
    assert done.stderr.startswith(f"{tmp_path}: error: ")


def test_refuses_to_delete_what_was_added(tmp_path: Path) -> None:
    """Building again leaves a site alone to which somebody has added a file, and names it."""
    out = tmp_path / "site"
    assert 0 == run("--out", str(out)).returncode
    (out / "CNAME").write_text("example.org", encoding="utf-8")
    done = run("--out", str(out))
    assert 2 == done.returncode
    assert "CNAME" in done.stderr.splitlines()[0]
    assert "example.org" == (out / "CNAME").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "url",
    [
        "example.org",
        "ftp://example.org/",
        "http://[::1",
        "http://x y/",
        "http://:80/",
        "http://x:99999/",
        'http://x/"><script>',
        "https://example.org/a?b=c",
        "https://example.org/#c",
    ],
)
def test_base_url_must_be_whole(tmp_path: Path, url: str) -> None:
    """A half address is refused before anything is written."""
    done = run("--out", str(tmp_path / "site"), "--base-url", url)
    assert 2 == done.returncode
    assert "--base-url" in done.stderr
    assert [] == list(tmp_path.iterdir())
