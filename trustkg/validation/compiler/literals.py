"""Literals that an Oxigraph store would alter, and how they are kept as they are written.

A store keeps numbers, booleans and times by their value: `"007"^^xsd:byte` comes back as
`"7"^^xsd:integer`. SHACL looks at the term: its datatype, its length, whether it is the
same. A literal that a store would alter is therefore loaded under a datatype of this
module's own, which a store leaves alone, and the compiled text that is meant for such data
reads its value and its datatype through two functions.

Source: SHACL, section 4.1.2; RDF 1.1 Concepts, section 3.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from trustkg.vocab import RDF, XSD

AnyTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

AS_WRITTEN: Final = "urn:trustkg:as-written:"
"""What the datatypes begin with under which altered literals are kept."""

VALUE: Final = "urn:trustkg:function:value"
DATATYPE: Final = "urn:trustkg:function:datatype"

_DERIVED: Final = MappingProxyType(
    {
        XSD + name: bounds
        for name, bounds in {
            "nonNegativeInteger": (0, None),
            "positiveInteger": (1, None),
            "nonPositiveInteger": (None, 0),
            "negativeInteger": (None, -1),
            "long": (-(2**63), 2**63 - 1),
            "int": (-(2**31), 2**31 - 1),
            "short": (-(2**15), 2**15 - 1),
            "byte": (-128, 127),
            "unsignedLong": (0, 2**64 - 1),
            "unsignedInt": (0, 2**32 - 1),
            "unsignedShort": (0, 2**16 - 1),
            "unsignedByte": (0, 255),
        }.items()
    }
)
"""The bounds of the integer types of XML Schema that are derived from xsd:integer."""

_CAST: Final = frozenset(
    XSD + name
    for name in (
        "integer", "decimal", "float", "double", "boolean", "dateTime", "date", "time",
        "gYear", "gYearMonth", "gMonth", "gMonthDay", "gDay",
        "duration", "yearMonthDuration", "dayTimeDuration",
    )
)  # fmt: skip
"""Datatypes whose lexical form a cast checks."""

_SAFE: Final = MappingProxyType(
    {
        XSD + "integer": re.compile(r"0|-?[1-9][0-9]{0,17}"),
        XSD + "decimal": re.compile(r"(0|-?[1-9][0-9]{0,12})(\.[0-9]{0,4}[1-9])?"),
        XSD + "boolean": re.compile(r"true|false"),
        XSD + "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        XSD + "dateTime": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z?"),
    }
)
"""Forms that a store is known to leave alone; every other one is tried."""

_UNTOUCHED: Final = frozenset({XSD + "string", XSD + "anyURI", RDF + "langString"})


def altered(literals: Iterable[ox.Literal]) -> frozenset[ox.Literal]:
    """Return those literals that a store would give back as another term.

    The case of a language tag doesn't count: RDF holds tags equal whatever their case.
    """
    suspects = [literal for literal in literals if _suspect(literal)]
    if not suspects:
        return frozenset()
    store = ox.Store()
    subject = ox.NamedNode("urn:trustkg:literal")
    places = [ox.NamedNode(f"urn:trustkg:place:{number}") for number in range(len(suspects))]
    store.extend(
        ox.Quad(subject, place, literal) for place, literal in zip(places, suspects, strict=True)
    )
    back = {quad.predicate: quad.object for quad in store}
    return frozenset(
        literal for place, literal in zip(places, suspects, strict=True) if back[place] != literal
    )


def _suspect(literal: ox.Literal) -> bool:
    datatype = literal.datatype.value
    if datatype in _UNTOUCHED or not datatype.startswith(XSD):
        return False
    safe = _SAFE.get(datatype)
    return safe is None or safe.fullmatch(literal.value) is None


def kept(literal: ox.Literal) -> ox.Literal:
    """Return the literal that stands for one that a store would alter."""
    datatype = ox.NamedNode(AS_WRITTEN + literal.datatype.value)
    return ox.Literal(literal.value, datatype=datatype)


def written(term: AnyTerm) -> AnyTerm:
    """Return what a term stands for: the inverse of `kept`, and every other term itself."""
    if isinstance(term, ox.Literal) and term.datatype.value.startswith(AS_WRITTEN):
        datatype = ox.NamedNode(term.datatype.value.removeprefix(AS_WRITTEN))
        return ox.Literal(term.value, datatype=datatype)
    return term


def constant(term: AnyTerm) -> str:
    """Return a term as SPARQL writes it, to be held against terms rather than values.

    A blank node of the shapes is no node of the data: an IRI that nobody uses stands for it.
    """
    if isinstance(term, ox.BlankNode):
        return f"<urn:trustkg:blank:{term.value}>"
    if isinstance(term, ox.Literal) and altered([term]):
        return str(kept(term))
    return str(term)


def well_formed(variable: str, datatype: str) -> str:
    """Return a SPARQL expression that is true of a literal that its datatype has.

    An error means no. Datatypes that neither SPARQL nor XML Schema's numbers and times know
    have no ill-typed literals here.

    Args:
        variable: with its question mark.
        datatype: an IRI.

    Source: SHACL, section 4.1.2; XML Schema Definition Language 1.1, part 2.
    """
    if datatype in _CAST:
        return f"BOUND({variable}) && STRLEN(STR(<{datatype}>(STR({variable})))) > 0"
    if datatype in _DERIVED:
        number = f"<{XSD}integer>(STR({variable}))"
        least, greatest = _DERIVED[datatype]
        tests = [f"{number} >= {least}"] if least is not None else []
        tests += [f"{number} <= {greatest}"] if greatest is not None else []
        return " && ".join(tests)
    return "true"


def _value(term: AnyTerm) -> AnyTerm:
    literal = written(term)
    if isinstance(literal, ox.Literal) and literal.datatype.value in _DERIVED:
        least, greatest = _DERIVED[literal.datatype.value]
        if re.fullmatch(r"[+-]?[0-9]+", literal.value):
            number = int(literal.value)
            if (least is None or number >= least) and (greatest is None or number <= greatest):
                return ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
        return ox.Literal(literal.value, datatype=ox.NamedNode(AS_WRITTEN + "ill-typed"))
    return literal


def _datatype(term: AnyTerm) -> AnyTerm | None:
    literal = written(term)
    return literal.datatype if isinstance(literal, ox.Literal) else None


FUNCTIONS: Final[Mapping[ox.NamedNode, Callable[..., AnyTerm | None]]] = MappingProxyType(
    {ox.NamedNode(VALUE): _value, ox.NamedNode(DATATYPE): _datatype}
)
"""What the text for altered literals calls."""
