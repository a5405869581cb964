"""The questions of `queries/`: their catalogue, and running one over the framework."""

from trustkg.queries.catalogue import (
    Parameter,
    Query,
    catalogue,
    competency_catalogue,
    named,
    parse,
)
from trustkg.queries.competency import AnswerKind, Question, questions, verify
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
    "AnswerKind",
    "Cell",
    "Parameter",
    "Query",
    "Question",
    "ResultFormat",
    "Table",
    "bindings",
    "catalogue",
    "competency_catalogue",
    "evaluate",
    "is_triples",
    "named",
    "parse",
    "questions",
    "run",
    "serialised",
    "table",
    "verify",
]
