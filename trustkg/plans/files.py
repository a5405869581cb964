"""A file, or standard input → `Plan`: the one place that chooses a reader."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from trustkg.errors import InputError
from trustkg.framework import Framework
from trustkg.language import Text
from trustkg.plans import yaml_reader
from trustkg.plans.document import Document
from trustkg.plans.interpret import interpret
from trustkg.plans.model import Plan
from trustkg.plans.vocabulary import Vocabulary

MAX_BYTES: Final = 1_000_000
"""How large a plan file may be; a long plan has some 20,000 bytes."""

STDIN: Final = "-"

READERS: Final[Mapping[str, Callable[[str, str], Document]]] = MappingProxyType(
    {".yaml": yaml_reader.read, ".yml": yaml_reader.read}
)
"""Readers by the suffix of a file's name; standard input is YAML."""


def read(source: str, framework: Framework, vocabulary: Vocabulary | None = None) -> Plan:
    """Read a plan.

    Args:
        source: path of a file, or `-` for standard input.
        framework: whose terms the plan names.
        vocabulary: the keys of plans; read from the framework where None.

    Returns:
        The plan; what could be parsed and not understood is among its problems.

    Raises:
        InputError: it can't be read at all: missing, a folder, empty, larger than
            `MAX_BYTES`, not text, not UTF-8, or not a YAML mapping.
    """
    if source == STDIN:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        return read_bytes("stdin", data, framework, vocabulary)
    if not source:
        raise InputError(
            '""',
            Text("文件名是空的", "the name of the file is empty"),
            help=Text("请写出计划文件的路径", "give the path of a plan"),
        )
    path = Path(source)
    if path.suffix.lower() not in READERS:
        known = "、".join(READERS)
        if path.suffix and path.is_file():
            raise InputError(
                source,
                Text(f"不认识的文件类型“{path.suffix}”", f"unknown type of file “{path.suffix}”"),
                help=Text(f"计划文件以{known}结尾", f"a plan's file ends in {', '.join(READERS)}"),
            )
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
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
    return read_bytes(source, data, framework, vocabulary)


def read_bytes(
    name: str, data: bytes, framework: Framework, vocabulary: Vocabulary | None = None
) -> Plan:
    """Read a plan from the bytes of a file; see `read`.

    Args:
        name: how messages call the file; its suffix chooses the reader.
        data: UTF-8 text, with or without a byte order mark.
        framework: whose terms the plan names.
        vocabulary: the keys of plans; read from the framework where None.
    """
    text = _decode(name, data)
    reader = READERS.get(Path(name).suffix.lower(), yaml_reader.read)
    return interpret(reader(name, text), framework, vocabulary or Vocabulary.of(framework))


def _decode(name: str, data: bytes) -> str:
    if not data.strip():
        raise yaml_reader.empty(name)
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
            help=Text("请给出YAML文件", "give a YAML file"),
        )
    return text
