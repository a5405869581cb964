"""Pages that follow the paper: its sections, its references, and what it doesn't say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trustkg.framework import BasisKind, Citation, Reference, Section
from trustkg.publish.addresses import PAPER, PAPER_PAGE, anchor
from trustkg.publish.critique import remarks
from trustkg.publish.press import Frame, Page
from trustkg.publish.room import Room
from trustkg.publish.views import Claim, Link, Pointer


@dataclass(frozen=True, slots=True)
class Heading:
    """A section in the outline, with how deep it lies and how many statements it holds."""

    to: str
    number: str
    text: str
    depth: int
    count: int
    notes: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The statements made in one paragraph; 0 is the heading, None what names no paragraph."""

    number: int | None
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A place where the paper cites a work, and how well that fits in the project's eyes."""

    anchor: str
    work: Link
    section: Link
    quote: str
    cited_for: str
    fit: Link | None
    fit_note: str | None
    notes: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A work in the list of references."""

    link: Link
    number: int
    authors: str
    journal: str
    year: str
    cited_in: tuple[Link, ...]


def reference_pages(room: Room) -> Iterator[Page]:
    """Yield outline, sections, the paper itself, references and the list of inferences."""
    yield _outline(room)
    yield from (_section(room, section) for section in room.framework.sections.values())
    yield _paper(room)
    yield _references(room)
    yield from (_reference(room, work) for work in room.framework.references.values())
    yield _inferences(room)


def _depth(room: Room, section: Section) -> int:
    depth = 0
    while section.parent:
        section = room.framework.sections[section.parent]
        depth += 1
    return depth


def _outline(room: Room) -> Page:
    framework = room.framework
    outline = tuple(
        Heading(
            to=f"{s.id}.html",
            number=s.number,
            text=room.text(s.label),
            depth=_depth(room, s),
            count=len(framework.made_in.get(s.id, ())),
            notes=len(framework.notes_on.get(s.id, ())),
        )
        for s in framework.sections.values()
    )
    frame = Frame(
        path="sections.html",
        title=room.press.gettext("The paper, section by section"),
        description=room.press.gettext("The paper's outline and what is taken from each section."),
        tab="sections.html",
        data=room.graph_files,
    )
    return room.press.page("sections.html", frame, {"outline": outline})


def _section(room: Room, section: Section) -> Page:
    framework, reader = room.framework, room.reader
    before, after = _neighbours(room, section.id)
    crumbs = [room.tab("sections.html", "Paper")]
    above = section.parent
    while above:
        parent = framework.sections[above]
        crumbs.insert(1, Link(above, reader.section(above).text, f"{above}.html"))
        above = parent.parent
    cited = (
        c for w in framework.references.values() for c in w.citations if c.section == section.id
    )
    frame = Frame(
        path=f"{section.id}.html",
        title=reader.heading(section),
        description=room.press.gettext("Statements, terms and citations of this section:")
        + f" {reader.heading(section)}",
        tab="sections.html",
        crumbs=tuple(crumbs),
        data=room.graph_files,
    )
    values = {
        "number": section.number,
        "name": room.text(section.label),
        "other": room.other(section.label),
        "below": tuple(
            Link(s.id, reader.heading(s), f"{s.id}.html")
            for s in framework.sections.values()
            if s.parent == section.id
        ),
        "paragraphs": tuple(_paragraphs(room, section)),
        "notes": remarks(room, (section.id,)),
        "terms": reader.links(t.id for t in framework.terms.values() if t.named_in == section.id),
        "citations": tuple(_cited(room, c) for c in cited),
        "before": before,
        "after": after,
    }
    return room.press.page("section.html", frame, values)


def _paragraphs(room: Room, section: Section) -> Iterator[Paragraph]:
    found: dict[int | None, list[Claim]] = {}
    for statement in room.framework.made_in.get(section.id, ()):
        found.setdefault(statement.paragraph, []).append(room.reader.claim((statement,)))
    for number in sorted(found, key=lambda n: -1 if n is None else n):
        yield Paragraph(number, tuple(found[number]))


def _cited(room: Room, citation: Citation) -> Cited:
    return Cited(
        anchor=anchor(citation.id),
        work=room.reader.link(citation.reference),
        section=room.reader.section(citation.section),
        quote=citation.quote,
        cited_for=room.text(citation.cited_for),
        fit=room.reader.link(citation.fit) if citation.fit else None,
        fit_note=room.text(citation.fit_note) if citation.fit_note else None,
        notes=room.reader.remarks(citation.id),
    )


def _neighbours(room: Room, id: str) -> tuple[Link | None, Link | None]:
    sections = room.framework.sections
    pair = room.reader.beside(sections, id)
    before, after = (
        Link(link.id, room.reader.heading(sections[link.id]), link.to) if link else None
        for link in pair
    )
    return before, after


def _paper(room: Room) -> Page:
    framework, reader = room.framework, room.reader
    title = reader.label(PAPER)
    frame = Frame(
        path=PAPER_PAGE,
        title=title,
        description=room.press.gettext("What the paper says of itself."),
        tab="sections.html",
        crumbs=(room.tab("sections.html", "Paper"),),
        data=room.graph_files,
    )
    values = {
        "id": PAPER,
        "other": room.other(framework.label(PAPER)),
        "says": reader.by_kind(framework.about.get(PAPER, ())),
        "said": reader.by_kind(framework.pointing_at.get(PAPER, ())),
        "notes": remarks(room, (PAPER,)),
    }
    return room.press.page("paper.html", frame, values)


def _references(room: Room) -> Page:
    reader = room.reader
    entries = tuple(
        Entry(
            link=reader.link(work.id),
            number=work.number,
            authors=room.text(work.authors),
            journal=room.text(work.journal),
            year=work.year,
            cited_in=tuple(
                reader.section(id) for id in dict.fromkeys(c.section for c in work.citations)
            ),
        )
        for work in room.framework.references.values()
    )
    frame = Frame(
        path="references.html",
        title=room.press.gettext("References"),
        description=room.press.gettext("The works that the paper cites, where and what for."),
        tab="references.html",
        data=room.graph_files,
    )
    return room.press.page(
        "references.html", frame, {"references": entries, "works": room.work_files}
    )


def _reference(room: Room, work: Reference) -> Page:
    framework, reader = room.framework, room.reader
    before, after = reader.beside(framework.references, work.id)
    title = room.text(work.title)
    frame = Frame(
        path=f"{work.id}.html",
        title=f"[{work.number}] {title}",
        description=title,
        tab="references.html",
        crumbs=(room.tab("references.html", "References"),),
        data=room.graph_files,
    )
    values = {
        "number": work.number,
        "name": title,
        "other": room.other(work.title),
        "text": work.text,
        "authors": room.text(work.authors),
        "journal": room.text(work.journal),
        "year": work.year,
        "citations": tuple(_cited(room, c) for c in work.citations),
        "notes": remarks(room, (work.id,)),
        "works": room.work_files,
        "says": reader.by_kind(
            (*framework.about.get(work.id, ()), *framework.pointing_at.get(work.id, ()))
        ),
        "reported": reader.by_kind(
            s for s in framework.statements.values() if work.id in s.attributed_to
        ),
        "claims_made": reader.by_kind(
            s
            for s in framework.statements.values()
            if work.id in s.cites and work.id not in s.attributed_to
        ),
        "before": before,
        "after": after,
    }
    return room.press.page("reference.html", frame, values)


def _inferences(room: Room) -> Page:
    said = (s for s in room.framework.statements.values() if s.basis_kind is BasisKind.PROJECT)
    frame = Frame(
        path="inferences.html",
        title=room.press.gettext("What the project infers"),
        description=room.press.gettext(
            "Every statement that is not the paper's, with its reason."
        ),
        tab="inferences.html",
        data=room.graph_files,
    )
    return room.press.page("inferences.html", frame, {"groups": room.reader.by_kind(said)})
