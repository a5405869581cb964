"""Writing: all or nothing, nothing of others' overwritten, always the same bytes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from trustkg.errors import OutputError
from trustkg.publish import Page, write
from trustkg.publish.writer import MARKER

GOOD = (Page("index.html", b"new"), Page("zh/index.html", b"new"))
DIGEST = """
import hashlib
from trustkg.framework import Framework
from trustkg.publish import site
digest = hashlib.sha256()
for page in site(Framework.load()):
    digest.update(page.path.encode() + b"\\0" + page.content + b"\\0")
print(digest.hexdigest())
"""


def failing() -> Iterator[Page]:
    """Yield one page and then break, as a template with an error does."""
    yield GOOD[0]
    raise RuntimeError


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_writes_into_a_new_folder(tmp_path: Path) -> None:
    """A first build makes the folder, its parents and the marker."""
    target = tmp_path / "build" / "site"
    written = write(GOOD, target)
    assert (2, 6) == (written.files, written.size)
    assert {"index.html", "zh/index.html", MARKER} == set(contents(target))


def test_replaces_an_earlier_build(tmp_path: Path) -> None:
    """Pages of an earlier build don't linger."""
    target = tmp_path / "site"
    write((Page("old.html", b"old"),), target)
    write(GOOD, target)
    assert {"index.html", "zh/index.html", MARKER} == set(contents(target))
    assert [target] == list(tmp_path.iterdir())


def test_a_failing_build_leaves_the_old_one(tmp_path: Path) -> None:
    """What breaks half-way changes nothing and leaves nothing behind."""
    target = tmp_path / "site"
    write(GOOD, target)
    before = contents(target)
    with pytest.raises(RuntimeError):
        write(failing(), target)
    assert before == contents(target)
    assert [target] == list(tmp_path.iterdir())


def test_a_failing_swap_puts_the_old_one_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the new folder can't take its place, the old one is put back."""
    target = tmp_path / "site"
    write((Page("old.html", b"old"),), target)
    rename = Path.rename

    def refuse(self: Path, to: Path) -> Path:
        if to == target and self.name != "site":
            raise PermissionError(13, "Permission denied", str(to))
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError):
        write(GOOD, target)
    assert {"old.html", MARKER} == set(contents(target))
    assert [target] == list(tmp_path.iterdir())


def test_refuses_a_folder_that_is_not_ours(tmp_path: Path) -> None:
    """Somebody's own files are never replaced."""
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(OutputError) as caught:
        write(GOOD, tmp_path)
    assert str(tmp_path) == caught.value.where
    assert {"thesis.docx": b"years of work"} == contents(tmp_path)


def test_refuses_a_file(tmp_path: Path) -> None:
    """A file in the place of the folder is left alone."""
    target = tmp_path / "site"
    target.write_bytes(b"mine")
    with pytest.raises(OutputError):
        write(GOOD, target)
    assert b"mine" == target.read_bytes()


def test_a_parent_that_is_a_file(tmp_path: Path) -> None:
    """What the system refuses is an error with a next step, not a traceback."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError):
        write(GOOD, tmp_path / "file" / "site")


def test_same_input_same_bytes() -> None:
    """No order of sets or hashes gets into a page or a data file."""
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            capture_output=True,
            encoding="utf-8",
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert 1 == len(digests)
