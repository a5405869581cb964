"""Quotes and sentences held to each other, on a text made up for it."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from trustkg import coverage, paper_text
from trustkg.coverage import LeftOut, Misplaced, Selector, Share
from trustkg.errors import InputError
from trustkg.framework import Framework, graphs
from trustkg.language import Text
from trustkg.paper_text import Paper
from trustkg.vocab import SECTION, local_id

PAPER = """
摘要

摘要说甲影响乙。

1. 引言

甲影响乙。丙影响丁；戊影响己。下文展开论述。

2. 结论

甲影响乙，甲又影响丙。感谢读者。
"""

FIRST = Selector("statement/s1", "1", "甲影响乙", states=True)
SECOND = Selector("statement/s2", "1", "丙影响丁", states=True)
CITATION = Selector("citation/c1", "1", "下文展开", states=False)
CONCLUSION = Selector("statement/s3", "2", "甲又影响丙", states=True)
WHY = Text("只是致谢", "only thanks")
THANKS = LeftOut("uncovered/u1", "2", "感谢读者", makes_claim=False, reason="wish", why=WHY)
CLAIM = LeftOut("uncovered/u2", "1", "下文展开", makes_claim=True, reason="beyond", why=WHY)
ALL = (FIRST, SECOND, CITATION, CONCLUSION)


ENTRY = """@prefix tkg: <https://w3id.org/trustkg/> .
<https://w3id.org/trustkg/uncovered/x1> a tkg:UncoveredSentence ;
    tkg:statedIn <https://w3id.org/trustkg/section/7-3> ;
    tkg:quote "希望" ;
    tkg:makesClaim false ;
    tkg:uncoveredFor tkg:reasonWish ;
    tkg:whyNoStatement "愿"@zh-Hans , "hope"@en ;
.
"""


def changed(framework: Framework, turtle: str) -> Framework:
    """Return the framework with a few triples more in its store."""
    store = ox.Store()
    store.extend(framework.store)
    store.load(turtle, ox.RdfFormat.TURTLE, to_graph=graphs.PROJECT)
    return replace(framework, store=store)


@pytest.fixture
def paper() -> Paper:
    """The text above."""
    return paper_text.parse("paper.txt", PAPER)


def test_a_quote_that_stands_once_is_no_finding(paper: Paper) -> None:
    """What holds isn't reported."""
    assert () == coverage.examine(paper, ALL, ()).misplaced


def test_a_changed_word_is_shown_beside_the_quote(paper: Paper) -> None:
    """The reader sees at a glance what differs."""
    wrong = Selector("statement/s2", "1", "丙影响了丁", states=True)
    found = coverage.examine(paper, (*ALL, wrong), ()).misplaced
    assert (Misplaced(wrong, 0, "丙影响丁；", ()),) == found


def test_a_quote_that_stands_twice_is_a_finding(paper: Paper) -> None:
    """It points at no one place."""
    wrong = Selector("statement/s9", "1", "影响", states=True)
    found = coverage.examine(paper, (*ALL, wrong), ()).misplaced
    assert (Misplaced(wrong, 3, None, ("abstract", "2")),) == found


def test_a_quote_in_another_section_is_a_finding_that_says_where(paper: Paper) -> None:
    """Most misplaced quotes have the wrong section."""
    wrong = Selector("statement/s9", "2", "戊影响己", states=True)
    (found,) = coverage.examine(paper, (*ALL, wrong), ()).misplaced
    assert (0, ("1",)) == (found.count, found.elsewhere)


def test_a_section_that_the_copy_lacks_is_a_finding(paper: Paper) -> None:
    """A copy with a page missing doesn't pass."""
    wrong = Selector("statement/s9", "3", "庚影响辛", states=True)
    found = coverage.examine(paper, (*ALL, wrong), ()).misplaced
    assert (Misplaced(wrong, None, None, ()),) == found


def test_an_empty_quote_is_a_finding(paper: Paper) -> None:
    """The empty text stands everywhere."""
    wrong = Selector("statement/s9", "1", "", states=True)
    report = coverage.examine(paper, (*ALL, wrong), ())
    assert [wrong] == [m.selector for m in report.misplaced]


def test_another_text_is_refused(paper: Paper) -> None:
    """A list of every quote that isn't there helps nobody."""
    others = tuple(Selector(f"statement/s{n}", "1", f"庚{n}", states=True) for n in range(9))
    with pytest.raises(InputError) as caught:
        coverage.examine(paper, (*ALL, *others), ())
    assert "paper.txt" == caught.value.where


