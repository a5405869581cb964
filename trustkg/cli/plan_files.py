"""Which plan files a command line means: files, folders, patterns, standard input."""

from __future__ import annotations

import glob
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from trustkg.errors import InputError
from trustkg.language import Text

if TYPE_CHECKING:
    from trustkg.framework import Framework
    from trustkg.plans import Plan, Vocabulary

STDIN: Final = "-"
_LARGEST: Final = 20_000_000
"""How much of standard input is read at most; the readers have limits of their own."""
_PATTERN: Final = frozenset("*?[")


@dataclass(frozen=True)
class PlanFile:
    """A plan with the bytes that it was read from."""

    data: bytes = field(repr=False)
    plan: Plan


def expand(arguments: Iterable[str]) -> Iterator[str | InputError]:
    """Turn arguments into names of files, each once.

    Args:
        arguments: files, folders (all plans below them, hidden ones left out), patterns
            such as `plans/**/*.yaml` that the shell has left alone, or `-`.

    Yields:
        Names of files, in the order of the arguments and then of the alphabet; an error
        for a folder or pattern that holds no plan.
    """
    seen: set[str] = set()
    for argument in arguments:
        for found in _files(argument):
            if isinstance(found, InputError) or found not in seen:
                if isinstance(found, str):
                    seen.add(found)
                yield found


def read_plan(
    source: str, framework: Framework, vocabulary: Vocabulary, stdin_name: str
) -> PlanFile:
    """Read a plan, and keep the bytes that it was read from.

    Args:
        source: a file, or `-`.
        framework: whose terms the plan names.
        vocabulary: the keys of plans.
        stdin_name: what to call standard input.

    Raises:
        InputError: it can't be read.
    """
    from trustkg.plans import read, read_bytes

    if source == STDIN:
        data = sys.stdin.buffer.read(_LARGEST + 1)
        return PlanFile(data, read_bytes(stdin_name, data, framework, vocabulary))
    plan = read(source, framework, vocabulary)
    return PlanFile(Path(source).read_bytes(), plan)


def _files(argument: str) -> Iterator[str | InputError]:
    from trustkg.plans.files import FORMATS

    path = Path(argument)
    if argument and path.is_dir():
        found = [
            file
            for file in sorted(path.rglob("*"))
            if file.suffix.lower() in FORMATS
            and file.is_file()
            and not any(part.startswith(".") for part in file.relative_to(path).parts)
        ]
        if not found:
            yield _nothing(argument, ", ".join(FORMATS))
        yield from (str(file) for file in found)
    elif _PATTERN.isdisjoint(argument) or path.exists():
        yield argument
    else:
        matches = sorted(
            name
            for name in glob.glob(argument, recursive=True)  # noqa: PTH207 -- Path.glob takes no absolute pattern
            if Path(name).is_file()
        )
        if not matches:
            yield _nothing(argument, ", ".join(FORMATS))
        yield from matches


def _nothing(where: str, suffixes: str) -> InputError:
    return InputError(
        where,
        Text("这里没有计划文件", "there is no plan here"),
        help=Text(
            f"计划文件以这些后缀结尾：{suffixes}", f"the file of a plan ends in one of {suffixes}"
        ),
    )
