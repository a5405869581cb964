"""The questions of `queries/`: their catalogue, and running one over the framework."""

from trustkg.queries.catalogue import Parameter, Query, catalogue, named, parse
from trustkg.queries.evaluation import (
    Cell,
    ResultFormat,
    Table,
    bindings,
    evaluate,
    is_triples,
    run,
    serialised,
    table,
)

__all__ = [
    "Cell",
    "Parameter",
    "Query",
    "ResultFormat",
    "Table",
    "bindings",
    "catalogue",
    "evaluate",
    "is_triples",
    "named",
    "parse",
    "run",
    "serialised",
    "table",
]
