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

import errno
from typing import Final

from trustkg.language import Text

_LONGEST: Final = 60
_LONGEST_PATH: Final = 200
_REASONS: Final = {
    errno.ENOENT: Text("没有这个文件或文件夹", "no such file or folder"),
    errno.EACCES: Text("没有权限", "permission denied"),
    errno.EPERM: Text("不允许这样做", "not permitted"),
    errno.EISDIR: Text("这是文件夹", "is a folder"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EEXIST: Text("已经存在", "exists already"),
    errno.ENOSPC: Text("磁盘已满", "no space left on the disk"),
    errno.EROFS: Text("文件系统只读", "the file system is read-only"),
    errno.ENAMETOOLONG: Text("路径太长", "the path is too long"),
    errno.ELOOP: Text("符号链接绕成了圈", "symbolic links go in a circle"),
    errno.ENXIO: Text("没有这个设备", "no such device"),
    errno.EMFILE: Text("打开的文件太多", "too many open files"),
    errno.EBUSY: Text("正被占用", "is in use"),
    errno.EIO: Text("读写设备出错", "the device failed"),
    errno.EPIPE: Text("接收的一方已经关闭", "the receiving end is closed"),
}


def shortened(text: str, *, path: bool = False) -> str:
    """Return what the user wrote as messages repeat it: not all of it if it is long.

    Args:
        text: what was written.
        path: whether it is a path, of which more is needed to recognise it.
    """
    longest = _LONGEST_PATH if path else _LONGEST
    return text if len(text) <= longest else text[: longest - 1] + "…"


def reason(error: OSError | ValueError | RuntimeError) -> Text:
    """Return why the system refused, in both languages.

    Args:
        error: what opening, reading or writing raised; a `ValueError` comes from a path that
            holds a null character, a `RuntimeError` from links that go in a circle.

    Returns:
        A clause; for what is rare, the system's own words in both languages.
    """
    if isinstance(error, OSError):
        own = error.strerror or str(error)
        return _REASONS.get(error.errno or 0, Text(own, own))
    if isinstance(error, RuntimeError):
        return _REASONS[errno.ELOOP]
    return Text("路径不合规则", "not a well-formed path")


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
        what = Text("没有这个术语", "no such term")
        if not name.strip():
            what = Text("名称是空的", "the name is empty")
        super().__init__(shortened(name) or '""', what, help=help)
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
            shortened(name),
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
