"""What stays the same of a plan's nodes from one version to the next: names, not lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from trustkg.synopsis.contents import Contents

if TYPE_CHECKING:
    from rdflib.term import Node

_TELLING: Final = (
    "identifier",
    "indicator",
    "dimension",
    "stage",
    "item",
    "text",
    "source",
    "rule",
)
"""Properties whose value tells a node from its siblings, most telling first."""


@dataclass(frozen=True, slots=True)
class Key:
    """Where a node belongs: property and telling value, from the plan downwards."""

    steps: tuple[str, ...]


def keys(contents: Contents) -> Mapping[str, Key]:
    """Name every node of a plan by what it is.

    A measure is known by its id, a target by its indicator, and so on. Siblings that can't be
    told apart are numbered in the order of the file.

    Args:
        contents: of a plan.

    Returns:
        Keys by the IRI of a node.
    """
    found = {str(contents.root): Key(())}
    _below(contents, contents.root, Key(()), found)
    return found


def _below(contents: Contents, node: Node, key: Key, found: dict[str, Key]) -> None:
    for property in contents.properties(node):
        children = [v for v in contents.values(node, property) if contents.is_node(v)]
        taken: dict[str, int] = {}
        for child in children:
            if str(child) in found:
                continue
            told = next((t for name in _TELLING if (t := contents.text(child, name))), "")
            taken[told] = taken.get(told, 0) + 1
            number = f"#{taken[told]}" if taken[told] > 1 else ""
            own = Key((*key.steps, f"{property}={told}{number}"))
            found[str(child)] = own
            _below(contents, child, own, found)
