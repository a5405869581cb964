"""`Plan` → the bytes of a file in any format, and proof that it reads back as the same plan."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from trustkg.errors import InputError, OutputError
from trustkg.framework import Framework
from trustkg.language import Language, Text
from trustkg.plans import json_writer, jsonld_writer, turtle_writer, xlsx_writer, yaml_writer
from trustkg.plans.files import FORMATS, read_bytes
from trustkg.plans.model import Plan
from trustkg.plans.outline import Names, outline
from trustkg.plans.vocabulary import Vocabulary

SUFFIXES: Final = {format: suffix for suffix, format in reversed(list(FORMATS.items()))}
"""The usual suffix of each format."""


def write(
    plan: Plan,
    format: str,
    framework: Framework,
    vocabulary: Vocabulary,
    language: Language,
    *,
    comments: bool = False,
) -> bytes:
    """Write a plan so that reading it back gives the same graph.

    Args:
        plan: without problems, because what was not understood is not in its graph.
        format: one of the values of `trustkg.plans.files.FORMATS`.
        framework: whose terms the plan names.
        vocabulary: the keys of plans.
        language: of keys and terms.
        comments: whether YAML explains each key.

    Returns:
        The bytes of the file.

    Raises:
        OutputError: the format can't hold everything that the plan says.
    """
    part = outline(plan, vocabulary)
    names = Names(framework, vocabulary, language)
    if format == "xlsx":
        data = xlsx_writer.write(part, names, vocabulary)
    elif format == "ttl":
        data = turtle_writer.write(part, plan)
    elif format == "jsonld":
        data = jsonld_writer.write(part, plan, names, vocabulary)
    elif format == "json":
        data = json_writer.write(part, names)
    else:
        data = yaml_writer.write(part, names, comments=comments)
    _prove(plan, data, format, framework, vocabulary)
    return data


def _prove(
    plan: Plan, data: bytes, format: str, framework: Framework, vocabulary: Vocabulary
) -> None:
    name = f"{PurePath(plan.source).stem}{SUFFIXES[format]}"
    try:
        back = read_bytes(name, data, framework, vocabulary, format=format)
        same = not back.problems and set(back.graph) == set(plan.graph)
    except InputError:
        same = False
    if not same:
        raise OutputError(
            plan.source,
            Text(
                f"{format}装不下这份计划的全部内容", f"{format} can't hold all that this plan says"
            ),
            help=Text(
                "计划里可能有空的一项；请补上内容，或改用别的格式",
                "some part of it may be empty: fill it in, or use another format",
            ),
        )
