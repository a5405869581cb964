"""Writing one file: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from trustkg.errors import OutputError, reason, shortened
from trustkg.language import Text


def write_file(target: Path, content: bytes) -> None:
    """Write a file beside its target and then rename it, so that nothing half-written shows.

    Args:
        target: the file; what stands there is replaced, and keeps its rights. A link is
            followed; a device or pipe is written to as it is.
        content: what the file is to hold.

    Raises:
        OutputError: it can't be written; what stood there before is untouched.
    """
    try:
        place = target.resolve()
        if place.exists() and not place.is_file() and not place.is_dir():
            place.write_bytes(content)
            return
        rights = place.stat().st_mode & 0o777 if place.is_file() else 0o666 & ~_umask()
        handle, name = tempfile.mkstemp(prefix=f".{place.name}-", dir=place.parent)
        fresh = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            fresh.chmod(rights)
            fresh.replace(place)
        finally:
            with contextlib.suppress(FileNotFoundError):
                fresh.unlink()
    except (OSError, ValueError, RuntimeError) as error:
        why = reason(error)
        raise OutputError(
            shortened(str(target), path=True),
            Text(f"写不出去：{why.zh}", f"can't be written: {why.en}"),
            help=Text("请检查路径与权限", "check the path and your rights"),
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
