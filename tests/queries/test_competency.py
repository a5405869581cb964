"""The competency questions: exact answers, in two engines, that notice when the graph is wrong."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from trustkg import queries
from trustkg.cli import ui
from trustkg.cli.app import application
from trustkg.errors import QueryError
from trustkg.framework import Framework
from trustkg.framework.graphs import PAPER
from trustkg.language import Language
from trustkg.queries import Question
from trustkg.vocab import BASE, PREFIXES

QUESTIONS = queries.questions()
GIVEN = [f"cq{n:02d}" for n in range(1, 60, 2)]
"""The questions that a complete graph of the paper was asked for from the start."""

Rows = tuple[tuple[str, ...], ...]


def answer(framework: Framework, question: Question, *, only_paper: bool = False) -> Rows:
    """Return the rows that the graph gives, as the files write them."""
    table = queries.run(framework, question.query, {}, only_paper=only_paper)
    return tuple(tuple(cell.text for cell in row) for row in table.rows)


def agree(question: Question, rows: Rows) -> bool:
    """Whether rows are the expected ones: in order where the order is part of the answer."""
    if question.ordered:
        return question.rows == rows
    return sorted(question.rows) == sorted(rows)


def triples(question: Question, lines: tuple[str, ...]) -> list[ox.Triple]:
    """Read the triples of a question's header."""
    declared = dict(re.findall(r"PREFIX\s+(\w+):\s*<([^>]+)>", question.query.text))
    prefixes = "".join(f"PREFIX {p}: <{iri}>\n" for p, iri in (PREFIXES | declared).items())
    turtle = prefixes + "".join(f"{line} .\n" for line in lines)
    return [quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_exactly_the_expected_one(framework: Framework, name: str) -> None:
    """Nothing that the paper says is missing, and nothing more is given."""
    question = QUESTIONS[name]
    table = queries.run(framework, question.query, {})
    assert question.columns == table.columns
    actual = answer(framework, question)
    if not question.ordered:
        assert sorted(question.rows) == sorted(actual)
    else:
        assert question.rows == actual
    queries.verify(question, table)


@pytest.mark.parametrize("name", QUESTIONS)
def test_rdflib_gives_exactly_the_same(framework: Framework, name: str) -> None:
    """The questions are SPARQL 1.1 and lean on no engine's peculiarities."""
    question = QUESTIONS[name]
    result = framework.graph.query(question.query.text)
    rows = tuple(
        tuple("" if cell is None else str(cell).removeprefix(BASE) for cell in row)  # type: ignore[union-attr]
        for row in result
    )
    assert question.columns == tuple(str(variable) for variable in result.vars or ())
    assert question.rows == rows if question.ordered else sorted(question.rows) == sorted(rows)


@pytest.fixture(scope="module")
def upside_down(framework: Framework) -> Framework:
    """The same framework, with the triples put into the store in another order."""
    store = ox.Store()
    for quad in sorted(framework.store, key=str, reverse=True):
        store.add(quad)
    return dataclasses.replace(framework, store=store)


@pytest.mark.parametrize("name", QUESTIONS)
def test_answers_have_one_order(framework: Framework, upside_down: Framework, name: str) -> None:
    """The site prints answers; where the order leaned on the store, two builds would differ."""
    question = QUESTIONS[name]
    assert answer(framework, question) == answer(upside_down, question)


@pytest.fixture(scope="module")
def playground(framework: Framework) -> Framework:
    """A framework whose store may be changed, as long as every change is taken back."""
    store = ox.Store()
    store.bulk_extend(iter(framework.store))
    return dataclasses.replace(framework, store=store)


def found(store: ox.Store, triple: ox.Triple) -> list[ox.Quad]:
    """Return where a triple stands, in whatever graphs; [] as its subject is any subject."""
    subject = None if isinstance(triple.subject, ox.BlankNode) else triple.subject
    return list(store.quads_for_pattern(subject, triple.predicate, triple.object, None))


@contextmanager
def changed(
    store: ox.Store, removals: list[ox.Triple], additions: list[ox.Triple]
) -> Iterator[None]:
    """Take triples out of every graph, or put some into the paper's, for a while."""
    gone = [quad for t in removals for quad in found(store, t)]
    new = [ox.Quad(t.subject, t.predicate, t.object, PAPER) for t in additions]
    assert not any(quad in store for quad in new), "an added triple is there already"
    assert all(found(store, triple) for triple in removals), "what is to go is in no graph"
    for quad in gone:
        store.remove(quad)
    store.extend(new)
    try:
        yield
    finally:
        for quad in new:
            store.remove(quad)
        store.extend(gone)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_wrong_graph_is_noticed(playground: Framework, name: str) -> None:
    """A question whose answer survives the loss of what it rests on asks nothing."""
    question = QUESTIONS[name]
    assert question.removals if question.rows else question.additions
    for removals, additions in ((question.removals, ()), ((), question.additions)):
        if removals or additions:
            out, into = triples(question, removals), triples(question, additions)
            with changed(playground.store, out, into):
                assert not agree(question, answer(playground, question))
    assert agree(question, answer(playground, question))


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_project_s_inferences_do_not_answer_for_the_paper(
    framework: Framework, name: str
) -> None:
    """With --only-paper the answer to what the paper says, or does not say, is the same."""
    question = QUESTIONS[name]
    rows = answer(framework, question, only_paper=True)
    if name in GIVEN or question.kind in {"direct", "negative"}:
        assert agree(question, rows)
    else:  # it may ask for what the project inferred; then there is less, never something else
        assert all(any(less(row, whole) for whole in question.rows) for row in rows)


def less(row: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether a row is an expected one, or one with optional cells left blank."""
    return all(cell in ("", expected) for cell, expected in zip(row, whole, strict=True))


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_query_holds_its_own_answer(framework: Framework, name: str) -> None:
    """A list of the answer in the query would be right whatever the graph says.

    What the question names may come back as a column, if another one is asked for.
    """
    question = QUESTIONS[name]
    sparql = re.sub(r"PREFIX[^\n]*", "", question.query.sparql)
    assert "VALUES" not in sparql.upper()
    named = set(re.findall(r"\btkg:(\w+)|\btkref:(\w+)", sparql))
    constants = {id for pair in named for id in (pair[0], f"reference/{pair[1]}")}
    known = set(framework.terms) | set(framework.references)
    columns = [set(column) for column in zip(*question.rows, strict=True)]
    asked = [column for column in columns if column & known]
    assert not asked or any(not column & known & constants for column in asked)


@pytest.mark.parametrize("name", QUESTIONS)
def test_files_are_tidy(checkout: Path, name: str) -> None:
    """A row twice, a stray blank or a lone carriage return would make two answers look alike."""
    question = QUESTIONS[name]
    content = (checkout / "queries" / "cq" / f"{name}.csv").read_bytes()
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert len(set(question.rows)) == len(question.rows)
    assert all(cell == cell.strip() for row in question.rows for cell in row)
    assert re.search(r"ORDER BY", question.query.sparql)


def test_the_given_questions_are_there() -> None:
    """The thirty questions given for the paper have the odd numbers."""
    assert set(GIVEN) <= set(QUESTIONS)
    assert 30 == len(GIVEN)


def test_there_are_enough_questions() -> None:
    """At least sixty, ten of which ask what the paper does not say."""
    negative = [name for name, q in QUESTIONS.items() if q.kind == "negative"]
    assert len(QUESTIONS) >= 60
    assert len(negative) >= 10


def test_every_kind_of_term_is_asked_for(framework: Framework) -> None:
    """A kind of term that no question asks for could be wrong unnoticed."""
    given = {cell for q in QUESTIONS.values() for row in q.rows for cell in row}
    asked = {k for id, term in framework.terms.items() if id in given for k in term.kinds}
    assert set() == {k for term in framework.terms.values() for k in term.kinds} - asked


def test_every_question_has_its_file(checkout: Path) -> None:
    """A CSV without a query is an answer that nobody checks."""
    folder = checkout / "queries" / "cq"
    assert {f.stem for f in folder.glob("*.rq")} == {f.stem for f in folder.glob("*.csv")}
    assert set(QUESTIONS) == {f.stem for f in folder.iterdir()}


def test_the_command_line_asks_them() -> None:
    """`trustkg query cq27` gives the answer, and --list has the questions in a group."""
    app = application(ui.make(Language.EN))
    for options in ([], ["--only-paper"]):
        done = CliRunner().invoke(app, ["query", "cq27", "--format", "csv", *options])
        rows = list(csv.reader(done.stdout.splitlines()))
        question = QUESTIONS["cq27"]
        assert question.columns == tuple(rows[0])
        plain = tuple(tuple(cell.removeprefix(BASE) for cell in row) for row in rows[1:])
        assert question.rows == plain
    listed = CliRunner().invoke(app, ["query", "--list"]).stdout
    before, group, after = listed.partition("Competency questions, with expected answers")
    assert group
    assert "cq27" not in before
    assert all(f"{name}\n" in after for name in QUESTIONS)


FILES = {
    "no-answer": ("# ordered: yes\n", "term\nhostTrust\n", "kind its answer"),
    "bad-answer": ("# answer: perhaps\n", "term\nhostTrust\n", "kind its answer"),
    "no-file": ("# answer: direct\n", None, "can't be read"),
    "empty": ("# answer: direct\n", "", "no first row"),
    "uneven": ("# answer: direct\n", "term\nhostTrust,1\n", "not 1 cells"),
}


@pytest.mark.parametrize("case", FILES)
def test_a_bad_file_is_an_error(tmp_path: Path, case: str) -> None:
    """Whoever adds a question is told which file is wrong and how."""
    header, content, message = FILES[case]
    texts = "".join(
        f"# {key}({tag}): x\n" for key in ("title", "description") for tag in ("zh", "en")
    )
    query = "SELECT ?term { ?term a tkg:TrustDimension } ORDER BY ?term\n"
    (tmp_path / "q.rq").write_text(texts + header + query, encoding="utf-8")
    if content is not None:
        (tmp_path / "q.csv").write_text(content, encoding="utf-8")
    with pytest.raises(QueryError, match=message):
        queries.questions(tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"rows": (("hostTrust",),)}, "too much: commodityTrust | platformTrust | socialTrust"),
        ({"columns": ("x",)}, "columns should be x"),
        ({"ordered": True, "rows": tuple(reversed(QUESTIONS["cq01"].rows))}, "another order"),
        ({"rows": (*QUESTIONS["cq01"].rows, ("userTrust",))}, "missing: userTrust"),
    ],
)
def test_another_answer_is_an_error(
    framework: Framework, change: dict[str, object], message: str
) -> None:
    """The message says what is missing and what is too much."""
    question = dataclasses.replace(QUESTIONS["cq01"], **change)  # type: ignore[arg-type]
    with pytest.raises(QueryError, match=re.escape(message)):
        queries.verify(question, queries.run(framework, question.query, {}))


def test_a_site_with_a_wrong_answer_is_not_built(
    framework: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`trustkg build` stops where the graph no longer gives the paper's answer."""
    from trustkg.publish import site

    wrong = dataclasses.replace(QUESTIONS["cq01"], rows=(("hostTrust",),))
    monkeypatch.setattr("trustkg.publish.questions.questions", lambda: {"cq01": wrong})
    with pytest.raises(QueryError, match=re.escape("queries/cq/cq01.csv")):
        list(site(framework))
