"""Ontology files → one Oxigraph store of named graphs, with what they entail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from trustkg import resources
from trustkg.errors import InputError
from trustkg.language import Text
from trustkg.vocab import GRAPH

SCHEMA: Final = ox.NamedNode(GRAPH + "schema")
PAPER: Final = ox.NamedNode(GRAPH + "paper")
PROJECT: Final = ox.NamedNode(GRAPH + "project")
PLAN: Final = ox.NamedNode(GRAPH + "plan")
ENTAILED_FROM_PAPER: Final = ox.NamedNode(GRAPH + "entailed-from-paper")
ENTAILED: Final = ox.NamedNode(GRAPH + "entailed")

ASSERTED: Final = (SCHEMA, PAPER, PROJECT, PLAN)
"""One graph for each folder of `ontology/`."""

ONLY_PAPER: Final = (SCHEMA, PAPER, ENTAILED_FROM_PAPER)
"""What remains when every addition of the project is switched off."""


def read(folder: Path) -> ox.Store:
    """Read the ontology's files, each folder into its named graph, and add the entailments.

    Args:
        folder: the folder that holds `schema/`, `paper/`, `project/` and `plan/`.

    Returns:
        A store with the asserted graphs, `graph/entailed-from-paper` (what schema and paper
        entail) and `graph/entailed` (what the project's additions entail beyond that).

    Raises:
        InputError: a file is missing, unreadable or not Turtle.
    """
    store = ox.Store()
    for graph in ASSERTED:
        part = folder / graph.value.removeprefix(GRAPH)
        files = sorted(part.glob("*.ttl"))
        if not files:
            raise InputError(
                str(part),
                Text("这里没有Turtle文件", "no Turtle file here"),
                help=Text(
                    "请恢复该文件夹或重新安装trustkg", "restore the folder or reinstall trustkg"
                ),
            )
        for file in files:
            _load(store, file, graph)
    rules = entailment_rules()
    entail(store, rules, ONLY_PAPER[:-1], ENTAILED_FROM_PAPER)
    entail(store, rules, (*ASSERTED, ENTAILED_FROM_PAPER), ENTAILED)
    return store


def _load(store: ox.Store, file: Path, graph: ox.NamedNode) -> None:
    try:
        store.bulk_load(path=str(file), format=ox.RdfFormat.TURTLE, to_graph=graph)
    except SyntaxError as error:
        where = f"{file}:{error.lineno}:{error.offset}"
        detail = str(error.msg).split(" at line")[0]
        raise InputError(
            where,
            Text(f"不是合格的Turtle：{detail}", f"not Turtle: {detail}"),
            help=Text("请改正该处", "correct the file at that place"),
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(
            str(file), Text(str(error), str(error)), help=Text("请检查该文件", "check the file")
        ) from error


def entailment_rules() -> tuple[str, ...]:
    """Return the CONSTRUCT queries of `queries/entailment/`, in the order of their names."""
    folder = resources.data("queries") / "entailment"
    return tuple(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.rq")))


def entail(
    store: ox.Store,
    rules: Sequence[str],
    sources: Sequence[ox.NamedNode],
    into: ox.NamedNode,
) -> None:
    """Apply the rules until nothing new comes.

    Args:
        store: holds the source graphs and receives the result.
        rules: CONSTRUCT queries that leave out what is known already.
        sources: named graphs that the rules see, besides `into`.
        into: named graph that receives what is entailed.

    Source: OWL 2 Profiles, section 4.3, for the rules that carry its names.
    """
    seen = [*sources, into]
    grown = True
    while grown:
        grown = False
        for rule in rules:
            found = _construct(store, rule, seen)
            if found:
                store.extend(ox.Quad(t.subject, t.predicate, t.object, into) for t in found)
                grown = True


def _construct(store: ox.Store, rule: str, graphs: Iterable[ox.NamedNode]) -> list[ox.Triple]:
    result = store.query(rule, default_graph=list(graphs))
    if not isinstance(result, ox.QueryTriples):
        raise TypeError(rule)
    return list(result)
