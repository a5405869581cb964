"""Check an ontology against OWL 2 DL with OWLAPI; a program, run by `test_profile.py`.

    python owl_profile.py FOLDER_OF_JARS ONTOLOGY.nt ...

prints a JSON object for each ontology: `inProfile`, `axioms` (how many were read) and
`violations`. It has a process of its own because a Java machine can't be stopped and started
again within one.
Source: OWL 2 Structural Specification, sections 3 and 11 (what OWL 2 DL requires).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import jpype


def start(jars: Path) -> None:
    """Start the Java machine of `JAVA_HOME`."""
    classpath = [str(jar) for jar in sorted(jars.glob("*.jar"))]
    jpype.startJVM("--enable-native-access=ALL-UNNAMED", classpath=classpath)


def check(ontologies: Iterable[str]) -> Iterator[dict[str, object]]:
    """Read ontologies and yield what OWLAPI's OWL2DLProfile says of each."""
    managers = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager")
    profile = jpype.JClass("org.semanticweb.owlapi.profiles.OWL2DLProfile")
    file = jpype.JClass("java.io.File")
    for ontology in ontologies:
        manager = managers.createOWLOntologyManager()
        read = manager.loadOntologyFromOntologyDocument(file(ontology))
        report = profile().checkOntology(read)
        yield {
            "inProfile": bool(report.isInProfile()),
            "axioms": int(read.getAxiomCount()),
            "violations": sorted(str(violation) for violation in report.getViolations()),
        }


if __name__ == "__main__":
    start(Path(sys.argv[1]))
    sys.stdout.write(json.dumps(list(check(sys.argv[2:])), ensure_ascii=False))
