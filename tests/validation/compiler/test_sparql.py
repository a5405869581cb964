"""SPARQL in shapes: pre-bound variables, set-based where it is right, refused where it isn't."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from trustkg.errors import InputError
from trustkg.validation.compiled import Runner
from trustkg.validation.compiler import CompiledShapes, Mode, compile_shapes

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <urn:example:> .
"""
DECLARED = "ex:prefixes sh:declare [ sh:prefix 'ex' ; sh:namespace 'urn:example:' ] ."
DATA = """
ex:a a ex:Thing ; ex:p 1 , 2 , 3 ; ex:q "eins"@de .
ex:b a ex:Thing ; ex:p 4 .
ex:c a ex:Thing .
ex:d a ex:Part . ex:Part rdfs:subClassOf ex:Thing .
"""


def compiled(turtle: str) -> CompiledShapes:
    """Compile shapes."""
    text = f"{PREFIXES}{DECLARED}\n{turtle}"
    return compile_shapes(q.triple for q in ox.parse(text, format=ox.RdfFormat.TURTLE))


def constrained(select: str, more: str = "") -> str:
    """Return a shape for things with a SPARQL constraint."""
    return (
        f"ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:sparql ex:C {more} . "
        f'ex:C sh:prefixes ex:prefixes ; sh:select """{select}""" .'
    )


def found(turtle: str, data: str = DATA) -> list[tuple[str, str | None]]:
    """Return the local names of focus nodes, and values."""
    triples = [q.triple for q in ox.parse(PREFIXES + data, format=ox.RdfFormat.TURTLE)]
    results = Runner(compiled(turtle), []).found(triples)
    return sorted(
        (str(r.focus_node)[1:-1].removeprefix("urn:example:"), getattr(r.value, "value", None))
        for r in results
    )


def test_filter_in_an_inner_group_sees_this() -> None:
    """A group that only filters is evaluated with `$this` put in, as substitution does it."""
    select = """SELECT $this ?value WHERE {
      { FILTER NOT EXISTS { $this ex:p ?any } BIND ("none" AS ?value) }
      UNION { FILTER ($this = ex:b) BIND ("b" AS ?value) } }"""
    assert [("b", "b"), ("c", "none"), ("d", "none")] == found(constrained(select))


def test_groups_are_of_one_focus_node() -> None:
    """An aggregate counts what belongs to one focus node, not to all of them."""
    select = """SELECT $this (COUNT(?x) AS ?value) WHERE { $this ex:p ?x }
      GROUP BY $this HAVING (COUNT(?x) > 1)"""
    assert [("a", "3")] == found(constrained(select))


def test_one_by_one_where_a_join_is_not_substitution() -> None:
    """LIMIT is for each focus node, so such a query runs for each by itself."""
    shape = constrained("SELECT $this ?value WHERE { $this ex:p ?value } ORDER BY ?value LIMIT 1")
    assert [Mode.ONE_BY_ONE] == [c.mode for c in compiled(shape).constraints]
    assert [("a", "1"), ("b", "4")] == found(shape)


def test_sub_select_sees_this() -> None:
    """A sub-select that groups by `$this` has one row for each focus node."""
    select = """SELECT $this ?value WHERE {
      { SELECT $this (MAX(?x) AS ?value) WHERE { $this ex:p ?x } GROUP BY $this } }"""
    assert [("a", "3"), ("b", "4")] == found(constrained(select))


def test_inside_a_referenced_shape() -> None:
    """A SPARQL constraint of a shape that sh:node and sh:not refer to is a test of a node."""
    select = "SELECT $this WHERE { $this ex:p ?x FILTER (?x > 3) }"
    shape = constrained(select).replace("sh:targetClass ex:Thing ;", "")
    assert [("b", "urn:example:b")] == found(
        f"ex:T a sh:NodeShape ; sh:targetClass ex:Thing ; sh:node ex:S . {shape}"
    )
    assert ["a", "c", "d"] == [
        name
        for name, _ in found(
            f"ex:T a sh:NodeShape ; sh:targetClass ex:Thing ; sh:not ex:S . {shape}"
        )
    ]


def test_value_of_a_literal_that_a_store_alters() -> None:
    """Numbers compare by value and show as they are written, whatever a store makes of them."""
    select = "SELECT $this ?value (STR(?value) AS ?text) WHERE { $this ex:p ?value FILTER (?value > 6) }"
    data = 'ex:a a ex:Thing ; ex:p "007"^^xsd:byte , "7.50"^^xsd:decimal , "05"^^xsd:integer .'
    assert [("a", "007"), ("a", "7.50")] == found(constrained(select), data)


