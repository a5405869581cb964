"""GitHub's commands and the page of findings."""

import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest

from trustkg.language import Language, Text
from trustkg.plans import Position
from trustkg.reporters import REPORTERS, Options, Unreadable
from trustkg.reporters.addresses import relative, uri
from trustkg.validation import Report
from trustkg.validation.report import Suppressed

COMMAND = re.compile(
    r"::(error|warning|notice) file=[^,:]+,line=\d+,col=\d+,endLine=\d+,endColumn=\d+,"
    r"title=[A-Z]+\d\d [a-z-]+::[^\r\n]+"
)


def test_one_command_for_each_finding(reports: tuple[Report, ...], options: Options) -> None:
    """Every finding is one line that GitHub understands; the last line has the totals."""
    *commands, last = REPORTERS["github"](reports, options).splitlines()
    assert sum(len(report.findings) for report in reports) == len(commands)
    assert [] == [line for line in commands if not COMMAND.fullmatch(line)]
    assert last.startswith("3份计划：")


def test_a_plan_can_t_give_commands(reports: tuple[Report, ...], options: Options) -> None:
    """Line feeds, percent signs, colons and commas of a plan start nothing of their own."""
    evil = Text("50%\n::error::x", "50%\r\n::error file=a,line=1::x")
    finding = replace(reports[0].findings[0], message=evil, help=None)
    report = replace(reports[0], findings=(finding,), source="a,b:c%.yaml")
    line, _ = REPORTERS["github"]([report], replace(options, language=Language.EN)).splitlines()
    assert line.endswith("::50%25%0D%0A::error file=a,line=1::x")
    assert "file=a%2Cb%3Ac%25.yaml," in line


def test_cells_are_named_in_the_message(reports: tuple[Report, ...], options: Options) -> None:
    """GitHub has no place for a cell, so the message says it."""
    cell = Position("p.xlsx", 7, 4, 5, cell="措施!D7")
    finding = replace(reports[0].findings[0], position=cell)
    report = replace(reports[0], findings=(finding,), source="p.xlsx")
    first = REPORTERS["github"]([report], options).splitlines()[0]
    assert re.match(r"::\w+ file=p.xlsx,title=[^:]+::措施!D7：", first)


def test_unreadable_plans_are_errors(options: Options) -> None:
    """A file that can't be parsed is annotated where it breaks."""
    broken = Unreadable(
        "b.yaml",
        "b.yaml:2:1",
        Text("坏了", "broken"),
        Text("改", "mend"),
        Position("b.yaml", 2, 1, 2),
    )
    text = REPORTERS["github"]([], replace(options, unreadable=(broken,)))
    expected = (
        "::error file=b.yaml,line=2,col=1,endLine=2,endColumn=2,title=trustkg::坏了%0A建议：改\n"
    )
    assert expected == text


@pytest.mark.parametrize("language", list(Language))
def test_page_is_html_and_needs_nothing(
    language: Language, reports: tuple[Report, ...], options: Options
) -> None:
    """One file: no scripts, no styles or pictures from elsewhere; every finding in it."""
    page = REPORTERS["html"](reports, replace(options, language=language))
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    tree = parser.parse(page)
    assert language.tag == tree.get("lang")
    assert [] == tree.findall(".//script") + tree.findall(".//link") + tree.findall(".//img")
    assert sum(len(r.findings) for r in reports) == len(tree.findall(".//article"))
    for wanted in ("@media print", "prefers-color-scheme: dark"):
        assert wanted in page
    messages = "".join(tree.itertext())
    for tongue in Language:
        assert reports[0].findings[0].message[tongue] in messages


def test_page_shows_the_marked_text(reports: tuple[Report, ...], options: Options) -> None:
    """The very value is marked in its line, with the lines around it."""
    page = REPORTERS["html"](reports[:1], options)
    assert "target: <mark>7 %</mark>, by: 2026-11-30}" in page
    assert "kpis:" in page


def test_page_escapes_plans(reports: tuple[Report, ...], options: Options) -> None:
    """Markup in a plan stays text."""
    evil = Text("<script>1</script>", "<script>1</script>")
    lines = ("<img src=x>",) * 7
    finding = replace(reports[0].findings[-1], message=evil)
    report = replace(reports[0], findings=(finding,), lines=lines, source="<b>.yaml")
    page = REPORTERS["html"]([report], options)
    assert "<script" not in page
    assert "<img" not in page
    assert "<b>" not in page


def test_page_lists_waived_and_unreadable(reports: tuple[Report, ...], options: Options) -> None:
    """What was set aside is told with its reason, and what could not be read as well."""
    first = reports[0].findings[0]
    assert first.position
    waived = Suppressed(first, "因为如此", first.position)
    report = replace(reports[0], findings=(), suppressed=(waived,))
    broken = Unreadable("b.yaml", "b.yaml:1:1", Text("坏了", "broken"), Text("改", "mend"))
    page = REPORTERS["html"]([report], replace(options, unreadable=(broken,)))
    for wanted in ("因为如此", "坏了", "没有发现问题。", "<details>"):
        assert wanted in page


def test_addresses(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files below the working folder are called from there, with slashes."""
    monkeypatch.chdir(tmp_path)
    assert "plans/p.yaml" == relative(str(tmp_path / "plans" / "p.yaml"))
    assert "p.yaml" == relative("./p.yaml")
    assert "a%23b%25.yaml" == uri("a#b%.yaml")
    assert "/elsewhere/p.yaml" == relative("/elsewhere/p.yaml")
