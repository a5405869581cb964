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


@pytest.mark.parametrize("path", ["CNAME", "zh/notes.txt", ".git/config"])
def test_refuses_an_earlier_build_that_somebody_added_to(tmp_path: Path, path: str) -> None:
    """A file that no build wrote is never deleted, and the error names it."""
    target = tmp_path / "site"
    write(GOOD, target)
    (target / path).parent.mkdir(exist_ok=True)
    (target / path).write_bytes(b"mine")
    before = contents(target)
    with pytest.raises(OutputError) as caught:
        write(GOOD, target)
    assert str(target) == caught.value.where
    assert path in caught.value.what.en
    assert path in caught.value.what.zh
    assert before == contents(target)
    assert [target] == list(tmp_path.iterdir())


def test_refuses_what_is_added_during_the_build(tmp_path: Path) -> None:
    """A file that somebody puts there while pages are made is kept as well."""
    target = tmp_path / "site"
    write(GOOD, target)

    def slow() -> Iterator[Page]:
        yield GOOD[0]
        (target / "CNAME").write_bytes(b"mine")

    with pytest.raises(OutputError):
        write(slow(), target)
    assert b"mine" == (target / "CNAME").read_bytes()


def test_refuses_a_linked_folder_inside(tmp_path: Path) -> None:
    """A link to a folder is somebody's own, even where the folder is empty."""
    target = tmp_path / "site"
    write(GOOD, target)
    (tmp_path / "elsewhere").mkdir()
    (target / "linked").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError):
        write(GOOD, target)
    assert (target / "linked").is_symlink()


@pytest.mark.parametrize("path", ["../escaped.html", "zh/../../escaped.html", "/escaped.html"])
def test_nothing_is_written_outside(tmp_path: Path, path: str) -> None:
    """An id with dots in a hand-edited ontology can't reach other folders."""
    with pytest.raises(OutputError) as caught:
        write((*GOOD, Page(path, b"")), tmp_path / "build" / "site")
    assert path == caught.value.where
    assert [tmp_path / "build"] == list(tmp_path.iterdir())
    assert [] == list((tmp_path / "build").iterdir())


def test_a_page_that_fails_is_not_the_folder_s_fault(tmp_path: Path) -> None:
    """A missing template isn't reported as a folder that can't be written."""

    def missing() -> Iterator[Page]:
        yield GOOD[0]
        raise FileNotFoundError(2, "No such file", "home.html")

    with pytest.raises(FileNotFoundError):
        write(missing(), tmp_path / "site")
    assert [] == list(tmp_path.iterdir())


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


def test_a_link_to_an_earlier_build_stays_a_link(tmp_path: Path) -> None:
    """`current -> release` set-ups would break if the link became a folder."""
    write([Page("index.html", b"1")], tmp_path / "release")
    (tmp_path / "current").symlink_to("release", target_is_directory=True)
    write([Page("index.html", b"2")], tmp_path / "current")
    assert (tmp_path / "current").is_symlink()
    assert b"2" == (tmp_path / "release" / "index.html").read_bytes()


def test_a_name_too_long_for_the_system_is_refused(tmp_path: Path) -> None:
    """What the system can't name is an error that says what to do."""
    with pytest.raises(OutputError):
        write([Page("index.html", b"1")], tmp_path / ("x" * 300))
