"""Critical notes, attribution, fit of citations and actions on the pages."""

from __future__ import annotations

from collections.abc import Mapping
from html.parser import HTMLParser

import pytest

from trustkg.framework import BasisKind, Framework
from trustkg.language import Language
from trustkg.publish import Page
from trustkg.publish.addresses import Addresses, anchor

VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "wbr"})


class _Blocks(HTMLParser):
    """Gathers text, links and classes of each list item, row and paragraph by its id or link."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.remarks: list[str] = []
        self.by_id: dict[str, list[str]] = {}
        self.classes: dict[str, str] = {}
        self._open: list[str] = []
        self._marks: list[str | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if "href" in found:
            self.hrefs.append(found["href"])
            if found.get("class") == "remark":
                self.remarks.append(found["href"])
            for id in self._inside():
                self.by_id[id].append(found["href"])
        if tag not in VOID:
            self._marks.append(found.get("id"))
            if "id" in found:
                self.by_id[found["id"]] = []
                self.classes[found["id"]] = found.get("class", "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._marks.pop()

    def handle_data(self, data: str) -> None:
        for id in self._inside():
            self.by_id[id].append(data)

    def _inside(self) -> list[str]:
        return [id for id in self._marks if id]


def text(block: list[str]) -> str:
    """Return what stands in a block, links among it, with single spaces."""
    return " ".join(" ".join(block).split())


@pytest.fixture(scope="module")
def pages(files: tuple[Page, ...]) -> Mapping[str, _Blocks]:
    """The pages that this module looks at, parsed."""
    wanted = ("section/", "reference/", "critical-reading", "actions", "inferences", "paper")
    found = {}
    for page in files:
        language, _, rest = page.path.partition("/")
        if page.path.endswith(".html") and language != "data" and rest.startswith(wanted):
            found[page.path] = blocks(page)
    return found


def blocks(page: Page) -> _Blocks:
    """Parse a page."""
    parser = _Blocks()
    parser.feed(page.content.decode())
    parser.close()
    return parser


def test_every_note_stands_on_its_page(framework: Framework, pages: Mapping[str, _Blocks]) -> None:
    """A note is shown in both languages with its reason, its severity and all it concerns."""
    assert framework.notes
    addresses = Addresses(framework)
    for language in Language:
        page = pages[f"{language.value}/critical-reading.html"]
        for note in framework.notes.values():
            shown = text(page.by_id[anchor(note.id)])
            assert note.label[language] in shown
            assert note.definition[language] in shown
            assert framework.label(note.severity)[language] in shown
            for id in note.concerns:
                assert (addresses.of(id) or "") in shown, (note.id, id)


def test_notes_are_the_projects(framework: Framework, pages: Mapping[str, _Blocks]) -> None:
    """Nobody takes a critical note for something that the paper says of itself."""
    for language in Language:
        page = pages[f"{language.value}/critical-reading.html"]
        assert {"project"} == {page.classes[anchor(id)] for id in framework.notes}


def test_notes_are_sorted_by_class_then_severity(
    framework: Framework, pages: Mapping[str, _Blocks]
) -> None:
    """What matters most for the use of the graph comes first in each class."""
    page = pages["zh/critical-reading.html"]
    anchors = {anchor(id): note for id, note in framework.notes.items()}
    shown = [anchors[id] for id in page.by_id if id in anchors]
    kinds = list(dict.fromkeys(note.kind for note in shown))
    order = [(kinds.index(note.kind), note.severity) for note in shown]
    assert sorted(order) == order


def test_statements_point_at_their_notes(
    framework: Framework, pages: Mapping[str, _Blocks]
) -> None:
    """Who reads a statement that the project doubts finds the doubt beside it, and only there."""
    addresses = Addresses(framework)
    for statement in framework.statements.values():
        path, _, fragment = (addresses.of(statement.id) or "").partition("#")
        marks = [t for t in pages[f"zh/{path}"].by_id[fragment] if "critical-reading.html#" in t]
        expected = [anchor(note.id) for note in framework.notes_on.get(statement.id, ())]
        assert expected == [mark.partition("#")[2] for mark in marks], statement.id


def test_terms_sections_and_works_carry_their_notes(
    framework: Framework, files: tuple[Page, ...]
) -> None:
    """The page of whatever a note concerns says what the note says."""
    content = {page.path: page.content.decode() for page in files}
    addresses = Addresses(framework)
    seen = 0
    for id, notes in framework.notes_on.items():
        path, _, fragment = (addresses.of(id) or "").partition("#")
        if fragment:
            continue
        for note in notes:
            seen += 1
            assert f"critical-reading.html#{anchor(note.id)}" in content[f"en/{path}"], id
            assert 'id="remarks"' in content[f"en/{path}"], id
    assert seen


def test_citations_tell_their_fit(framework: Framework, pages: Mapping[str, _Blocks]) -> None:
    """A reader of a reference's page learns how far its title bears out what it is cited for."""
    for work in framework.references.values():
        for language in Language:
            page = pages[f"{language.value}/{work.id}.html"]
            for act in work.citations:
                shown = text(page.by_id[anchor(act.id)])
                assert act.fit is not None
                assert act.fit_note is not None
                assert framework.label(act.fit)[language] in shown
                assert act.fit_note[language] in shown


