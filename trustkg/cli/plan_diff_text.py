"""What changed between two versions of a plan, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from trustkg.cli import ui
from trustkg.framework import Framework
from trustkg.language import Language
from trustkg.plans.naming import distinct_name
from trustkg.reporters.visible import visible
from trustkg.synopsis import Comparison, ItemChange, LinkBasis
from trustkg.validation import Finding, Severity


def render(comparison: Comparison, framework: Framework, texts: ui.Ui) -> Iterator[str]:
    """Yield the lines of a comparison: findings, contents, links, coverage.

    `+` is what came, `-` what went, `~` what changed; `→` stands between before and after.

    Args:
        comparison: of two versions.
        framework: for the names of terms.
        texts: the reader's language and texts.
    """
    _ = texts._
    if comparison.same:
        yield _("no change in what the plan says, nor in what is found")
        return
    yield _("findings: {came} came, {went} went, {stayed} stayed").format(
        came=len(comparison.came), went=len(comparison.went), stayed=len(comparison.stayed)
    )
    yield from _findings("+", comparison.came, texts)
    yield from _findings("-", comparison.went, texts)
    if comparison.items:
        yield ""
        yield _("contents:")
        for item in comparison.items:
            yield from _item(item, texts)
    if comparison.links:
        yield ""
        yield _("links from drivers to sub-dimensions:")
        bases = {
            LinkBasis.STATED: _("stated in the paper"),
            LinkBasis.INFERRED: _("inferred by the project"),
            LinkBasis.UNSAID: _("said by nobody"),
        }
        for link in comparison.links:
            ends = [
                distinct_name(framework, id)[texts.language] for id in (link.driver, link.target)
            ]
            brackets = "（{}）" if texts.language is Language.ZH else " ({})"
            sign = "+" if link.came else "-"
            yield f"  {sign} {' → '.join(ends)}{brackets.format(bases[link.basis])}"
    yield ""
    before, after = comparison.before, comparison.after
    yield _("covered: dimensions {before}, sub-dimensions {after}").format(
        before=f"{before.dimensions} → {after.dimensions}",
        after=f"{before.sub_dimensions} → {after.sub_dimensions}",
    )
    for sign, ids in (("+", comparison.gained), ("-", comparison.lost)):
        for id in ids:
            yield f"  {sign} {distinct_name(framework, id)[texts.language]}"


def _findings(sign: str, findings: Iterable[Finding], texts: ui.Ui) -> Iterator[str]:
    _ = texts._
    names = {
        Severity.VIOLATION: _("error"),
        Severity.WARNING: _("warning"),
        Severity.INFO: _("note"),
    }
    for finding in sorted(findings, key=lambda found: -found.severity):
        where = f"{visible(str(finding.position))}: " if finding.position else ""
        title = f"{names[finding.severity]}[{finding.code} {finding.slug}]"
        yield f"  {sign} {where}{title}: {visible(finding.message[texts.language])}"


def _item(item: ItemChange, texts: ui.Ui) -> Iterator[str]:
    language = texts.language
    sign = "+" if not item.before else "-" if not item.after else "~"
    kind = item.kind[language] if item.kind else texts._("the plan itself")
    yield f"  {sign} {kind} {visible(item.name[language])}"
    for change in item.changes:
        was = "; ".join(visible(text[language]) for text in change.before) or "∅"
        is_ = "; ".join(visible(text[language]) for text in change.after) or "∅"
        yield f"      {change.property[language]}: {was} → {is_}"
