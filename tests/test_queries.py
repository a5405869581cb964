"""The named questions: complete headers, stable answers, clear errors."""

from __future__ import annotations

import dataclasses
import json
import re

import pyoxigraph as ox
import pytest
import rdflib

from trustkg import queries
from trustkg.errors import QueryError, UnknownTermError
from trustkg.framework import Framework
from trustkg.framework.serialise import to_rdflib
from trustkg.language import Language

CATALOGUE = queries.catalogue()


def ids(table: queries.Table, column: str) -> list[str]:
    """Return the ids in a column."""
    place = table.columns.index(column)
    return [row[place].id or row[place].text for row in table.rows]


def test_there_are_enough_questions() -> None:
    """The command line promises at least ten named questions."""
    assert len(CATALOGUE) >= 10


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_question_has_an_answer(framework: Framework, name: str) -> None:
    """A named query that returns nothing over the whole graph is broken or misnamed."""
    assert queries.run(framework, CATALOGUE[name], {}).rows


@pytest.fixture(scope="module")
def upside_down(framework: Framework) -> Framework:
    """The same framework, with the triples put into the store in another order."""
    store = ox.Store()
    for quad in sorted(framework.store, key=str, reverse=True):
        store.add(quad)
    return dataclasses.replace(framework, store=store)


@pytest.mark.parametrize("name", CATALOGUE)
def test_answers_have_one_order(framework: Framework, upside_down: Framework, name: str) -> None:
    """The site prints answers; where the order leaned on the store, two builds would differ."""
    query = CATALOGUE[name]
    assert queries.run(framework, query, {}) == queries.run(upside_down, query, {})


@pytest.mark.parametrize("name", CATALOGUE)
def test_rdflib_gives_the_same_answer(framework: Framework, name: str) -> None:
    """The queries are standard SPARQL 1.1: another engine gives the same rows."""
    query = CATALOGUE[name]
    bound = queries.bindings(framework, query, {})
    initial = {v.value: to_rdflib(node) for v, node in bound.items()}
    theirs = framework.graph.query(query.text, initBindings=initial)  # type: ignore[arg-type]
    mine = queries.evaluate(framework, query, {})
    if isinstance(mine, ox.QuerySolutions):
        names = [variable.value for variable in mine.variables]
        ours = [[to_rdflib(row[n]) if row[n] else None for n in names] for row in mine]
        expected = sorted(map(str, ours))
        assert expected == sorted(str([row.get(n) for n in names]) for row in theirs)  # type: ignore[union-attr]
    else:
        assert len(queries.table(mine, name).rows) == len(list(theirs))


@pytest.mark.parametrize("name", sorted(set(CATALOGUE) - {"driver-links"}))
def test_the_paper_alone_answers(framework: Framework, name: str) -> None:
    """Only what is wholly the project's is empty when the project is switched off."""
    assert queries.run(framework, CATALOGUE[name], {}, only_paper=True).rows


def test_no_graph_of_the_project_s_is_seen_by_the_paper_alone(framework: Framework) -> None:
    """--only-paper holds for GRAPH patterns as well."""
    text = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    query = queries.parse("graphs", text, anonymous=True)
    expected = ["graph/entailed-from-paper", "graph/paper", "graph/schema"]
    assert expected == ids(queries.run(framework, query, {}, only_paper=True), "g")


def test_the_paper_ties_no_driver_to_a_sub_dimension(framework: Framework) -> None:
    """Critical reading I25: with only the paper the answer is empty, and is not otherwise."""
    query = CATALOGUE["driver-links"]
    assert () == queries.run(framework, query, {}, only_paper=True).rows
    assert queries.run(framework, query, {}).rows


def test_risks_are_the_paper_s(framework: Framework) -> None:
    """CQ27: which trust dimension lowers which risk (5.1)."""
    table = queries.run(framework, CATALOGUE["risks"], {}, only_paper=True)
    expected = {
        ("hostTrust", "informationRisk"),
        ("commodityTrust", "qualityRisk"),
        ("platformTrust", "fundsRisk"),
        ("platformTrust", "afterSalesRisk"),
    }
    assert expected == set(zip(ids(table, "dimension"), ids(table, "risk"), strict=True))


def test_stages_come_in_order(framework: Framework) -> None:
    """CQ11: the five stages of 7.1, in order."""
    expected = [
        "stageContentReach",
        "stageInteractionReinforcement",
        "stageGuaranteeBackstop",
        "stageSocialDiffusion",
        "stageLongTermSedimentation",
    ]
    assert expected == ids(queries.run(framework, CATALOGUE["stages"], {}), "stage")


