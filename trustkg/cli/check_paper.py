"""`trustkg check --paper FILE`: quotes and sentences against a copy of the paper's text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from trustkg.cli import ui

if TYPE_CHECKING:
    from trustkg.coverage import LeftOut, Misplaced, PaperReport, Share, Uncovered
    from trustkg.framework import Framework

_WIDEST: Final = 44
_BEGINNING: Final = 20
"""Characters of a sentence that are shown; enough to find it in one's own copy."""


def run(texts: ui.Ui, file: str, format: str, *, uncovered: bool) -> int:
    """Compare, print what was found, and return the exit code.

    Args:
        texts: the reader's language and texts.
        file: path of the copy.
        format: `text` or `json`.
        uncovered: whether to show the sentences that are listed, too.

    Raises:
        InputError: the copy can't be used, or an entry of the ontology is incomplete.
    """
    from trustkg import coverage, paper_text
    from trustkg.framework import Framework

    paper = paper_text.read(Path(file))
    framework = Framework.load()
    entries = coverage.left_out(framework)
    report = coverage.examine(paper, coverage.selectors(framework), entries)
    if format == "json":
        texts.say(json.dumps(_json(report), ensure_ascii=False, indent=2))
    else:
        _show(texts, framework, report, uncovered=uncovered)
    return 0 if report.passed else 1


def _show(texts: ui.Ui, framework: Framework, report: PaperReport, *, uncovered: bool) -> None:
    _ = texts._
    count = _("{count} quotes").format(count=report.quotes)
    once = _("Every quote stands exactly once in its section")
    _headline(texts, once, passed=not report.misplaced, detail=count)
    for wrong in report.misplaced:
        _show_misplaced(texts, framework, wrong)
    accounted = _("Every sentence has a statement or is listed with the reason")
    listed = _("{count} listed").format(count=len(report.uncovered) - len(report.unlisted))
    _headline(texts, accounted, passed=not report.unlisted, detail=listed)
    for sentence in report.unlisted:
        texts.say(f"    {_sentence(texts, framework, sentence)}")
    needed = _("Every sentence that is listed is there and has no statement")
    _headline(texts, needed, passed=not report.stale, detail="")
    for stale in report.stale:
        if stale.statements:
            said = _("has {statements}; take it off ontology/project/coverage.ttl")
            said = said.format(statements=", ".join(stale.statements))
        else:
            said = _("picks out no sentence")
        texts.say(f"    {stale.entry.id}  {said}")
    if uncovered:
        _show_listed(texts, framework, report)
    _show_shares(texts, framework, report)


def _headline(texts: ui.Ui, title: str, *, passed: bool, detail: str) -> None:
    mark = click.style("✓", fg="green") if passed else click.style("✗", fg="red")
    texts.say(f"{mark} {title}" + (click.style(f"  ({detail})", dim=True) if detail else ""))


def _show_misplaced(texts: ui.Ui, framework: Framework, wrong: Misplaced) -> None:
    _ = texts._
    selector = wrong.selector
    place = _place(framework, selector.section)
    texts.say(f"    {selector.id}  {place}  “{selector.quote}”")
    if wrong.count is None:
        said = _("the copy has no such section")
    elif wrong.count:
        said = _("stands there {count} times").format(count=wrong.count)
    elif wrong.nearest is None:
        said = _("isn't there, nor is anything like it")
    else:
        said = _("isn't there; nearest: “{text}”").format(text=wrong.nearest)
    if wrong.elsewhere:
        places = ", ".join(_place(framework, section) for section in wrong.elsewhere)
        said += _("; it stands in {sections}").format(sections=places)
    texts.say(f"        {said}")


