"""How reports that other tools read call a file."""

from __future__ import annotations

from pathlib import Path, PurePath
from urllib.parse import quote


def relative(source: str) -> str:
    """Return a file's path from the working folder, with slashes, where it lies below it."""
    path = Path(source)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    parts = [part for part in PurePath(path).parts if part != "."]
    return "/".join(parts).replace("//", "/", 1) if parts else source


def uri(source: str) -> str:
    """Return the URI of a file, relative where it lies below the working folder.

    Source: RFC 3986, section 4.2 (relative references).
    """
    path = relative(source)
    written = quote(path, safe="/!$&'()*+,;=@~")
    return f"file://{written}" if path.startswith("/") else written