def test_reported_claims_name_their_source(
    framework: Framework, pages: Mapping[str, _Blocks]
) -> None:
    """A claim that the paper takes from a work or theory isn't shown as the paper's own."""
    addresses = Addresses(framework)
    attributed = [s for s in framework.statements.values() if s.attributed_to]
    assert {True, False} == {
        id in framework.references for s in attributed for id in s.attributed_to
    }
    for statement in attributed:
        path, _, fragment = (addresses.of(statement.id) or "").partition("#")
        shown = pages[f"zh/{path}"].by_id[fragment]
        for id in statement.attributed_to:
            work = framework.references.get(id)
            named = f"[{work.number}]" if work else framework.label(id).zh
            at = shown.index(named)
            before = "出自" if work else "据"
            assert before == shown[at - 2].strip(), statement.id


def test_conditions_stand_in_the_sentence(
    framework: Framework, pages: Mapping[str, _Blocks]
) -> None:
    """A claim that holds under a condition is never shown without it."""
    addresses = Addresses(framework)
    conditional = [s for s in framework.statements.values() if s.under_condition]
    assert conditional
    for statement in conditional:
        path, _, fragment = (addresses.of(statement.id) or "").partition("#")
        shown = "".join(pages[f"zh/{path}"].by_id[fragment])
        for id in statement.under_condition:
            assert framework.label(id).zh in shown.partition("（条件：")[2], statement.id


def test_inferences_lead_to_what_they_rest_on(
    framework: Framework, pages: Mapping[str, _Blocks]
) -> None:
    """An inference can be traced to the paper's statements that it uses."""
    addresses = Addresses(framework)
    resting = [s for s in framework.statements.values() if s.rests_on]
    assert resting
    for statement in resting:
        shown = pages["en/inferences.html"].by_id[anchor(statement.id)]
        for id in statement.rests_on:
            assert (addresses.of(id) or "") in shown, (statement.id, id)


def test_paragraphs_hold_their_statements(framework: Framework, files: tuple[Page, ...]) -> None:
    """A section's statements stand under the paragraph that they are taken from, in order."""
    longest = max(framework.made_in, key=lambda id: len(framework.made_in[id]))
    content = next(p.content.decode() for p in files if p.path == f"zh/{longest}.html")
    at = {s.id: content.index(f'<li id="{anchor(s.id)}"') for s in framework.made_in[longest]}
    shown = sorted(at, key=lambda id: at[id])
    paragraphs = [framework.statements[id].paragraph or 0 for id in shown]
    assert len(set(paragraphs)) > 1
    assert sorted(paragraphs) == paragraphs
    for number in set(paragraphs):
        first = shown[paragraphs.index(number)]
        assert content.index(f'<h3 id="p{number}">') < at[first]


@pytest.mark.parametrize(
    "relation", ["isPerformedBy", "worksOnAspect", "belongsToStrategy", "realises", "mustAvoid"]
)
def test_actions_page_shows_every_statement(
    framework: Framework, pages: Mapping[str, _Blocks], relation: str
) -> None:
    """The table leaves out nothing that the graph says of actions and prohibited practices."""
    addresses = Addresses(framework)
    actions = {term.id for term in framework.of_kind("Action")}
    said = [
        s
        for s in framework.statements.values()
        if s.relation == relation and (relation == "mustAvoid" or s.subject in actions)
    ]
    assert said
    for language in Language:
        hrefs = set(pages[f"{language.value}/actions.html"].hrefs)
        assert [] == [s.id for s in said if addresses.of(s.id) not in hrefs]


def test_actions_page_marks_what_is_inferred(
    framework: Framework, files: tuple[Page, ...]
) -> None:
    """An action's driver that only the project names is pencilled; the paper's is in ink."""
    content = next(p.content.decode() for p in files if p.path == "en/actions.html")
    addresses = Addresses(framework)
    seen = set()
    for statement in framework.statements.values():
        link = f'href="{addresses.of(statement.id)}"'
        if statement.relation in {"realises", "mustAvoid"} and link in content:
            paper = statement.basis_kind is BasisKind.PAPER
            assert f'class="src {statement.basis_kind}" {link}' in content, statement.id
            seen.add(paper)
    assert {True, False} == seen


def test_the_papers_page_holds_what_it_says_of_itself(
    framework: Framework, pages: Mapping[str, _Blocks]
) -> None:
    """Statements about the paper itself have a place, though it is no term of its framework."""
    addresses = Addresses(framework)
    said = framework.about["cui2026"]
    hrefs = set(pages["zh/paper.html"].hrefs)
    assert [] == [s.id for s in said if addresses.of(s.id) not in hrefs]
