"""The error for a plan file that can't be parsed, with the line that shows the place."""

from __future__ import annotations

from trustkg.errors import InputError
from trustkg.language import Text
from trustkg.plans.model import Position


class PlanError(InputError):
    """A plan file can't be parsed.

    Args:
        position: where it breaks.
        what: what is wrong, in one clause.
        help: what to do about it, in one clause.
        lines: the lines of the file.
    """

    def __init__(
        self, position: Position, what: Text, *, help: Text, lines: tuple[str, ...]
    ) -> None:
        super().__init__(str(position), what, help=help)
        self.position = position
        self.lines = lines
