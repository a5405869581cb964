"""Pages → folder, all at once or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from trustkg.errors import OutputError
from trustkg.language import Text

MARKER: Final = ".trustkg-site"
_MARK: Final = "This folder was written by trustkg build, which may replace it.\n"


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
        OutputError: the target is something else than an earlier build, or can't be written.
    """
    target = target.absolute()
    _check(target)
    with _refusals(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        with _refusals(target):
            files = size = 0
            for page in pages:
                place = fresh / page.path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(page.content)
                files += 1
                size += len(page.content)
            (fresh / MARKER).write_text(_MARK, encoding="utf-8")
            fresh.chmod(0o755)
            _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Written(target, files, size)


def _check(target: Path) -> None:
    if target.is_dir():
        if (target / MARKER).is_file() or not any(target.iterdir()):
            return
    elif not target.exists():
        return
    raise OutputError(
        str(target),
        Text("不是先前构建的站点，不予覆盖", "is not an earlier build of the site; left as it is"),
        help=Text(
            "请用--out另选文件夹，或自行移走此处内容",
            "choose another folder with --out, or move it away",
        ),
    )


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


@contextmanager
def _refusals(target: Path) -> Iterator[None]:
    """Turn the system's refusals into errors that say what to do."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(
            str(error.filename or target),
            Text(f"写不进去：{reason}", f"can't be written: {reason}"),
            help=Text(
                "请检查权限与剩余空间，或用--out另选文件夹",
                "check rights and space, or choose another folder with --out",
            ),
        ) from error
