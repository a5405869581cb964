"""A file, or standard input → `Plan`: the one place that chooses a reader."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Final

from trustkg.errors import InputError
from trustkg.framework import Framework
from trustkg.language import Language, Text
from trustkg.plans import (
    json_reader,
    jsonld_reader,
    turtle_reader,
    xlsx_package,
    xlsx_reader,
    yaml_reader,
)
from trustkg.plans.context import both_languages, context
from trustkg.plans.document import Document
from trustkg.plans.interpret import interpret
from trustkg.plans.model import Plan
from trustkg.plans.outline import Names
from trustkg.plans.vocabulary import Vocabulary

MAX_BYTES: Final = 1_000_000
"""How large a plan file may be; a long plan has some 20,000 bytes."""

STDIN: Final = "-"

FORMATS: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".yaml": "yaml",
        ".yml": "yaml",
        ".json": "json",
        ".xlsx": "xlsx",
        ".ttl": "ttl",
        ".jsonld": "jsonld",
    }
)
"""Formats by the suffix of a file's name."""
_LARGEST: Final = MappingProxyType({"xlsx": xlsx_package.MAX_BYTES})
_PACKAGE: Final = b"PK\x03\x04"
"""How every workbook begins."""
_MACROS: Final = frozenset({".xlsm", ".xltm", ".xlsb", ".xlam"})


def read(
    source: str,
    framework: Framework,
    vocabulary: Vocabulary | None = None,
    *,
    format: str | None = None,
) -> Plan:
    """Read a plan.

    Args:
        source: path of a file, or `-` for standard input.
        framework: whose terms the plan names.
        vocabulary: the keys of plans; read from the framework where None.
        format: one of the values of `FORMATS`; where None the suffix of the file's name
            tells, and standard input is a workbook if it begins like one, else YAML.

    Returns:
        The plan; what could be parsed and not understood is among its problems.

    Raises:
        InputError: it can't be read at all: missing, a folder, empty, too large, not text,
            not UTF-8, or not well-formed.
    """
    if source == STDIN:
        largest = max(MAX_BYTES, *_LARGEST.values())
        data = sys.stdin.buffer.read(largest + 1)
        return read_bytes("stdin", data, framework, vocabulary, format=format)
    if not source:
        raise InputError(
            '""',
            Text("文件名是空的", "the name of the file is empty"),
            help=Text("请写出计划文件的路径", "give the path of a plan"),
        )
    path = Path(source)
    if format is None and path.suffix.lower() not in FORMATS and path.is_file():
        raise _unknown_suffix(source, path.suffix)
    chosen = format or FORMATS.get(path.suffix.lower(), "yaml")
    data = _read_file(source, path, _LARGEST.get(chosen, MAX_BYTES))
    return read_bytes(source, data, framework, vocabulary, format=format)


def _unknown_suffix(source: str, suffix: str) -> InputError:
    if suffix.lower() in _MACROS:
        return InputError(
            source,
            Text("不读可能含有宏的工作簿", "workbooks that may hold macros are not read"),
            help=Text("请另存为不含宏的.xlsx", "save it as .xlsx, without macros"),
        )
    return InputError(
        source,
        Text(f"不认识的文件类型“{suffix}”", f"unknown type of file “{suffix}”"),
        help=Text(
            f"计划文件以{'、'.join(FORMATS)}结尾", f"a plan's file ends in {', '.join(FORMATS)}"
        ),
    )


def _read_file(source: str, path: Path, largest: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(largest + 1)
    except FileNotFoundError as error:
        raise InputError(
            source,
            Text("没有这个文件", "no such file"),
            help=Text("请检查路径", "check the path"),
        ) from error
    except IsADirectoryError as error:
        raise InputError(
            source,
            Text("这是文件夹，不是文件", "this is a folder, not a file"),
            help=Text(
                "请写出其中的文件，例如" + f"{source.rstrip('/')}/*.yaml",
                f"name the files in it, for example {source.rstrip('/')}/*.yaml",
            ),
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            source,
            Text(f"读不了：{reason}", f"can't be read: {reason}"),
            help=Text("请检查路径与权限", "check path and permissions"),
        ) from error


def read_bytes(
    name: str,
    data: bytes,
    framework: Framework,
    vocabulary: Vocabulary | None = None,
    *,
    format: str | None = None,
) -> Plan:
    """Read a plan from the bytes of a file; see `read`.

    Args:
        name: how messages call the file; its suffix chooses the reader.
        data: UTF-8 text, with or without a byte order mark, or a workbook.
        framework: whose terms the plan names.
        vocabulary: the keys of plans; read from the framework where None.
        format: one of the values of `FORMATS`, where the suffix doesn't tell.
    """
    vocabulary = vocabulary or Vocabulary.of(framework)
    suffix = PurePath(name).suffix.lower()
    packed = "xlsx" if data.startswith(_PACKAGE) and suffix not in FORMATS else "yaml"
    chosen = format or FORMATS.get(suffix, packed)
    document = _document(name, data, chosen, framework, vocabulary)
    return interpret(document, framework, vocabulary)


def _document(
    name: str, data: bytes, format: str, framework: Framework, vocabulary: Vocabulary
) -> Document:
    if not data.strip():
        raise yaml_reader.empty(name)
    if format == "xlsx":
        return xlsx_reader.read(name, data, vocabulary)
    text = _decode(name, data)
    if format == "json":
        return json_reader.read(name, text)
    if format == "ttl":
        return turtle_reader.read(name, text, vocabulary)
    if format == "jsonld":
        names = both_languages(Names(framework, vocabulary, Language.ZH))
        return jsonld_reader.read(name, text, vocabulary, context(vocabulary, names))
    return yaml_reader.read(name, text)


def _decode(name: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise InputError(
            name,
            Text(f"文件超过{MAX_BYTES:,}字节", f"the file is larger than {MAX_BYTES:,} bytes"),
            help=Text("请确认这是一份计划", "make sure that this is a plan"),
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        byte = f"0x{data[error.start]:02X}"
        raise InputError(
            f"{name}:{line}:{column}",
            Text(
                f"不是UTF-8文本：第{error.start + 1}个字节是{byte}",
                f"not UTF-8 text: byte {error.start + 1} is {byte}",
            ),
            help=Text("请另存为UTF-8编码", "save the file with UTF-8 encoding"),
        ) from error
    odd = yaml_reader.UNPRINTABLE.search(text)
    if odd:
        place, character = odd.start(), odd[0]
        line = text.count("\n", 0, place) + 1
        column = place - text.rfind("\n", 0, place)
        raise InputError(
            f"{name}:{line}:{column}",
            Text(
                f"不是文本文件：含有不能用的字符U+{ord(character):04X}",
                f"not a text file: it holds character U+{ord(character):04X}",
            ),
            help=Text("请给出YAML、JSON或Excel文件", "give a file of YAML, JSON or Excel"),
        )
    return text
