"""`Plan` → Turtle, its triples in the order of a plan file.

Every literal keeps its lexical form, which serialisers of RDF don't promise for numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from trustkg.plans.model import Plan
from trustkg.plans.outline import Named, Part
from trustkg.plans.vocabulary import AS_WRITTEN, NUMBER, UNIT, ValueType
from trustkg.vocab import PREFIXES, RDF, XSD

if TYPE_CHECKING:
    from rdflib.term import Node

_USED: Final = ("tkg", "tkp", "xsd", "unit", "cur")
_LOCAL: Final = re.compile("[A-Za-z][A-Za-z0-9]*")


def write(part: Part, plan: Plan) -> bytes:
    """Write a plan as Turtle.

    Args:
        part: the plan in order.
        plan: its graph.

    Returns:
        UTF-8 text that ends with a line feed.
    """
    head = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in _USED)
    return (head + "".join(_node(plan, part))).encode()


def _node(plan: Plan, part: Part) -> Iterator[str]:
    import rdflib

    subject = rdflib.URIRef(part.node)
    order = [RDF + "type", *(field.key.iri for field in part.fields)]
    places = {
        name: place
        for field in part.fields
        for place, value in enumerate(field.values)
        for name in (_name(value),)
    }
    yield _statement(plan, part.node, order, places)
    for field in part.fields:
        for below in field.parts:
            yield from _node(plan, below)
        if field.key.type is ValueType.QUANTITY:
            for value in plan.graph.objects(subject, rdflib.URIRef(field.key.iri)):
                named = [RDF + "type", NUMBER, UNIT, AS_WRITTEN]
                yield _statement(plan, str(value), named, {})


def _name(value: str | Named | Part) -> str:
    if isinstance(value, str):
        return value
    return value.iri if isinstance(value, Named) else value.node


def _statement(plan: Plan, node: str, paths: list[str], places: Mapping[str, int]) -> str:
    import rdflib

    lines = []
    for path in paths:
        objects = plan.graph.objects(rdflib.URIRef(node), rdflib.URIRef(path))
        found = sorted(objects, key=lambda term: places.get(str(term), 0))
        if found:
            name = "a" if path == RDF + "type" else _iri(path)
            lines.append(f"{name} {', '.join(map(_term, found))}")
    return f"\n{_iri(node)}\n    " + " ;\n    ".join(lines) + " .\n"


def _term(term: Node) -> str:
    import rdflib

    if not isinstance(term, rdflib.Literal):
        return _iri(str(term))
    quoted = json.dumps(str(term), ensure_ascii=False)
    kind = str(term.datatype or XSD + "string")
    return quoted if kind == XSD + "string" else f"{quoted}^^{_iri(kind)}"


def _iri(iri: str) -> str:
    for name in _USED:
        local = iri.removeprefix(PREFIXES[name])
        if local != iri and _LOCAL.fullmatch(local):
            return f"{name}:{local}"
    return f"<{iri}>"
