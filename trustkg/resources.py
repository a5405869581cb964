"""Where `ontology/`, `shapes/`, `queries/`, `examples/` and `site/` are.

In a wheel they lie under `trustkg/_data/`; in a checkout they lie at its root.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Room = Literal["ontology", "shapes", "queries", "examples", "site"]


def data(room: Room) -> Path:
    """Return the folder of one kind of data file.

    Args:
        room: which folder.

    Returns:
        An existing folder.

    Raises:
        FileNotFoundError: neither the wheel nor the checkout has it: a broken install.
    """
    package = Path(__file__).resolve().parent
    for root in (package / "_data", package.parent):
        if (root / room).is_dir():
            return root / room
    raise FileNotFoundError(room)