def test_shares(paper: Paper) -> None:
    """Sentences that make no claim don't count; a citation covers nothing."""
    report = coverage.examine(paper, ALL, (THANKS,))
    expected = {
        "abstract": Share(sentences=1, claims=1, covered=0, parts=1, parts_covered=0),
        "1": Share(sentences=3, claims=3, covered=2, parts=4, parts_covered=2),
        "2": Share(sentences=2, claims=1, covered=1, parts=1, parts_covered=1),
    }
    assert expected == report.shares
    assert Share(5, 4, 3, 5, 3) == report.total
    assert 0.75 == report.total.ratio


def test_a_claim_that_is_left_out_counts(paper: Paper) -> None:
    """Listing a claim explains why it is missing and doesn't raise the share."""
    report = coverage.examine(paper, ALL, (CLAIM,))
    assert (3, 2) == (report.shares["1"].claims, report.shares["1"].covered)
    assert CLAIM in {sentence.listed for sentence in report.uncovered}


def test_sentences_neither_covered_nor_listed(paper: Paper) -> None:
    """These are findings; what is listed is not."""
    report = coverage.examine(paper, ALL, (THANKS,))
    open_list = [(u.section, u.number, u.text) for u in report.unlisted]
    assert [("abstract", 1, "摘要说甲影响乙。"), ("1", 3, "下文展开论述。")] == open_list
    assert not report.passed


def test_parts_without_a_statement(paper: Paper) -> None:
    """A long sentence with one statement still shows what nobody stated."""
    report = coverage.examine(paper, ALL, ())
    assert [("1", 2, "戊影响己。")] == [(p.section, p.number, p.text) for p in report.open_parts]


def test_an_entry_for_a_covered_sentence_is_stale(paper: Paper) -> None:
    """The list of what is left out must stay true."""
    entry = LeftOut("uncovered/u3", "1", "丙影响丁", makes_claim=True, reason="x", why=WHY)
    report = coverage.examine(paper, ALL, (entry,))
    assert [(entry, ("statement/s2",))] == [(s.entry, s.statements) for s in report.stale]
    assert not report.passed


@pytest.mark.parametrize("quote", ["2. 结论", "庚影响辛"])
def test_an_entry_that_picks_out_no_sentence_is_stale(paper: Paper, quote: str) -> None:
    """A heading is no sentence, and a quote that isn't there is none, either."""
    entry = LeftOut("uncovered/u3", "2", quote, makes_claim=False, reason="x", why=WHY)
    report = coverage.examine(paper, ALL, (entry,))
    assert [(entry, ())] == [(s.entry, s.statements) for s in report.stale]


def test_everything_accounted_for_passes(paper: Paper) -> None:
    """Every quote in its place, every sentence covered or listed: nothing to mend."""
    abstract = Selector("statement/s0", "abstract", "摘要说", states=True)
    report = coverage.examine(paper, (*ALL, abstract), (THANKS, CLAIM))
    assert report.passed, report


def test_no_claims_is_wholly_covered() -> None:
    """A section with nothing to state lacks nothing."""
    assert 1.0 == Share(1, 0, 0, 0, 0).ratio


def test_selectors_are_all_quotes_of_the_ontology(framework: Framework) -> None:
    """Statements, citations and left out sentences are held to the text, and so is the rest."""
    found = coverage.selectors(framework)
    expected = {(s.id, s.quote) for s in framework.statements.values() if s.quote and s.section}
    expected |= {
        (c.id, c.quote) for reference in framework.references.values() for c in reference.citations
    }
    entries = {(entry.id, entry.quote) for entry in coverage.left_out(framework)}
    assert set() == (expected | entries) - {(s.id, s.quote) for s in found}
    assert {s.id for s in found if s.states} <= set(framework.statements)
    assert {s.section for s in found} <= {
        id.removeprefix(local_id(SECTION)) for id in framework.sections
    }


def test_left_out_sentences_say_why_in_both_languages(framework: Framework) -> None:
    """A reason is there for a reader to dispute."""
    entries = coverage.left_out(changed(framework, ENTRY))
    (entry,) = (e for e in entries if e.id == "uncovered/x1")
    expected = LeftOut(
        "uncovered/x1",
        "7-3",
        "希望",
        makes_claim=False,
        reason="reasonWish",
        why=Text("愿", "hope"),
    )
    assert expected == entry
    assert all(e.why.zh and e.why.en and e.why.zh != e.why.en for e in entries)


@pytest.mark.parametrize(
    "name", ["statedIn", "quote", "makesClaim", "uncoveredFor", "whyNoStatement"]
)
def test_an_incomplete_entry_is_an_error(framework: Framework, name: str) -> None:
    """No traceback where an entry lacks something, and the file and property are named."""
    without = "\n".join(line for line in ENTRY.splitlines() if f"tkg:{name} " not in line)
    with pytest.raises(InputError) as caught:
        coverage.left_out(changed(framework, without))
    assert "uncovered/x1" in caught.value.what.en
    assert f"tkg:{name}" in caught.value.what.en
