"""Plans that hypothesis makes up: any value that the vocabulary allows, in any combination."""

from __future__ import annotations

import functools
import json
from typing import Any

from hypothesis import strategies as st

from trustkg.framework import Framework
from trustkg.plans import Plan, Vocabulary, read_bytes
from trustkg.plans.document import IN_BRACKETS
from trustkg.plans.terms import Terms
from trustkg.plans.vocabulary import IDENTIFIER, PLAN_CLASS, Property, ValueType
from trustkg.plans.yaml_reader import UNPRINTABLE

ODD = [
    "=1+1",
    "_x000D_",
    "a: b",
    "- x",
    "null",
    "~",
    "yes",
    "1e3",
    "# no",
    " a ",
    "“’”",
    "\t",
    "a\r\nb",
]
TEXTS = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(
        lambda text: not UNPRINTABLE.search(text)
    ),
)
DATES = st.dates().map(lambda day: day.isoformat())
AMOUNTS = st.sampled_from(["18 %", "12.50 %", "１８％", "¥89", "1,200 元", "-3%", "0 %", "7"])


@functools.cache
def framework() -> Framework:
    """Return the framework that comes with trustkg."""
    return Framework.load()


@functools.cache
def vocabulary() -> Vocabulary:
    """Return the keys of plans."""
    return Vocabulary.of(framework())


@functools.cache
def _names(property: Property) -> list[str]:
    terms = Terms(framework(), IN_BRACKETS)
    return [term.id for term in terms.fitting(property).values()]


@st.composite
def _value(draw: st.DrawFn, property: Property) -> Any:
    if property.type is ValueType.NODE:
        node = _node(property.ranges[0])
        return draw(node if property.functional else st.lists(node, min_size=1, max_size=3))
    if property.type is ValueType.TERM:
        names = st.sampled_from(_names(property))
        return draw(st.lists(names, min_size=1, max_size=3, unique=True))
    simple = {ValueType.DATE: DATES, ValueType.QUANTITY: AMOUNTS}
    return draw(simple.get(property.type, TEXTS))


@st.composite
def _node(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    properties = vocabulary().properties[kind]
    chosen = draw(st.lists(st.sampled_from(properties), min_size=1, max_size=6, unique=True))
    own = [p for p in properties if p.type is not ValueType.NODE and p.iri != IDENTIFIER]
    if not any(p in own for p in chosen):  # a row of a sheet needs something in it
        chosen.append(draw(st.sampled_from(own)))
    made = {p.names[0]: draw(_value(p)) for p in chosen if p.iri != IDENTIFIER}
    identifier = next((p for p in chosen if p.iri == IDENTIFIER), None)
    if identifier:
        made[identifier.names[0]] = draw(_value(identifier))
    return made


@st.composite
def trees(draw: st.DrawFn) -> dict[str, Any]:
    """Make the tree of a plan whose measures have ids of their own, or none."""
    tree = draw(_node(PLAN_CLASS))
    tree["计划"] = "made-up"
    tree.pop("编号", None)
    seen: set[str] = set()
    for measure in tree.get("措施", ()):
        name = str(measure.get("编号", "")).strip()
        if name in seen:
            measure["编号"] = f"m{len(seen)}-{id(measure)}"
        seen.add(name)
    return tree


def plan_of(tree: dict[str, Any]) -> Plan:
    """Read a tree as a plan."""
    data = json.dumps(tree).encode()
    return read_bytes("made-up.json", data, framework(), vocabulary())
