"""`Part` → JSON with the keys of a plan file."""

from __future__ import annotations

import json

from trustkg.plans.outline import Field, Names, Part

Json = dict[str, "Json"] | list["Json"] | str


def write(part: Part, names: Names) -> bytes:
    """Write a plan as JSON.

    Args:
        part: the plan.
        names: how keys and terms are called.

    Returns:
        UTF-8 text that ends with a line feed.
    """
    return (json.dumps(tree(part, names), ensure_ascii=False, indent=2) + "\n").encode()


def tree(part: Part, names: Names) -> Json:
    """Return a plan as JSON values: terms by name, everything else as it was written."""
    return {names.key(part.kind, field.key): _value(field, names) for field in part.fields}


def _value(field: Field, names: Names) -> Json:
    values: list[Json] = []
    for value in field.values:
        if isinstance(value, Part):
            values.append(tree(value, names))
        else:
            values.append(names.written(value, field.key))
    single = len(values) == 1 and (field.key.functional or not field.parts)
    return values[0] if single else values
