"""The JSON Schema of plan files, derived from vocabulary, shapes and ontology.

Source: JSON Schema 2020-12. `doNotSuggest` is a keyword of editors: a further spelling is
accepted without being offered.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from trustkg import resources
from trustkg.framework import Framework, Term
from trustkg.language import Language, Text
from trustkg.plans.context import Json, context
from trustkg.plans.document import IN_BRACKETS
from trustkg.plans.outline import Names
from trustkg.plans.terms import Misread, Terms
from trustkg.plans.vocabulary import PLAN_CLASS, QUANTITY, Property, ValueType, Vocabulary
from trustkg.vocab import BASE, PLAN, PREFIXES, local_id

SCHEMA: Final = BASE + "plan.schema.json"
"""The address of the schema."""

_COUNTS: Final = """
SELECT ?class ?path (MAX(?least) AS ?min) (MIN(?most) AS ?max) {
  ?shape sh:targetClass ?class ; sh:property ?constraint .
  ?constraint sh:path ?path .
  OPTIONAL { ?constraint sh:minCount ?least }
  OPTIONAL { ?constraint sh:maxCount ?most }
  OPTIONAL { ?shape sh:severity ?of_shape }
  OPTIONAL { ?constraint sh:severity ?own }
  FILTER (ISIRI(?path) && COALESCE(?own, ?of_shape, sh:Violation) = sh:Violation)
} GROUP BY ?class ?path
"""
_DATE: Final = r"^\d{4}-\d{2}-\d{2}$"
_NUMBER: Final = "[0-9０-９]"


def schema_file(framework: Framework) -> bytes:
    """Return the JSON Schema as a file.

    Args:
        framework: whose terms plans name.
    """
    return _file(schema(framework))


def context_file(framework: Framework) -> bytes:
    """Return the JSON-LD context as a file.

    Args:
        framework: whose terms plans name.
    """
    vocabulary = Vocabulary.of(framework)
    names = tuple(Names(framework, vocabulary, language) for language in Language)
    return _file({"@context": context(vocabulary, names)})


def _file(tree: Json) -> bytes:
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def schema(framework: Framework) -> Json:
    """Derive the JSON Schema of plans.

    Args:
        framework: whose terms plans name.

    Returns:
        A schema that knows every key and every name of a term in both languages. It asks for
        what a rule of severity violation asks for, and is silent on what relates two values:
        that is for `trustkg validate`.
    """
    return _Schema(framework).tree()


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many values a property has to have at least, and may have at most."""

    least: int
    most: int | None


class _Schema:
    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._vocabulary = Vocabulary.of(framework)
        self._terms = Terms(framework, IN_BRACKETS)
        self._counts = _counts()

    def tree(self) -> Json:
        kinds = [kind for kind in self._vocabulary.properties if kind != QUANTITY]
        definitions: dict[str, Json] = {}
        for kind in kinds:
            definitions[_local(kind)] = self._class(kind)
            for property in self._vocabulary.properties[kind]:
                if property.type is ValueType.TERM:
                    definitions.setdefault(f"{_local(property.iri)}Term", self._choice(property))
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": SCHEMA,
            "$ref": f"#/$defs/{_local(PLAN_CLASS)}",
            "$defs": definitions,
        }

    def _class(self, kind: str) -> Json:
        label = self._framework.label(local_id(kind))
        properties: dict[str, Json] = {}
        required: list[Json] = []
        for property in self._vocabulary.properties[kind]:
            counts = self._counts.get((kind, property.iri), _Counts(0, None))
            value = self._property(property, counts)
            for place, name in enumerate(property.names):
                told = place < len(Language)
                properties[name] = value if told else {**value, "doNotSuggest": True}
            if counts.least:
                any_name: list[Json] = [{"required": [name]} for name in property.names]
                required.append({"anyOf": any_name})
        if kind == PLAN_CLASS:
            properties["$schema"] = {"type": "string"}
        found: dict[str, Json] = {
            "title": _both(label),
            "type": "object",
            "properties": properties,
            "additionalProperties": False,
        }
        return {**found, "allOf": required} if required else found

    def _property(self, property: Property, counts: _Counts) -> dict[str, Json]:
        return {
            "title": _both(property.label),
            "description": f"{property.definition.zh}\n\n{property.definition.en}",
            **self._value(property, counts),
        }

    def _value(self, property: Property, counts: _Counts) -> dict[str, Json]:
        if property.type is ValueType.TEXT:
            return {"type": ["string", "number", "null"]}
        if property.type is ValueType.DATE:
            return {"type": ["string", "null"], "format": "date", "pattern": _DATE}
        if property.type is ValueType.QUANTITY:
            examples: list[Json] = ["18 %", "¥59", "1,200 元"]
            return {"type": ["string", "number", "null"], "pattern": _NUMBER, "examples": examples}
        node = property.type is ValueType.NODE
        name = _local(property.ranges[0]) if node else f"{_local(property.iri)}Term"
        one: dict[str, Json] = {"$ref": f"#/$defs/{name}"}
        several: dict[str, Json] = {"type": "array", "items": {"anyOf": [one, {"type": "null"}]}}
        if counts.most is not None:
            several["maxItems"] = counts.most
        forms: list[Json] = (
            [one] if property.functional else [several, one] if node else [one, several]
        )
        return {"anyOf": [*forms, {"type": "null"}]}

    def _choice(self, property: Property) -> Json:
        offered: list[Json] = []
        others: list[Json] = []
        for term in self._terms.fitting(property).values():
            names = [
                name for name in dict.fromkeys(term.names) if self._means(name, term, property)
            ]
            shown = (term.label.zh, term.label.en, term.id)
            offered += [self._constant(name, term) for name in names if name in shown]
            others += [name for name in names if name not in shown]
        if others:
            offered.append({"enum": others, "doNotSuggest": True})
        kinds = [self._framework.label(local_id(iri)) for iri in property.ranges]
        return {"title": "; ".join(_both(kind) for kind in kinds), "anyOf": offered}

    def _means(self, name: str, term: Term, property: Property) -> bool:
        found = self._terms.read(name, property)
        return not isinstance(found, Misread) and found.id == term.id

    @staticmethod
    def _constant(name: str, term: Term) -> Json:
        return {
            "const": name,
            "title": _both(term.label),
            "description": f"{term.definition.zh}\n\n{term.definition.en}",
        }


def _counts() -> dict[tuple[str, str], _Counts]:
    store = ox.Store()
    for file in sorted((resources.data("shapes") / "plan").rglob("*.ttl")):
        store.load(path=file, format=ox.RdfFormat.TURTLE)
    found = store.query(_COUNTS, prefixes=PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    counts = {}
    for row in found:
        least, most = (getattr(row[name], "value", None) for name in ("min", "max"))
        key = (getattr(row["class"], "value", ""), getattr(row["path"], "value", ""))
        counts[key] = _Counts(int(least or 0), None if most is None else int(most))
    return counts


def _both(text: Text) -> str:
    return f"{text.zh} · {text.en}"


def _local(iri: str) -> str:
    return iri.removeprefix(PLAN)
