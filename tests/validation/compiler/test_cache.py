"""Compiled shapes are kept by content, and what is damaged is made anew."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from trustkg.validation.compiler import compile_folder

SHAPE = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:targetNode 1 ; "
    'sh:path [ sh:inversePath <urn:p> ] ; sh:minCount 1 ; sh:message "fehlt"@de .'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one shape."""
    made = tmp_path / "shapes"
    made.mkdir()
    (made / "one.ttl").write_text(SHAPE)
    return made


def test_kept_is_what_was_compiled(folder: Path, tmp_path: Path) -> None:
    """A second run reads what the first one wrote, and has the same."""
    first = compile_folder(folder, cache=tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    written = kept.stat().st_mtime_ns
    assert first == compile_folder(folder, cache=tmp_path / "cache")
    assert written == kept.stat().st_mtime_ns


def test_other_shapes_are_compiled_anew(folder: Path, tmp_path: Path) -> None:
    """A changed shape never meets what was compiled of the old one."""
    compile_folder(folder, cache=tmp_path / "cache")
    (folder / "one.ttl").write_text(SHAPE.replace("minCount", "maxCount"))
    changed = compile_folder(folder, cache=tmp_path / "cache")
    assert ["MaxCount"] == [
        c.component.rpartition("#")[2].removesuffix("ConstraintComponent")
        for c in changed.constraints
    ]


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff\xfe", b"0\n{}"])
def test_damaged_is_rebuilt(folder: Path, tmp_path: Path, damage: bytes) -> None:
    """A file that is cut off or changed is not trusted, and is replaced."""
    first = compile_folder(folder, cache=tmp_path / "cache")
    (kept,) = (tmp_path / "cache").iterdir()
    whole = kept.read_bytes()
    for content in (damage, whole[: len(whole) // 2], whole.replace(b"SELECT", b"SELEKT")):
        kept.write_bytes(content)
        assert first == compile_folder(folder, cache=tmp_path / "cache")
        assert whole == kept.read_bytes()


def test_unwritable_cache_is_no_error(folder: Path, tmp_path: Path) -> None:
    """Where nothing can be kept everything still runs."""
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert compile_folder(folder, cache=tmp_path / "cache").constraints


def test_many_at_once(folder: Path, tmp_path: Path) -> None:
    """Runs at the same time all get the whole, and leave one file behind."""
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: compile_folder(folder, cache=tmp_path / "c"), range(24)))
    assert [made[0]] * 24 == made
    assert 1 == len(list((tmp_path / "c").iterdir()))