def _show_listed(texts: ui.Ui, framework: Framework, report: PaperReport) -> None:
    _ = texts._
    listed = [(s, s.listed) for s in report.uncovered if s.listed is not None]
    if listed:
        texts.say("")
        texts.say(click.style(_("Sentences without a statement, as listed"), underline=True))
    for sentence, entry in listed:
        texts.say(f"  {_sentence(texts, framework, sentence)}")
        texts.say(click.style(f"      {_reason(texts, framework, entry)}", dim=True))
    if report.open_parts:
        texts.say("")
        parts = _("Parts between semicolons without a statement, in sentences that have one")
        texts.say(click.style(parts, underline=True))
    for part in report.open_parts:
        texts.say(f"  {_sentence(texts, framework, part)}")


def _reason(texts: ui.Ui, framework: Framework, entry: LeftOut) -> str:
    _ = texts._
    claim = _("makes a claim") if entry.makes_claim else _("makes no claim")
    sort = framework.label(entry.reason)[texts.language]
    return f"{sort} · {claim} · {entry.why[texts.language]}"


def _sentence(texts: ui.Ui, framework: Framework, sentence: Uncovered) -> str:
    shown = sentence.text[:_BEGINNING] + ("…" if len(sentence.text) > _BEGINNING else "")
    where = texts._("{section}, sentence {number}").format(
        section=_place(framework, sentence.section), number=sentence.number
    )
    return f"{where}  {shown}"


def _place(framework: Framework, section: str) -> str:
    found = framework.sections.get(f"section/{section}")
    return f"§{found.number}" if found is not None and found.number else section


def _show_shares(texts: ui.Ui, framework: Framework, report: PaperReport) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    _ = texts._
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("section"), max_width=_WIDEST, no_wrap=True, overflow="ellipsis")
    for title in (_("sentences"), _("making a claim"), _("covered"), _("share"), _("parts")):
        table.add_column(title, justify="right")
    for id, share in report.shares.items():
        section = framework.sections.get(f"section/{id}")
        label = framework.label(f"section/{id}")[texts.language] if section else id
        number = section.number if section else ""
        table.add_row(f"{number} {label}".lstrip(), *_figures(share))
    table.add_section()
    table.add_row(_("sections 1 to 7"), *_figures(report.total))
    texts.say("")
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, width=200)
    console.print(table)


def _figures(share: Share) -> tuple[str, ...]:
    # Rounded down, so that 100 % means all of them.
    percent = f"{int(share.ratio * 1000) / 10:.1f} %"
    parts = f"{share.parts_covered}/{share.parts}"
    return str(share.sentences), str(share.claims), str(share.covered), percent, parts


def _json(report: PaperReport) -> dict[str, object]:
    return {
        "passed": report.passed,
        "quotes": report.quotes,
        "misplaced": [
            {
                "id": wrong.selector.id,
                "section": wrong.selector.section,
                "quote": wrong.selector.quote,
                "count": wrong.count,
                "nearest": wrong.nearest,
                "elsewhere": wrong.elsewhere,
            }
            for wrong in report.misplaced
        ],
        "uncovered": [
            {
                **_sentence_json(sentence),
                "listed": None if sentence.listed is None else _entry_json(sentence.listed),
            }
            for sentence in report.uncovered
        ],
        "open_parts": [_sentence_json(part) for part in report.open_parts],
        "stale": [
            {"entry": stale.entry.id, "statements": stale.statements} for stale in report.stale
        ],
        "sections": [
            {"section": section, **_share_json(share)} for section, share in report.shares.items()
        ],
        "total": _share_json(report.total),
    }


def _sentence_json(sentence: Uncovered) -> dict[str, object]:
    return {
        "section": sentence.section,
        "sentence": sentence.number,
        "beginning": sentence.text[:_BEGINNING],
    }


def _entry_json(entry: LeftOut) -> dict[str, object]:
    return {
        "id": entry.id,
        "makes_claim": entry.makes_claim,
        "reason": entry.reason,
        "why": {"zh": entry.why.zh, "en": entry.why.en},
    }


def _share_json(share: Share) -> dict[str, object]:
    return {
        "sentences": share.sentences,
        "claims": share.claims,
        "covered": share.covered,
        "share": round(share.ratio, 4),
        "parts": share.parts,
        "parts_covered": share.parts_covered,
    }
