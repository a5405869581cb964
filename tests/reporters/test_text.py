"""The text report reads like a compiler's, in both languages."""

import re
from dataclasses import replace

from trustkg.framework import Framework
from trustkg.language import Language, Text
from trustkg.plans import Position, read_bytes
from trustkg.repairs import Repair, Repairs
from trustkg.reporters import REPORTERS, Coverage, Options, Supplement, supplement
from trustkg.reporters.text import width
from trustkg.reporters.visible import visible
from trustkg.validation import Report, Severity
from trustkg.validation.report import Suppressed

ENGLISH = """\
small.yaml:7:45: error[KPI23 wrong-direction]: repurchase rate should rise, but its target goes from 9 % to 7 %
   |
 7 |   - {indicator: 复购率, baseline: 9 %, target: 7 %, by: 2026-11-30}
   |                                                ^^^
   = framework: repurchase rate should rise (paper §7.1, paraphrased)
   = help: swap baseline and target, or choose the indicator you mean

"""


def test_finding_shows_place_line_grounds_and_help(
    reports: tuple[Report, ...], options: Options
) -> None:
    """A finding has its line with a caret under it, what it rests on, and what to do."""
    text = REPORTERS["text"](reports[:1], replace(options, language=Language.EN))
    assert ENGLISH in text


def test_summary_counts(reports: tuple[Report, ...], options: Options) -> None:
    """The last line adds up, with plurals where there are several."""
    text = REPORTERS["text"](reports[:1], replace(options, language=Language.EN))
    assert text.splitlines()[-1] == "1 error, 0 warnings, 2 notes in 1 plan"
    chinese = REPORTERS["text"](reports[:1], options)
    assert chinese.splitlines()[-1] == "1份计划：1个错误，0个警告，2个提示"


def test_summary_names_what_was_not_decided(reports: tuple[Report, ...], options: Options) -> None:
    """Who has a misspelt term is told which rules could not be judged because of it."""
    last = REPORTERS["text"](reports, options).splitlines()[-1]
    assert re.search(r"读不懂的值改好之后才能判断：[A-Z]+\d\d ", last)


def test_chinese_words_for_severities(reports: tuple[Report, ...], options: Options) -> None:
    """错误, 警告 and 提示 stand where English has error, warning and note."""
    text = REPORTERS["text"](reports, options)
    for word in ("错误[KPI23 wrong-direction]：", "警告[LINK16 ", "提示[LINK14 "):
        assert word in text


def test_carets_stand_under_double_width_characters(
    reports: tuple[Report, ...], options: Options
) -> None:
    """Chinese characters take two columns, before and under the carets."""
    lines = REPORTERS["text"](reports[1:2], options).splitlines()
    title = next(i for i, line in enumerate(lines) if "READ01" in line and "内容真是性" in line)
    source, carets = lines[title + 2], lines[title + 3]
    start = source.index("内容真是性")
    gutter = source.index("| ") + 2
    assert gutter + width(source[gutter:start]) == carets.index("^")
    assert carets.count("^") == 10


def test_width() -> None:
    """Full-width counts two, combining marks nothing, everything else one."""
    assert width("ab中％e\u0301") == 7


def test_colour_only_when_asked(reports: tuple[Report, ...], options: Options) -> None:
    """Escape sequences would spoil a file or a pipe."""
    assert "\x1b[" not in REPORTERS["text"](reports, options)
    assert "\x1b[1;31m" in REPORTERS["text"](reports, replace(options, colour=True))


def test_no_finding_says_so(options: Options, reports: tuple[Report, ...]) -> None:
    """A report without findings still ends with its line of totals."""
    clean = replace(reports[0], findings=())
    assert REPORTERS["text"]([clean], options) == "1份计划：0个错误，0个警告，0个提示\n"


def test_long_lines_are_cut(reports: tuple[Report, ...], options: Options) -> None:
    """A line of ten thousand characters shows the part that is meant."""
    line = reports[0].lines[6]
    lines = (*reports[0].lines[:6], line + "x" * 10_000)
    text = REPORTERS["text"]([replace(reports[0], lines=lines)], options)
    assert max(len(shown) for shown in text.splitlines()) < 200
    assert "target: 7 %" in text


