"""The rooms of the package and the way imports run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import trustkg

FLOORS = {
    "language": 0,
    "vocab": 0,
    "resources": 0,
    "errors": 1,
    "paper_text": 2,
    "framework": 2,
    "coverage": 3,
    "reasoning": 3,
    "explanation": 3,
    "mechanism": 3,
    "queries": 3,
    "plans": 3,
    "literature": 3,
    "validation": 4,
    "quality": 5,
    "publish": 5,
    "repairs": 5,
    "synopsis": 5,
    "reporters": 6,
    "report_page": 6,
    "cli": 7,
    "__main__": 8,
}
"""The floor of each room; the ground floor is 0 and imports point strictly down."""

SOLE_IMPORTERS = {
    "owlready2": "trustkg.reasoning",
    "networkx": "trustkg.mechanism",
    "pyshacl": "trustkg.validation.reference",
    "jinja2": "trustkg.publish",
    "click": "trustkg.cli",
    "rich": "trustkg.cli",
    "ruamel": "trustkg.plans",
}

PACKAGE = Path(trustkg.__file__).parent


def modules() -> Iterator[tuple[str, Path]]:
    """Yield each module's dotted name and file."""
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = ("trustkg", *file.relative_to(PACKAGE).with_suffix("").parts)
        yield ".".join(p for p in parts if p != "__init__"), file


def imported(file: Path) -> set[str]:
    """Return the dotted names that a file imports, wherever in the file it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def room(dotted: str) -> str | None:
    """Return the room of one of the package's modules."""
    parts = dotted.split(".")
    return parts[1] if parts[0] == "trustkg" and len(parts) > 1 else None


@pytest.mark.parametrize(("name", "file"), [pytest.param(*m, id=m[0]) for m in modules()])
def test_imports_point_strictly_down(name: str, file: Path) -> None:
    """A room that reached up or sideways would make the house impossible to change."""
    here = room(name)
    if here is None:
        return
    assert here in FLOORS, f"{name} is placed on no floor"
    sideways = {
        target
        for target in imported(file)
        if (there := room(target)) in FLOORS and there != here and FLOORS[there] >= FLOORS[here]
    }
    assert set() == sideways


@pytest.mark.parametrize(("name", "file"), [pytest.param(*m, id=m[0]) for m in modules()])
def test_heavy_packages_have_one_importer(name: str, file: Path) -> None:
    """An engine that is imported in two rooms can no longer be replaced."""
    strangers = {
        package
        for target in imported(file)
        if (package := target.split(".")[0]) in SOLE_IMPORTERS
        and not name.startswith(SOLE_IMPORTERS[package])
    }
    assert set() == strangers


@pytest.mark.parametrize(("name", "file"), [pytest.param(*m, id=m[0]) for m in modules()])
def test_modules_stay_readable(name: str, file: Path) -> None:
    """A module over 400 lines has more than one subject."""
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400, name
