"""What can go wrong, in one tree.

    TrustKGError                something that the user can act on
    ├── InputError              a file, or text given in its place, can't be used
    ├── UnknownTermError        no term goes by that name
    ├── AmbiguousTermError      several terms go by that name
    ├── QueryError              a query can't be run
    ├── MissingToolError        an optional tool or package is not there
    └── OutputError             the result can't be written

Each carries `where`, `what` and `help`, the last two in both languages, because the rooms
that raise don't know the reader's. The command line prints `where: error: what` and then
`help: …` on a line of its own. Nothing else is meant to reach the user.
"""

from __future__ import annotations

from trustkg.language import Text


class TrustKGError(Exception):
    """Something that the user can act on.

    Args:
        where: the file with line and column (`plan.yaml:12:5`), the option or the name.
        what: what is wrong, in one clause.
        help: what to do about it, in one clause.
    """

    def __init__(self, where: str, what: Text, *, help: Text) -> None:
        super().__init__(f"{where}: error: {what.en}")
        self.where = where
        self.what = what
        self.help = help


class InputError(TrustKGError):
    """A file, or text given in its place, can't be used."""


class UnknownTermError(TrustKGError):
    """No term goes by that name.

    Args:
        name: what was asked for.
        nearest: names of the nearest terms, best first; may be empty.
    """

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        help = (
            Text(f"是不是要找：{'、'.join(nearest)}？", f"did you mean {', '.join(nearest)}?")
            if nearest
            else Text("trustkg query terms 列出所有术语", "trustkg query terms lists all terms")
        )
        super().__init__(name, Text("没有这个术语", "no such term"), help=help)
        self.name = name
        self.nearest = nearest


class AmbiguousTermError(TrustKGError):
    """Several terms go by that name.

    Args:
        name: what was asked for.
        ids: ids of the terms that go by it.
    """

    def __init__(self, name: str, ids: tuple[str, ...]) -> None:
        super().__init__(
            name,
            Text("不止一个术语叫这个名字", "several terms go by this name"),
            help=Text(
                f"请用标识符指明：{'、'.join(ids)}", f"choose one by its id: {', '.join(ids)}"
            ),
        )
        self.name = name
        self.ids = ids


class QueryError(TrustKGError):
    """A query can't be run: unknown name, bad parameter or a syntax error."""


class MissingToolError(TrustKGError):
    """An optional tool or package is not there; `help` says what to install."""


class OutputError(TrustKGError):
    """The result can't be written; what stood there before is untouched."""
