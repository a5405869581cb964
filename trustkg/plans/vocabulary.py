"""The keys and value types of plan files, as `ontology/plan/` defines them."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from trustkg.framework import Framework
from trustkg.framework.model import fold
from trustkg.language import Text
from trustkg.plans.amounts import fold_unit
from trustkg.vocab import PLAN, PREFIXES, XSD, local_id

IDENTIFIER: Final = PLAN + "identifier"
NUMBER: Final = PLAN + "number"
UNIT: Final = PLAN + "unit"
AS_WRITTEN: Final = PLAN + "asWritten"
PLAN_CLASS: Final = PLAN + "Plan"
QUANTITY: Final = PLAN + "Quantity"

_PROPERTIES: Final = """
SELECT DISTINCT ?property ?class ?range ?functional ?key {
  ?property rdfs:domain/(owl:unionOf/rdf:rest*/rdf:first)? ?domain ;
            rdfs:range/(owl:unionOf/rdf:rest*/rdf:first)? ?range ;
            rdfs:label|skos:altLabel ?key .
  ?class rdfs:subClassOf* ?domain .
  FILTER (STRSTARTS(STR(?property), STR(tkp:)) && ISIRI(?domain) && ISIRI(?range))
  BIND (EXISTS { ?property a owl:FunctionalProperty } AS ?functional)
} ORDER BY ?property ?class ?range ?key
"""
_DEFINITIONS: Final = """
SELECT ?property ?zh ?en {
  ?property a ?kind ; skos:definition ?zh , ?en .
  FILTER (STRSTARTS(STR(?property), STR(tkp:)))
  FILTER (langMatches(lang(?zh), "zh") && langMatches(lang(?en), "en"))
}
"""
_UNITS: Final = """
SELECT ?unit ?name {
  ?unit a <http://qudt.org/schema/qudt/Unit> ; rdfs:label|skos:altLabel ?name
}
"""


_LONGEST_KEY: Final = 40


class ValueType(enum.Enum):
    """What stands after a key."""

    TEXT = "text"
    DATE = "date"
    QUANTITY = "quantity"
    NODE = "node"
    TERM = "term"


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the plan vocabulary.

    `ranges` are the IRIs of the classes that its values belong to; `names` are the keys that
    stand for it, its labels first.
    """

    iri: str
    label: Text
    type: ValueType
    ranges: tuple[str, ...]
    functional: bool
    definition: Text
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a plan file may say.

    `keys` gives, for the IRI of a class, its properties by folded key; `spellings` the keys
    of a class as the ontology writes them; `units` the IRIs of units by folded name;
    `properties` the properties of a class in the order in which a plan is written.
    """

    keys: Mapping[str, Mapping[str, Property]]
    spellings: Mapping[str, tuple[str, ...]]
    units: Mapping[str, str]
    properties: Mapping[str, tuple[Property, ...]]

    @classmethod
    def of(cls, framework: Framework) -> Vocabulary:
        """Read the vocabulary of plans out of the framework's store."""
        rows = _rows(framework, _PROPERTIES)
        ranges: dict[str, dict[str, None]] = {}
        for row in rows:
            ranges.setdefault(row["property"], {})[row["range"]] = None
        found = {row["property"]: row for row in rows}
        definitions = _definitions(framework)
        names = {iri: _names(framework.label(local_id(iri)), iri, rows) for iri in found}
        properties = {
            iri: Property(
                iri,
                framework.label(local_id(iri)),
                _type(tuple(ranges[iri])),
                tuple(ranges[iri]),
                row["functional"] == "true",
                definitions.get(iri, Text("", "")),
                names[iri],
            )
            for iri, row in found.items()
        }
        keys: dict[str, dict[str, Property]] = {}
        spellings: dict[str, dict[str, None]] = {}
        members: dict[str, dict[str, None]] = {}
        for row in rows:
            iri = row["property"]
            for key in (row["key"], iri.removeprefix(PLAN)):
                keys.setdefault(row["class"], {})[fold(key)] = properties[iri]
            spellings.setdefault(row["class"], {})[row["key"]] = None
            members.setdefault(row["class"], {})[iri] = None
        order = _order(framework)
        units = {fold_unit(row["name"]): row["unit"] for row in _rows(framework, _UNITS)}
        return cls(
            MappingProxyType({c: MappingProxyType(found) for c, found in keys.items()}),
            MappingProxyType({c: tuple(found) for c, found in spellings.items()}),
            MappingProxyType(units),
            MappingProxyType(
                {
                    kind: tuple(properties[iri] for iri in sorted(iris, key=order.__getitem__))
                    for kind, iris in members.items()
                }
            ),
        )

    def property(self, kind: str, key: str) -> Property | None:
        """Return the property that a key stands for in a node of a class, if there is one."""
        return self.keys.get(kind, {}).get(fold(key))

    def nearest_key(self, kind: str, key: str) -> str | None:
        """Return the key nearest to a misspelt one, or None where nothing is near."""
        from difflib import get_close_matches

        folded = {fold(known): known for known in self.spellings.get(kind, ())}
        close = get_close_matches(fold(key)[:_LONGEST_KEY], folded, n=1, cutoff=0.6)
        return folded[close[0]] if close else None


def _type(ranges: tuple[str, ...]) -> ValueType:
    first = ranges[0]
    if first == QUANTITY:
        return ValueType.QUANTITY
    if first == XSD + "date":
        return ValueType.DATE
    if first.startswith(XSD):
        return ValueType.TEXT
    return ValueType.NODE if first.startswith(PLAN) else ValueType.TERM


def _names(label: Text, iri: str, rows: list[dict[str, str]]) -> tuple[str, ...]:
    others = (row["key"] for row in rows if row["property"] == iri)
    return tuple(dict.fromkeys((label.zh, label.en, *others, iri.removeprefix(PLAN))))


def _definitions(framework: Framework) -> dict[str, Text]:
    rows = _rows(framework, _DEFINITIONS)
    return {row["property"]: Text(row["zh"], row["en"]) for row in rows}


def _order(framework: Framework) -> dict[str, int]:
    """Return the place of each property in the files of the vocabulary.

    They list the properties in the order of a plan, and no store keeps that.
    """
    places: dict[str, int] = {}
    for file in sorted((framework.folder / "plan").glob("*.ttl")):
        for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE):
            places.setdefault(getattr(quad.subject, "value", ""), len(places))
    return places


def _rows(framework: Framework, query: str) -> list[dict[str, str]]:
    found = framework.store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: getattr(solution[name], "value", "") for name in names} for solution in found]
