"""The pages of the questions."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import pytest

from trustkg.language import Language
from trustkg.publish import Page
from trustkg.queries import catalogue, questions


@pytest.fixture(scope="module")
def by_path(files: tuple[Page, ...]) -> Mapping[str, str]:
    """The site's text files, by path."""
    kinds = (".html", ".csv")
    return {f.path: f.content.decode("utf-8-sig") for f in files if f.path.endswith(kinds)}


@pytest.mark.parametrize("language", Language)
def test_every_competency_question_has_its_pages(
    by_path: Mapping[str, str], language: Language
) -> None:
    """Readers see the question, the agreed answer and its SPARQL, without the header."""
    for name, question in questions().items():
        page = by_path[f"{language}/query/{name}.html"]
        assert f'<p class="definition">{question.query.description[language][:12]}' in page
        assert "ORDER BY" in page
        assert "# remove" not in page
        rows = list(csv.reader(io.StringIO(by_path[f"{language}/query/{name}.csv"])))
        assert question.columns == tuple(rows[0])
        assert sorted(question.rows) == sorted(map(tuple, rows[1:]))


@pytest.mark.parametrize("language", Language)
def test_the_list_groups_them(by_path: Mapping[str, str], language: Language) -> None:
    """Named queries come first; the competency questions stand under a heading of their own."""
    named, heading, competency = by_path[f"{language}/queries.html"].partition('id="competency"')
    assert heading
    for name in catalogue():
        assert f"query/{name}.html" in named
    for name in questions():
        assert f"query/{name}.html" in competency
        assert f"query/{name}.html" not in named


@pytest.mark.parametrize("language", Language)
def test_an_empty_answer_is_said(by_path: Mapping[str, str], language: Language) -> None:
    """For a question about what the paper does not say, nothing is the answer."""
    empty = {name for name, question in questions().items() if not question.rows}
    assert empty
    for name in catalogue().keys() | questions().keys():
        assert (name in empty) == ('<p class="none">' in by_path[f"{language}/query/{name}.html"])