def test_worst_come_first_and_notes_are_short(
    reports: tuple[Report, ...], options: Options
) -> None:
    """What is wrong isn't buried under notes, which take two lines unless asked for."""
    text = REPORTERS["text"](reports[:1], options)
    titles = [line for line in text.splitlines() if re.search(r"(错误|警告|提示)\[", line)]
    assert [re.findall("错误|警告|提示", title)[0] for title in titles] == ["错误", "提示", "提示"]
    notes = text.split("\n\n")[1:-1]
    assert {len(note.splitlines()) for note in notes} == {2}
    whole = REPORTERS["text"](reports[:1], replace(options, gate=Severity.INFO))
    assert len(whole.split("\n\n")[1].splitlines()) > 4


def test_nothing_moves_the_terminal() -> None:
    """Escape sequences and marks of direction in a plan are written out."""
    assert visible("a\x1b[31m\u202eb中\ud800") == "a\\u001B[31m\\u202Eb中\\uD800"
    assert visible("👩\u200d🌾") == "👩\u200d🌾"


def test_repairs_are_offered(reports: tuple[Report, ...], options: Options) -> None:
    """What was tried and holds is said under the help, safe repairs and suggestions apart."""
    place = next(i for i, f in enumerate(reports[0].findings) if f.code == "KPI23")
    for safe, label, mark in ((True, "fix", " [fix available]"), (False, "try", "")):
        repair = Repair(Text("对调", "swap them"), (), safe=safe)
        known = Supplement(repairs=Repairs({place: (repair,)}, 0))
        shown = replace(options, language=Language.EN, supplements={reports[0].source: known})
        text = REPORTERS["text"](reports[:1], shown)
        assert f"choose the indicator you mean{mark}\n   = {label}: swap them\n" in text
        last = "1 fixable with --fix" if safe else "1 more with --fix --unsafe-fixes"
        assert last == text.splitlines()[-1]


def test_cells_show_their_text(reports: tuple[Report, ...], options: Options) -> None:
    """In a workbook the cell's address and text stand where a line would."""
    finding = replace(
        reports[0].findings[0], position=Position("p.xlsx", 7, 4, 5, cell="措施!D7"), help=None
    )
    report = replace(reports[0], findings=(finding,), lines=(), source="p.xlsx")
    known = {"p.xlsx": Supplement(cells={"措施!D7": "内容真是性"})}
    shown = replace(options, supplements=known, gate=Severity.INFO)
    lines = REPORTERS["text"]([report], shown).splitlines()
    assert lines[0].startswith("p.xlsx:措施!D7: ")
    expected = ["         |", " 措施!D7 | 内容真是性", "         | ^^^^^^^^^^"]
    assert expected == lines[1:4]


def test_summary_tells_coverage_time_and_waivers(
    reports: tuple[Report, ...], options: Options
) -> None:
    """The last line says how much of the framework a plan covers, and how long it took."""
    first = reports[0].findings[0]
    assert first.position
    report = replace(reports[0], suppressed=(Suppressed(first, "so", first.position),))
    known = {report.source: Supplement(Coverage(("a", "b", "c", "d"), ("a", "b")))}
    shown = replace(options, supplements=known, elapsed=0.138)
    last = REPORTERS["text"]([report], replace(shown, language=Language.EN)).splitlines()[-1]
    assert last.endswith(" in 1 plan · 1 waived · covers 2 of 4 dimensions · 0.14 s")
    chinese = REPORTERS["text"]([report], shown).splitlines()[-1]
    assert chinese.endswith(" · 豁免1个 · 涉及4个维度中的2个 · 0.14秒")
    several = REPORTERS["text"]([report, reports[2]], shown)
    assert "维度" not in several.splitlines()[-1]


def test_coverage_is_counted(framework: Framework) -> None:
    """A dimension counts as covered as soon as a measure builds a part of it."""
    text = "plan: p\nmeasures:\n  - {id: m, builds: [人格信任, 算法信任]}\n"
    found = supplement(read_bytes("p.yaml", text.encode(), framework), framework).coverage
    assert found is not None
    assert {"hostTrust", "platformTrust"} >= set(found.covered)
    assert "hostTrust" in found.covered
    assert len(found.dimensions) >= 4
