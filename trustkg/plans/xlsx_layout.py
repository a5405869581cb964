"""Which sheets and columns a workbook of a plan has, as the vocabulary lays down.

What a plan says once stands on its own sheet, one line for each key. What it has several of
(measures, targets …) has a sheet with a row for each; what one of those has several of
(evidence, claims …) has a sheet as well, whose rows say which one they belong to.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from trustkg.framework.model import fold
from trustkg.language import Text
from trustkg.plans.vocabulary import (
    IDENTIFIER,
    PLAN_CLASS,
    Property,
    ValueType,
    Vocabulary,
)

PLAN_SHEET: Final = Text("计划", "plan")
HELP_SHEET: Final = Text("说明", "help")
LISTS_SHEET: Final = "_lists"
"""The hidden sheet behind the drop-downs; every sheet whose name begins so is passed over."""
KEY_HEADER: Final = Text("项目", "key")
VALUE_HEADER: Final = Text("内容", "value")
IN_CELL: Final = Text("；有几个就用分号隔开：甲；乙", "; write several with a semicolon: one; two")
SEPARATORS: Final = re.compile("[；;\n]")
_WITHIN: Final = re.compile(r"\s*[/／]\s*")
_NUMBER: Final = re.compile(r"#*([0-9]{1,6})")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a property, or one of a part that a row has once (`novel / why`)."""

    path: tuple[Property, ...]

    @property
    def last(self) -> Property:
        """The property whose value stands in the cell."""
        return self.path[-1]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a row for each value of `property`.

    `owners` are the plan's properties whose values may have such values, each a column that
    says which; `of_plan` tells whether the plan itself may.
    """

    property: Property
    kind: str
    columns: tuple[Column, ...]
    owners: tuple[Property, ...]
    of_plan: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The keys of the plan's own sheet, and all other sheets in order."""

    plan: tuple[Column, ...]
    sheets: tuple[Sheet, ...]


def layout(vocabulary: Vocabulary) -> Layout:
    """Derive the sheets of a workbook from the vocabulary.

    Args:
        vocabulary: the keys of plans.

    Returns:
        The sheets: first those of the plan's parts, then those of the parts' parts.
    """
    parts = _several(vocabulary, PLAN_CLASS)
    owners: dict[str, list[Property]] = {}
    nested: dict[str, Property] = {}
    for part in parts:
        for below in _several(vocabulary, part.ranges[0]):
            owners.setdefault(below.iri, []).append(part)
            nested[below.iri] = below
    own = [part for part in parts if part.iri not in nested]
    of_plan = {part.iri for part in parts}
    sheets = [
        Sheet(
            property,
            property.ranges[0],
            _columns(vocabulary, property.ranges[0]),
            tuple(owners.get(property.iri, ())),
            property.iri in of_plan,
        )
        for property in (*own, *nested.values())
    ]
    return Layout(_columns(vocabulary, PLAN_CLASS), tuple(sheets))


def _several(vocabulary: Vocabulary, kind: str) -> list[Property]:
    found = vocabulary.properties[kind]
    return [p for p in found if p.type is ValueType.NODE and not p.functional]


def _columns(vocabulary: Vocabulary, kind: str) -> tuple[Column, ...]:
    columns: list[Column] = []
    for property in vocabulary.properties[kind]:
        if property.type is not ValueType.NODE:
            columns.append(Column((property,)))
        elif property.functional:
            below = vocabulary.properties[property.ranges[0]]
            columns += [Column((property, inner)) for inner in below]
    return tuple(columns)


def find_column(
    vocabulary: Vocabulary, kind: str, columns: Sequence[Column], header: str
) -> Column | None:
    """Return the column that a header stands for, in either language, if there is one.

    Args:
        vocabulary: the keys of plans.
        kind: the class of what a row stands for.
        columns: of the sheet.
        header: `理由`, or `新行动 / 理由` within a part.
    """
    names = _WITHIN.split(header.strip())
    path: list[str] = []
    for name in names:
        property = vocabulary.property(kind, name)
        if property is None:
            return None
        path.append(property.iri)
        kind = property.ranges[0]
    for column in columns:
        iris = [property.iri for property in column.path]
        if iris == path or (len(path) == 1 and iris[:1] == path and _only(columns, column)):
            return column
    return None


def _only(columns: Sequence[Column], column: Column) -> bool:
    return sum(other.path[0] == column.path[0] for other in columns) == 1


def is_named(name: str, text: Text) -> bool:
    """Tell whether a name of a sheet or header is a text in either language."""
    return fold(name) in (fold(text.zh), fold(text.en))


def called(vocabulary: Vocabulary, kind: str) -> Property:
    """Return the property by whose value rows of other sheets call a part: its id, or its first."""
    found = vocabulary.properties[kind]
    return next((property for property in found if property.iri == IDENTIFIER), found[0])


def resolve(reference: str, names: Sequence[str]) -> int | None:
    """Return the index of what a reference means, or None where it means none or several.

    Args:
        reference: a name, or a number with or without `#`; a name goes before a number.
        names: of the parts, in the order of their rows, empty where one has none.
    """
    wanted = reference.strip()
    found = [place for place, name in enumerate(names) if name.strip() == wanted]
    if found:
        return found[0] if len(found) == 1 else None
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", wanted))
    number = int(match[1]) if match else 0
    return number - 1 if 0 < number <= len(names) else None


def refer(place: int, names: Sequence[str]) -> str:
    """Return a reference that `resolve` takes for the part at this index."""
    reference = names[place]
    if not reference.strip() or resolve(reference, names) != place:
        reference = str(place + 1)
        while resolve(reference, names) != place:
            reference = "#" + reference
    return reference
