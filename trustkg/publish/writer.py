"""Pages → folder, all at once or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn, Protocol

from trustkg.errors import OutputError, reason, shortened
from trustkg.language import Text

MARKER: Final = ".trustkg-site"
_MARK: Final = "This folder was written by trustkg build, which may replace these files:\n"


class File(Protocol):
    """A path below the target folder, with what is to stand there."""

    @property
    def path(self) -> str:
        """Relative path with forward slashes."""

    @property
    def content(self) -> bytes:
        """What the file is to hold."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written."""

    folder: Path
    files: int
    size: int


def write(pages: Iterable[File], target: Path) -> Written:
    """Write pages into a folder, replacing an earlier build.

    The pages go to a new folder beside the target, which takes its place by a rename once
    everything is there. Whatever fails, what stood before stays as it was.

    Args:
        pages: what to write; taken one by one.
        target: the folder, which may be absent, empty or an earlier build.

    Returns:
        How much was written.

    Raises:
        OutputError: the target is something else than an earlier build, holds a file that no
            build put there, or can't be written; or a page would lie outside it.
    """
    with _refusals(target):
        target = target.resolve()  # a link such as `current` stays a link
        _check(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        files, size = [], 0
        for page in pages:
            with _refusals(target):
                _put(fresh, page)
            files.append(page.path)
            size += len(page.content)
        with _refusals(target):
            mark = "".join(f"{line}\n" for line in files)
            (fresh / MARKER).write_text(_MARK + mark, encoding="utf-8", newline="\n")
            fresh.chmod(0o755)
            _check(target)  # a build takes seconds, in which somebody may have put a file there
            _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Written(target, len(files), size)


def _put(fresh: Path, page: File) -> None:
    place = fresh / page.path
    if not place.resolve().is_relative_to(fresh.resolve()):
        raise OutputError(
            page.path,
            Text("会写到目标文件夹之外", "would be written outside the folder"),
            help=Text(
                "请改正本体中由此得名的标识符", "mend the id in the ontology that it is named by"
            ),
        )
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(page.content)


def _check(target: Path) -> None:
    """Refuse to replace what no build has written.

    Raises:
        OutputError: the target is no earlier build, or holds a file that is none of its.
    """
    if not os.path.lexists(target):
        return
    marker = target / MARKER
    if target.is_dir() and (marker.is_file() or not any(target.iterdir())):
        listed = marker.read_text("utf-8", "replace").splitlines()[1:] if marker.is_file() else []
        foreign = _foreign(target, {MARKER, *listed})
        if foreign is None:
            return
        what = Text(
            f"其中有并非构建所得的文件，不予覆盖：{foreign}",
            f"holds a file that no build put there; left as it is: {foreign}",
        )
    else:
        what = Text(
            "不是先前构建的网站，不予覆盖", "is not an earlier build of the site; left as it is"
        )
    raise OutputError(
        str(target),
        what,
        help=Text(
            "请用--out另选文件夹，或自行移走此处内容",
            "choose another folder with --out, or move it away",
        ),
    )


def _foreign(target: Path, ours: set[str]) -> str | None:
    """Return the first path below a folder that is not ours; links to folders count as files."""
    for folder, folders, files in os.walk(target, onerror=_raise):
        folders.sort()
        links = (name for name in folders if (Path(folder) / name).is_symlink())
        for name in sorted((*files, *links)):
            path = (Path(folder) / name).relative_to(target).as_posix()
            if path not in ours:
                return path
    return None


def _swap(fresh: Path, target: Path) -> None:
    if not target.exists():
        fresh.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    try:
        target.rename(old / "site")
        try:
            fresh.rename(target)
        except OSError:
            (old / "site").rename(target)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _raise(error: OSError) -> NoReturn:
    raise error


@contextmanager
def _refusals(target: Path) -> Iterator[None]:
    """Turn the system's refusals into errors that say what to do."""
    try:
        yield
    except OSError as error:
        why = reason(error)
        raise OutputError(
            shortened(str(target), path=True),
            Text(f"写不进去：{why.zh}", f"can't be written: {why.en}"),
            help=Text(
                "请检查权限与剩余空间，或用--out另选文件夹",
                "check rights and space, or choose another folder with --out",
            ),
        ) from error