def test_value_and_trust_go_both_ways(framework: Framework) -> None:
    """CQ59: value raises trust in 2.1.3 and 4.1, trust raises value everywhere else."""
    table = queries.run(framework, CATALOGUE["value-and-trust"], {})
    places = zip(ids(table, "source"), ids(table, "section"), strict=True)
    expected = [
        ("userTrust", "section/abstract"),
        ("userPerceivedValue", "section/2-1-3"),
        ("userPerceivedValue", "section/4-1"),
        ("userTrust", "section/5"),
        ("userTrust", "section/5-2"),
        ("userTrust", "section/7-1"),
    ]
    assert expected == list(places)


def test_a_parameter_takes_any_name_of_a_term(framework: Framework) -> None:
    """People type labels, not IRIs."""
    query = CATALOGUE["leads-to"]
    by_label = queries.run(framework, query, {"term": "退货率"})
    assert by_label == queries.run(framework, query, {"term": "returnRate"})
    assert by_label.rows


def test_an_unknown_parameter_lists_the_known_ones(framework: Framework) -> None:
    """A misspelt parameter must not be ignored."""
    with pytest.raises(QueryError, match="no parameter trem") as caught:
        queries.run(framework, CATALOGUE["leads-to"], {"trem": "x"})
    assert "term" in caught.value.help.en


def test_a_parameter_that_names_no_term(framework: Framework) -> None:
    """A term that doesn't exist is an error, not an empty answer."""
    with pytest.raises(UnknownTermError):
        queries.run(framework, CATALOGUE["leads-to"], {"term": "天气"})


def test_a_syntax_error_has_line_and_column(framework: Framework) -> None:
    """Whoever writes SPARQL is told where it breaks."""
    query = queries.parse("mine.rq", "SELECT ?x {\n  ?x ?y }", anonymous=True)
    with pytest.raises(QueryError) as caught:
        queries.run(framework, query, {})
    assert "mine.rq:2:10" == caught.value.where


@pytest.mark.parametrize("format", ["csv", "json", "tsv"])
def test_solutions_in_standard_formats(framework: Framework, format: queries.ResultFormat) -> None:
    """Other programs read the results."""
    result = queries.evaluate(framework, CATALOGUE["dimensions"], {})
    text = queries.serialised(result, format, "dimensions").decode()
    if format == "json":
        assert 8 == len(json.loads(text)["results"]["bindings"])
    else:
        assert 9 == len(text.strip().splitlines())


def test_triples_as_turtle(framework: Framework) -> None:
    """CONSTRUCT gives a graph that can be read back."""
    result = queries.evaluate(framework, CATALOGUE["describe"], {"term": "主播信任"})
    graph = rdflib.Graph().parse(data=queries.serialised(result, "ttl", "describe"))
    assert (None, None, rdflib.Literal("主播信任", lang="zh-hans")) in graph


@pytest.mark.parametrize(
    ("text", "format"),
    [("ASK { ?s ?p ?o }", "ttl"), ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1", "csv")],
)
def test_a_format_that_does_not_fit(
    framework: Framework, text: str, format: queries.ResultFormat
) -> None:
    """Asking for rows of a graph, or a graph of rows, is answered with the right format."""
    result = queries.evaluate(framework, queries.parse("q", text, anonymous=True), {})
    with pytest.raises(QueryError) as caught:
        queries.serialised(result, format, "q")
    assert "--format" in caught.value.help.en or "csv" in caught.value.help.en


def test_a_query_without_title_is_refused_in_the_catalogue() -> None:
    """Every named question is readable in both languages."""
    with pytest.raises(QueryError, match=r"title\(zh\)"):
        queries.parse("x", "# title(en): X\nASK {}")


def test_every_column_has_a_name(framework: Framework) -> None:
    """Headers of answers are in the reader's language, and no name is left over."""
    used = set()
    asked = {**CATALOGUE, **queries.competency_catalogue()}
    for query in asked.values():
        table = queries.run(framework, query, {})
        used |= set(table.columns)
        for language in Language:
            for name in queries.worded(framework, table, language).columns:
                assert language is Language.EN or not re.search("[a-z]", name), (query.name, name)
    bases = {name.removesuffix("Zh").removesuffix("En") for name in used}
    assert queries.columns().keys() - {"answer"} <= used | bases


def test_each_term_stands_once_among_all_terms(framework: Framework) -> None:
    """A term of two kinds is one term."""
    found = ids(queries.run(framework, CATALOGUE["terms"], {}), "term")
    assert sorted(set(found)) == sorted(found)
