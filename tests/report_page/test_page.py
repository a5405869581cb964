"""Reports as pages: whole in one file, in both languages, true to the plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser

import pytest

from trustkg.framework import Framework
from trustkg.language import Language
from trustkg.report_page import render, render_comparison
from trustkg.report_page.drawing import draw
from trustkg.synopsis import Checked, compare, coverage, outline
from trustkg.validation import Severity

Check = Callable[[str, bytes], Checked]


class Reader(HTMLParser):
    """Notes what a page consists of."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count a tag and keep what its attributes point at."""
        self.tags[tag] += 1
        for name, value in attrs:
            if name == "id":
                self.ids[value or ""] += 1
            elif name == "href":
                self.links.append(value or "")
            elif name in {"src", "srcset", "action", "data"}:
                self.loads.append(value or "")
            assert not name.startswith("on"), f"{name} on {tag}"


@pytest.fixture(scope="module")
def pages(good: Checked, bad: Checked, framework: Framework) -> dict[str, str]:
    """A report on each plan, and a comparison of the two."""
    return {
        "good": render(good, framework),
        "bad": render(bad, framework),
        "diff": render_comparison(compare(good, bad, framework), framework),
    }


@pytest.mark.parametrize("name", ["good", "bad", "diff"])
def test_page_needs_nothing_else(pages: dict[str, str], name: str) -> None:
    """A manager opens the file on a train: no script, nothing loaded, every link inside."""
    page = pages[name]
    read = Reader(page)
    assert 0 == read.tags["script"] + read.tags["link"] + read.tags["iframe"] + read.tags["img"]
    assert [] == read.loads
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    assert {"#"} == {link[:1] for link in read.links} or not read.links
    assert {link[1:] for link in read.links} <= set(read.ids)


@pytest.mark.parametrize("name", ["good", "bad", "diff"])
def test_ids_are_unique(pages: dict[str, str], name: str) -> None:
    """Two languages in one file must not lead to each other's anchors or markers."""
    page = pages[name]
    assert [] == [id for id, count in Reader(page).ids.items() if count > 1]
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(Reader(page).ids)


def test_one_language_has_no_switch(good: Checked, framework: Framework) -> None:
    """Where one language is asked for, nothing of the other is left in the file."""
    page = render(good, framework, (Language.EN,))
    read = Reader(page)
    assert 0 == read.tags["input"]
    assert '<html lang="en">' in page
    assert 'class="leaf leaf-zh"' not in page
    assert "What to do next" in page


def test_both_languages_have_a_switch(pages: dict[str, str]) -> None:
    """The switch is plain HTML: two radio buttons before the two texts, one of them chosen."""
    page = pages["good"]
    assert 2 == page.count('type="radio" name="language"')
    assert 1 == page.count(" checked>")
    assert page.index('id="pick-en"') < page.index('class="leaf leaf-zh"')
    assert page.index('class="leaf leaf-zh"') < page.index('class="leaf leaf-en"')


def test_every_finding_is_told(pages: dict[str, str], bad: Checked, good: Checked) -> None:
    """No finding is lost on the way to the page, in either language."""
    for name, checked in (("bad", bad), ("good", good)):
        plain = unescape(pages[name])
        missing = [
            finding.message
            for finding in checked.report.findings
            if finding.message.zh not in plain or finding.message.en not in plain
        ]
        assert [] == missing


def test_help_is_in_the_reader_s_language(good: Checked, framework: Framework) -> None:
    """A page in one language gives no help in the other."""
    for language in Language:
        plain = unescape(render(good, framework, (language,)))
        for finding in good.report.findings:
            if finding.help:
                assert finding.help[language] in plain
                other = Language.EN if language is Language.ZH else Language.ZH
                assert finding.help[other] not in plain


def test_verdict_follows_the_findings(pages: dict[str, str], bad: Checked) -> None:
    """The one sentence that everybody reads is never kinder than the findings."""
    errors = bad.report.counts[Severity.VIOLATION]
    assert 'class="verdict bad"' in pages["bad"]
    assert f"{errors} errors have to be mended" in pages["bad"]
    assert 'class="verdict good"' in pages["good"]


def test_what_a_plan_says_is_escaped(check: Check, framework: Framework) -> None:
    """A plan from a stranger can't put a script into a report."""
    evil = '"<script>alert(1)</script><img src=x>"'
    text = f"plan: {evil}\ntitle: {evil}\nmeasures:\n  - {{id: {evil}, does: {evil}}}\n"
    checked = check("<b>.yaml", text.encode())
    for page in (
        render(checked, framework),
        render_comparison(compare(checked, checked, framework), framework),
    ):
        assert {"script": 0, "img": 0, "b": 0} | {} == {
            tag: Reader(page).tags[tag] for tag in ("script", "img")
        } | {"b": page.count("<b>.yaml")}


def test_empty_plan_gives_a_report(check: Check, framework: Framework) -> None:
    """A plan with nothing in it is reported on, not stumbled over."""
    page = render(check("empty.yaml", b"plan: x\n"), framework)
    assert "The plan has no measures." in page
    assert "The plan has no KPI targets." in page


def test_same_plan_same_bytes(good: Checked, framework: Framework, pages: dict[str, str]) -> None:
    """Reports can be compared and archived: no clock, no chance in them."""
    assert pages["good"] == render(good, framework)


def test_drawing_shows_only_what_the_plan_uses(good: Checked, framework: Framework) -> None:
    """Every highlighted line has a sentence, every sentence ends in terms of the plan."""
    contents = outline(good.plan)
    covered = coverage(contents, framework)
    drawing = draw(contents, covered, framework, Language.EN)
    used = [drawn for drawn in drawing.edges if drawn.used]
    assert used
    assert all(drawn.sentences for drawn in used)
    assert not any(drawn.sentences for drawn in drawing.edges if not drawn.used)
    expected = {id for m in contents.measures for id in (*m.drivers, *m.builds, *m.paths)}
    assert expected <= drawing.used
    pairs = {(link.driver, link.target) for link in covered.links}
    drivers = {id for m in contents.measures for id in m.drivers}
    subs = {cell.id for row in covered.rows for cell in row.cells}
    lit = {
        (s.subject, s.object)
        for drawn in used
        for id in drawn.edge.statements
        if (s := framework.statements[id]).subject in drivers
        and s.object in subs
        and framework.sentence(s, Language.EN) in drawn.sentences
    }
    assert lit <= pairs
