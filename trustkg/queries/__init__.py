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
from trustkg.queries.wording import columns, said, worded

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
    "columns",
    "competency_catalogue",
    "evaluate",
    "is_triples",
    "named",
    "parse",
    "questions",
    "run",
    "said",
    "serialised",
    "table",
    "verify",
    "worded",
]
