"""`Plan` → JSON-LD that any processor reads as the plan's graph."""

from __future__ import annotations

import json

from trustkg.plans.context import Json
from trustkg.plans.model import Plan
from trustkg.plans.outline import Field, Named, Names, Part
from trustkg.plans.vocabulary import AS_WRITTEN, NUMBER, UNIT, ValueType, Vocabulary
from trustkg.vocab import BASE, PLAN, PREFIXES, XSD


def write(part: Part, plan: Plan, names: Names, vocabulary: Vocabulary) -> bytes:
    """Write a plan as JSON-LD, with a context of what it uses.

    Args:
        part: the plan in order.
        plan: its graph.
        names: how keys and terms are called.
        vocabulary: the keys of plans.

    Returns:
        UTF-8 text that ends with a line feed.
    """
    return (
        json.dumps(_Writer(plan, names, vocabulary).write(part), ensure_ascii=False, indent=2)
        + "\n"
    ).encode()


class _Writer:
    def __init__(self, plan: Plan, names: Names, vocabulary: Vocabulary) -> None:
        self._plan = plan
        self._names = names
        self._quantity = {
            property.iri: property
            for found in vocabulary.properties.values()
            for property in found
            if property.iri in (NUMBER, UNIT, AS_WRITTEN)
        }
        self._context: dict[str, Json] = {
            "tkg": BASE,
            "tkp": PLAN,
            "xsd": XSD,
            "unit": PREFIXES["unit"],
            "cur": PREFIXES["cur"],
        }

    def write(self, part: Part) -> Json:
        tree = self._part(part)
        assert isinstance(tree, dict)
        return {"@context": self._context, **tree}

    def _part(self, part: Part) -> Json:
        tree: dict[str, Json] = {"@id": part.node, "@type": f"tkp:{part.kind.removeprefix(PLAN)}"}
        for field in part.fields:
            key = self._names.key(part.kind, field.key)
            definition: dict[str, Json] = {"@id": f"tkp:{field.key.iri.removeprefix(PLAN)}"}
            if field.key.type is ValueType.DATE:
                definition["@type"] = "xsd:date"
            elif field.key.type is ValueType.TERM:
                definition["@type"] = "@id"
            self._context[key] = definition
            values = self._values(part, field)
            tree[key] = values[0] if len(values) == 1 else values
        return tree

    def _values(self, part: Part, field: Field) -> list[Json]:
        import rdflib

        if field.key.type is ValueType.QUANTITY:
            node = rdflib.URIRef(part.node)
            found = self._plan.graph.objects(node, rdflib.URIRef(field.key.iri))
            return [self._measured(str(value)) for value in found]
        values: list[Json] = []
        for value in field.values:
            if isinstance(value, Part):
                values.append(self._part(value))
            elif isinstance(value, Named):
                values.append(f"tkg:{value.iri.removeprefix(BASE)}")
            else:
                values.append(value)
        return values

    def _measured(self, node: str) -> Json:
        import rdflib

        tree: dict[str, Json] = {"@id": node, "@type": "tkp:Quantity"}
        for iri, property in self._quantity.items():
            value = self._plan.graph.value(rdflib.URIRef(node), rdflib.URIRef(iri))
            if value is None:
                continue
            key = property.label[self._names.language]
            definition: dict[str, Json] = {"@id": f"tkp:{iri.removeprefix(PLAN)}"}
            if iri == NUMBER:
                definition["@type"] = "xsd:decimal"
            elif iri == UNIT:
                definition["@type"] = "@id"
            self._context[key] = definition
            tree[key] = str(value)
        return tree
