"""The wheel: what is in it, and that the suite runs against it where that is promised."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import trustkg

ROOMS = ("ontology", "shapes", "queries", "examples", "site")


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel by way of the sdist, as an index does."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(checkout)],
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


def test_the_wheel_holds_exactly_the_product(wheel: Path, checkout: Path) -> None:
    """A data file that is left out breaks every installed copy; a stray one is shipped."""
    package = {
        f"trustkg/{file.relative_to(checkout / 'trustkg').as_posix()}"
        for file in (checkout / "trustkg").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    data = {
        f"trustkg/_data/{file.relative_to(checkout).as_posix()}"
        for room in ROOMS
        for file in (checkout / room).rglob("*")
        if file.is_file()
    }
    names = zipfile.ZipFile(wheel).namelist()
    assert package | data == {name for name in names if ".dist-info/" not in name}
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    assert {"LICENSE", "ontology/LICENSE"} == licences


def test_the_wheel_works_on_its_own(wheel: Path, tmp_path: Path) -> None:
    """Ontology, shapes and queries are found where the wheel puts them."""
    target = tmp_path / "site-packages"
    zipfile.ZipFile(wheel).extractall(target)
    code = (
        "from pathlib import Path\n"
        "import trustkg\n"
        "from trustkg import queries, resources\n"
        "from trustkg.framework import Framework\n"
        "home = Path(trustkg.__file__).parent\n"
        "assert resources.data('ontology').is_relative_to(home / '_data')\n"
        "framework = Framework.load()\n"
        "print(len(queries.run(framework, queries.named('dimensions'), {}).rows))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(target)},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ("8\n", "") == (done.stdout, done.stderr)


@pytest.mark.skipif(
    os.environ.get("CI") != "true", reason="a developer's copy may be an editable install"
)
def test_the_suite_runs_against_the_installed_wheel(checkout: Path) -> None:
    """In CI the tests import the installed package and not the checkout beside them."""
    assert not Path(trustkg.__file__).is_relative_to(checkout)