COMPONENT = """
ex:Component a sh:ConstraintComponent ;
  sh:parameter [ sh:path ex:least ] , [ sh:path ex:most ; sh:optional true ] ;
  sh:validator [ sh:prefixes ex:prefixes ;
    sh:ask "ASK { FILTER ($value >= $least && $value <= COALESCE(?most, 100)) }" ] .
"""


def test_component_with_parameters() -> None:
    """A validator sees its parameters, and an optional one that is not given stays unbound."""
    shape = "ex:S a sh:PropertyShape ; sh:path ex:p ; sh:targetClass ex:Thing ; ex:least 2 "
    assert [("a", "1")] == found(f"{shape} . {COMPONENT}")
    assert [("a", "1"), ("b", "4")] == found(f"{shape} ; ex:most 3 . {COMPONENT}")


@pytest.mark.parametrize(
    ("turtle", "word"),
    [
        (constrained("SELECT $this WHERE { $this ex:p ?x MINUS { ?x ex:q ?y } }"), "MINUS"),
        (constrained("SELECT $this WHERE { SERVICE ex:s { $this ex:p ?x } }"), "SERVICE"),
        (constrained("SELECT $this WHERE { $this ex:p ?x VALUES ?x { 1 } }"), "VALUES"),
        (constrained("SELECT $this WHERE { GRAPH ?g { $this ex:p ?x } }"), "GRAPH"),
        (constrained("SELECT $this WHERE { $this ex:p $shapesGraph }"), "$shapesGraph"),
        (constrained("SELECT $this WHERE { $this ex:p $currentShape }"), "$currentShape"),
        (constrained("SELECT $this WHERE { BIND (ex:a AS $this) }"), "assignment to $this"),
        (constrained("SELECT ?x WHERE { $this ex:p ?x }"), "does not select $this"),
        (
            constrained("SELECT $this WHERE { { SELECT ?x WHERE { $this ex:p ?x } } }"),
            "sub-select",
        ),
        (constrained("SELECT $this WHERE { $this ex:q ?x FILTER (LANG(?x) = 'DE') }"), "LANG()"),
        (constrained("SELECT $this WHERE { $this ex:p 01 }"), "01 in a triple pattern"),
        (constrained("SELECT $this WHERE { $this $PATH ?x }"), "$PATH"),
        (constrained("SELECT $this WHERE { $this ex:p ?x"), "SPARQL"),
        (constrained("SELECT $this WHERE { $this ex:p ?x }", "; sh:js ex:Script"), "sh:js"),
        (constrained("SELECT $this WHERE { $this ex:p ?x }", "; sh:rule ex:Rule"), "sh:rule"),
        (constrained("SELECT $this WHERE { $this ex:p ?x }", "; sh:minKount 1"), "sh:minKount"),
        (
            """ex:S a sh:NodeShape ; sh:targetClass ex:Thing ; sh:not ex:T .
            ex:T sh:property ex:P . ex:P sh:path ex:p ; sh:node ex:S .""",
            "recursive shapes",
        ),
        ("ex:S sh:targetClass ex:Thing ; sh:minCount 1 .", "sh:minCount without sh:path"),
        ("ex:S sh:targetClass ex:Thing ; sh:pattern '(?=a)' .", "regular expression"),
        ("ex:S sh:targetNode [] ; sh:class ex:Thing .", "blank node"),
        ("ex:S sh:targetClass ex:Thing ; sh:in [ rdf:first 1 ] .", "list"),
        ("ex:S sh:targetClass ex:Thing ; sh:node ex:Missing .", "does not exist"),
    ],
)
def test_refused_by_name(turtle: str, word: str) -> None:
    """What can't be compiled is an error that names it, never a rule that passes."""
    with pytest.raises(InputError) as caught:
        compiled(turtle)
    assert word in caught.value.what.en


@pytest.mark.parametrize("bound", ["minExclusive", "minInclusive", "maxExclusive", "maxInclusive"])
def test_values_that_cannot_be_compared(bound: str) -> None:
    """A value that SPARQL can't compare with the bound violates it, whatever the direction."""
    data = """ex:a a ex:Thing ; ex:p "abc"^^xsd:integer , "300"^^xsd:byte , "x"^^ex:datatype ,
      "2026-01-01"^^xsd:date , "text" , ex:b , true ."""
    shape = f"ex:S sh:path ex:p ; sh:targetClass ex:Thing ; sh:{bound} 1 ."
    assert 7 == len(found(shape, data))
