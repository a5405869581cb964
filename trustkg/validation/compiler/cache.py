"""Compiled shapes, kept between runs.

A file's name is the hash of everything that its content depends on: the shapes' files, this
package and Oxigraph's version. It is written beside its place and moved there, so that
whoever reads sees all of it or nothing; what can't be read back whole is compiled anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from trustkg.errors import InputError
from trustkg.language import Text
from trustkg.validation.compiler.build import compile_shapes
from trustkg.validation.compiler.graph import Term, refused
from trustkg.validation.compiler.model import CompiledConstraint, CompiledShapes, Mode

_SOURCES: Final = Path(__file__).parent


def compile_folder(folder: Path, *, cache: Path | None = None) -> CompiledShapes:
    """Compile the Turtle files of a folder, or take what was compiled of them before.

    Args:
        folder: holds the shapes.
        cache: where compiled shapes are kept; the user's cache folder where None.

    Returns:
        The compiled shapes. They are returned even where they can't be kept.

    Raises:
        InputError: a file is not Turtle, or a shape is not compiled.
    """
    files = sorted(folder.glob("*.ttl"))
    contents = [_content(file) for file in files]
    if cache is None:
        import platformdirs

        cache = platformdirs.user_cache_path("trustkg") / "compiled"
    place = cache / f"{_key(contents)}.json"
    kept = _kept(place)
    if kept is not None:
        return kept
    triples: list[ox.Triple] = []
    for number, (file, content) in enumerate(zip(files, contents, strict=True)):
        triples.extend(_named(_triples(file, content), f"f{number}"))
    compiled = compile_shapes(triples)
    with contextlib.suppress(OSError):
        _keep(place, compiled)
    return compiled


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(
            str(file), Text(str(error), str(error)), help=Text("请检查该文件", "check the file")
        ) from error


def _triples(file: Path, content: bytes) -> Iterable[ox.Triple]:
    try:
        return [quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)]
    except SyntaxError as error:
        detail = str(error.msg)
        raise InputError(
            f"{file}:{error.lineno}:{error.offset}",
            Text(f"不是合格的Turtle：{detail}", f"not Turtle: {detail}"),
            help=Text("请改正该处", "correct the file at that place"),
        ) from error


def _named(triples: Iterable[ox.Triple], prefix: str) -> Iterator[ox.Triple]:
    """Give blank nodes names by their order in the file, so that they are the same each time."""
    names: dict[ox.BlankNode, ox.BlankNode] = {}

    def named(term: Term) -> Term:
        if not isinstance(term, ox.BlankNode):
            return term
        return names.setdefault(term, ox.BlankNode(f"{prefix}n{len(names):06}"))

    for triple in triples:
        subject, object = triple.subject, triple.object
        if isinstance(subject, ox.Triple) or isinstance(object, ox.Triple):
            raise refused(subject, "引用三元组", "a quoted triple")
        node = named(subject)
        assert not isinstance(node, ox.Literal)
        yield ox.Triple(node, triple.predicate, named(object))


def _key(contents: Iterable[bytes]) -> str:
    """Return the hash of the shapes and of what compiles them."""
    sources = [file.read_bytes() for file in sorted(_SOURCES.glob("*.py"))]
    hashed = hashlib.sha256(ox.__version__.encode())
    for part in (*sources, b"shapes", *contents):
        hashed.update(hashlib.sha256(part).digest())
    return hashed.hexdigest()


def _keep(place: Path, compiled: CompiledShapes) -> None:
    body = json.dumps(_plain(compiled), ensure_ascii=False, sort_keys=True)
    whole = f"{hashlib.sha256(body.encode()).hexdigest()}\n{body}"
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(whole)
        Path(name).replace(place)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _kept(place: Path) -> CompiledShapes | None:
    """Return what is kept, or None where nothing is or it isn't what was written."""
    try:
        checksum, _, body = place.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    if hashlib.sha256(body.encode()).hexdigest() != checksum:
        return None
    return _compiled(json.loads(body))


def _plain(compiled: CompiledShapes) -> dict[str, Any]:
    return {
        "vocabulary": None if compiled.vocabulary is None else sorted(compiled.vocabulary),
        "constraints": [
            {
                "source": c.source,
                "shape": c.shape,
                "component": c.component,
                "severity": c.severity,
                "path": None if c.path is None else str(c.path),
                "messages": [[m.value, m.language] for m in c.messages],
                "mode": c.mode.value,
                "value_is_focus": c.value_is_focus,
                "text": c.text,
                "written": c.written,
                "focus": c.focus,
            }
            for c in compiled.constraints
        ],
    }


def _compiled(plain: dict[str, Any]) -> CompiledShapes:
    vocabulary = plain["vocabulary"]
    return CompiledShapes(
        tuple(
            CompiledConstraint(
                source=c["source"],
                shape=c["shape"],
                component=c["component"],
                severity=c["severity"],
                path=_path(c["path"]),
                messages=tuple(ox.Literal(text, language=tag) for text, tag in c["messages"]),
                mode=Mode(c["mode"]),
                value_is_focus=c["value_is_focus"],
                text=c["text"],
                written=c["written"],
                focus=c["focus"],
            )
            for c in plain["constraints"]
        ),
        None if vocabulary is None else frozenset(vocabulary),
    )


def _path(text: str | None) -> ox.NamedNode | ox.BlankNode | None:
    if text is None:
        return None
    return ox.BlankNode(text[2:]) if text.startswith("_:") else ox.NamedNode(text[1:-1])
