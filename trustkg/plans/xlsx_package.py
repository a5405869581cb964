"""What a workbook's package may hold, checked before a spreadsheet library opens it.

A few kilobytes can claim millions of cells, and a library makes each of them. Every part is
therefore passed through the XML parser once, counting, before anything is built from it.

Source: ECMA-376 part 1, chapters 18.3 (worksheets) and 12 (packages).
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final
from xml.parsers import expat

from trustkg.errors import InputError
from trustkg.language import Text

MAX_BYTES: Final = 5_000_000
"""How large a workbook may be; a full one has some 40,000 bytes."""
MAX_UNPACKED: Final = 20_000_000
MAX_PARTS: Final = 500
MAX_CELLS: Final = 100_000
MAX_AREA: Final = 20_000
"""How many cells merged ranges and links may cover in all."""

_OLD: Final = b"\xd0\xcf\x11\xe0"
_SPREADING: Final = frozenset({"mergeCell", "hyperlink", "f"})
"""Elements whose `ref` a library fills with cells."""
_RANGE: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7}):\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_SAVE_AS: Final = Text("请另存为Excel工作簿（.xlsx）", "save it as an Excel workbook (.xlsx)")
_TOO_LARGE: Final = Text("请删去计划以外的内容", "remove what is no part of the plan")


class _ForbiddenError(Exception):
    def __init__(self, what: Text, help: Text) -> None:
        super().__init__(what.en)
        self.what = what
        self.help = help


def check(name: str, data: bytes) -> None:
    """Refuse what is no workbook, holds macros, or unpacks to more than a plan can need.

    Args:
        name: how messages call the file.
        data: its bytes.

    Raises:
        InputError: with what is wrong and what to do.
    """
    try:
        _check(data)
    except _ForbiddenError as error:
        raise InputError(name, error.what, help=error.help) from error


def _check(data: bytes) -> None:
    if data.startswith(_OLD):
        what = Text("这是旧格式或加密的工作簿", "this workbook is of the old format or encrypted")
        raise _ForbiddenError(what, _SAVE_AS)
    if len(data) > MAX_BYTES:
        what = Text(f"文件超过{MAX_BYTES:,}字节", f"the file is larger than {MAX_BYTES:,} bytes")
        raise _ForbiddenError(what, _TOO_LARGE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_parts(package)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        what = Text("不是Excel工作簿，或已损坏", "no Excel workbook, or a broken one")
        raise _ForbiddenError(what, _SAVE_AS) from error
    except Exception as error:
        if isinstance(error, _ForbiddenError):
            raise
        # zlib, lzma and bz2 each have errors of their own
        what = Text("工作簿已损坏", "the workbook is broken")
        raise _ForbiddenError(what, _SAVE_AS) from error


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    size = sum(part.file_size for part in parts)
    if len(parts) > MAX_PARTS or size > MAX_UNPACKED:
        what = Text(
            f"解开后超过{MAX_UNPACKED:,}字节或{MAX_PARTS}个部分",
            f"unpacks to more than {MAX_UNPACKED:,} bytes or {MAX_PARTS} parts",
        )
        raise _ForbiddenError(what, _TOO_LARGE)
    count = _Count()
    for part in parts:
        if part.filename.lower().endswith("vbaproject.bin"):
            what = Text("工作簿含有宏", "the workbook holds macros")
            help = Text("请另存为不含宏的工作簿（.xlsx）", "save it without macros (.xlsx)")
            raise _ForbiddenError(what, help)
        count.pass_through(package.read(part))


class _Count:
    """Counts cells over all parts; whatever is no XML is none of its business."""

    def __init__(self) -> None:
        self._cells = 0
        self._area = 0

    def pass_through(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._element
        parser.StartDoctypeDeclHandler = self._document_type
        try:
            parser.Parse(data, True)
        except expat.ExpatError:
            return  # a picture, or a part that the library will call broken

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        self._cells += local in ("c", "row")
        if local in _SPREADING and ":" in attributes.get("ref", ""):
            self._area += _area(attributes["ref"])
        if self._cells > MAX_CELLS or self._area > MAX_AREA:
            what = Text(
                f"单元格超过{MAX_CELLS:,}个，或合并区域太大",
                f"more than {MAX_CELLS:,} cells, or a merged range that is too large",
            )
            raise _ForbiddenError(what, _TOO_LARGE)

    def _document_type(self, *_: object) -> None:
        what = Text("工作簿里有文档类型声明", "the workbook holds a document type declaration")
        raise _ForbiddenError(what, _SAVE_AS)


def _area(reference: str) -> int:
    match = _RANGE.fullmatch(reference.strip())
    if match is None:
        return MAX_AREA + 1
    left, top, right, bottom = match.groups()
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
