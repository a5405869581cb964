"""Pages of terms, and of the vocabulary that they and their statements are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from trustkg import __version__
from trustkg.framework import BasisKind, Framework, Kind, Statement, Term
from trustkg.framework.graphs import SCHEMA
from trustkg.framework.values import natural
from trustkg.publish.addresses import individuals, kind_page, own
from trustkg.publish.critique import remarks
from trustkg.publish.press import DataFile, Frame, Page
from trustkg.publish.room import Room
from trustkg.publish.views import Group, Link
from trustkg.vocab import BASE, SKOS, tkg


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of an index."""

    link: Link
    other: str
    definition: str
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Terms of one class."""

    kind: Link
    terms: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Family:
    """Classes of terms that stand under one class, with the terms of each."""

    kind: Link
    shelves: tuple[Shelf, ...]


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a term, with the tag of its language."""

    text: str
    tag: str


@dataclass(frozen=True, slots=True)
class Part:
    """Statements on one side of a term."""

    id: str
    groups: tuple[Group, ...]


def term_pages(room: Room, files: Mapping[str, tuple[DataFile, ...]]) -> Iterator[Page]:
    """Yield the index of terms, a page for each, and the vocabulary's pages.

    Args:
        room: framework and language.
        files: the data files of each term, by its id.
    """
    shelves = _shelves(room)
    frame = Frame(
        path="terms.html",
        title=room.press.gettext("Terms"),
        description=room.press.gettext("All terms by kind, with definitions."),
        tab="terms.html",
        data=room.graph_files,
    )
    total = len(room.framework.terms)
    families = _families(room, shelves)
    yield room.press.page("terms.html", frame, {"families": families, "total": total})
    for shelf in shelves:
        siblings = [item.link.id for item in shelf.terms]
        for id in siblings:
            yield _term(room, room.framework.terms[id], siblings, files[id])
    yield from _vocabulary(room)


def _shelves(room: Room) -> tuple[Shelf, ...]:
    kinds: dict[str, list[Item]] = {}
    for term in room.framework.terms.values():
        kinds.setdefault(term.kinds[0], []).append(
            Item(room.reader.link(term.id), room.other(term.label), room.text(term.definition))
        )
    return tuple(Shelf(room.reader.link(kind), tuple(terms)) for kind, terms in kinds.items())


_FEWEST: Final = 4
"""How many shelves make a family; TrustConstruct with its two subclasses makes none."""


def _families(room: Room, shelves: Sequence[Shelf]) -> tuple[Family, ...]:
    """Gather shelves under the lowest class that has several of them below it."""
    kinds = room.framework.kinds
    lines: dict[str, list[str]] = {}
    for shelf in shelves:
        above: str | None = shelf.kind.id
        while above in kinds and own(above or ":"):
            lines.setdefault(shelf.kind.id, []).append(above or "")
            above = kinds[above or ""].parent
    sizes = Counter(kind for line in lines.values() for kind in line)
    found: dict[str, list[Shelf]] = {}
    for shelf in shelves:
        line = lines[shelf.kind.id]
        family = next((kind for kind in line if sizes[kind] >= _FEWEST), line[-1])
        found.setdefault(family, []).append(shelf)
    order = sorted(found, key=lambda kind: sizes[kind])
    return tuple(Family(room.reader.link(kind), tuple(found[kind])) for kind in order)


def _term(room: Room, term: Term, siblings: list[str], files: tuple[DataFile, ...]) -> Page:
    reader, framework = room.reader, room.framework
    before, after = reader.beside(siblings, term.id)
    title = room.text(term.label)
    frame = Frame(
        path=f"term/{term.id}.html",
        title=title,
        description=room.text(term.definition),
        tab="terms.html",
        crumbs=(room.tab("terms.html", "Terms"), reader.link(term.kinds[0])),
        data=files,
    )
    values = {
        "id": term.id,
        "other": room.other(term.label),
        "definition": room.text(term.definition),
        "kinds": reader.links(term.kinds),
        "roles": reader.roles(term),
        "sequence": reader.order(term),
        "parts": (
            Part("says", reader.by_kind(framework.about.get(term.id, ()))),
            Part("said", reader.by_kind(framework.pointing_at.get(term.id, ()))),
            Part("given", reader.by_kind(framework.conditional_on.get(term.id, ()))),
            Part("regards", reader.by_kind(framework.with_regard_to.get(term.id, ()))),
        ),
        "entailed_paper": reader.entailed(term, from_paper=True),
        "entailed_project": reader.entailed(term, from_paper=False),
        "aliases": _aliases(term.aliases),
        "other_names": _aliases(term.other_names),
        "named_in": reader.section(term.named_in) if term.named_in else None,
        "notes": remarks(room, (term.id,)),
        "basis": reader.link(term.basis),
        "from_paper": _from_paper(framework, term.basis),
        "english_from": reader.link(term.english_from) if term.english_from else None,
        "neighbours": reader.neighbours(term),
        "citation": f"trustkg {__version__}, {title}, {BASE}{term.id}",
        "before": before,
        "after": after,
    }
    return room.press.page("term.html", frame, values)


def _aliases(names: Iterable[str]) -> tuple[Alias, ...]:
    return tuple(Alias(a, "en" if a.isascii() else "zh-Hans") for a in names)


def _from_paper(framework: Framework, basis: str) -> bool:
    return basis in individuals(framework, f"{BasisKind.PAPER.capitalize()}Basis")


# -- vocabulary ----------------------------------------------------------------------------


def _vocabulary(room: Room) -> Iterator[Page]:
    framework, reader, press = room.framework, room.reader, room.press
    kinds = [k for k in framework.kinds.values() if own(k.id)]
    kinds.sort(key=lambda k: (k.id.endswith("Statement"), k.id.lower(), k.id))
    relations = [r for r in framework.relations.values() if own(r.id)]
    relations.sort(key=lambda r: (r.id.lower(), r.id))
    title = press.gettext("Vocabulary")
    frame = Frame(
        path="vocab.html",
        title=title,
        description=press.gettext("Classes and relations of the graph."),
        tab="about.html",
        data=room.graph_files,
    )
    values = {
        "kinds": [_item(room, k.id) for k in kinds],
        "relations": [_item(room, r.id) for r in relations],
    }
    yield press.page("vocab.html", frame, values)
    above = (Link("vocab.html", title, "vocab.html"),)
    for kind in kinds:
        yield _kind(room, kind, [k.id for k in kinds], above)
    stated = {k.relation: k.id for k in kinds if k.relation}
    for relation in relations:
        before, after = reader.beside([r.id for r in relations], relation.id)
        frame = Frame(
            path=f"relation/{relation.id}.html",
            title=room.text(relation.label),
            description=room.text(relation.definition) or room.text(relation.label),
            tab="about.html",
            crumbs=above,
            data=room.graph_files,
        )
        said = (s for s in framework.statements.values() if s.relation == relation.id)
        shown: dict[str, object] = {
            "id": relation.id,
            "other": room.other(relation.label),
            "definition": room.text(relation.definition),
            "stated_by": reader.link(stated[relation.id]) if relation.id in stated else None,
            "groups": tuple(_by_subject_kind(room, said)),
            "before": before,
            "after": after,
        }
        yield press.page("relation.html", frame, shown)


def _by_subject_kind(room: Room, statements: Iterable[Statement]) -> Iterator[Group]:
    """Group statements by the class of their subject; what is no term stands for itself."""
    framework, reader = room.framework, room.reader
    found: dict[str, list[Statement]] = {}
    for s in statements:
        term = framework.terms.get(s.subject)
        found.setdefault(term.kinds[0] if term else s.subject, []).append(s)
    order = [*dict.fromkeys(t.kinds[0] for t in framework.terms.values()), *found]
    for id in dict.fromkeys(order):
        if id in found:
            yield Group(reader.link(id), reader.claims(found[id]))


def _item(room: Room, id: str) -> Item:
    framework = room.framework
    thing = framework.kinds.get(id) or framework.relations[id]
    return Item(room.reader.link(id), room.other(thing.label), room.text(thing.definition))


def _kind(room: Room, kind: Kind, all_kinds: list[str], above: tuple[Link, ...]) -> Page:
    framework, reader = room.framework, room.reader
    before, after = reader.beside(all_kinds, kind.id)
    parent = kind.parent
    if parent not in framework.kinds or not own(parent or ":"):
        parent = None
    frame = Frame(
        path=kind_page(kind.id),
        title=room.text(kind.label),
        description=room.text(kind.definition) or room.text(kind.label),
        tab="about.html",
        crumbs=above,
        data=room.graph_files,
    )
    values = {
        "id": kind.id,
        "other": room.other(kind.label),
        "definition": room.text(kind.definition),
        "parent": reader.link(parent) if parent else None,
        "below": reader.links(k.id for k in framework.kinds.values() if k.parent == kind.id),
        "states": reader.link(kind.relation) if kind.relation else None,
        "members": tuple(_members(room, kind)),
        "before": before,
        "after": after,
    }
    return room.press.page("kind.html", frame, values)


def _members(room: Room, kind: Kind) -> Iterator[Item]:
    """List terms, and the schema's own individuals with an anchor of their own."""
    framework = room.framework
    for term in framework.of_kind(kind.id):
        if kind.id in term.kinds:
            yield Item(room.reader.link(term.id), "", room.text(term.definition))
    for id in sorted(individuals(framework, kind.id), key=natural):
        address = room.addresses.of(id) or ""
        if address.startswith(kind_page(kind.id) + "#"):
            yield Item(room.reader.link(id), "", definition_of(room, id), anchor=id)
        elif id not in framework.terms and id not in framework.statements and address:
            yield Item(room.reader.link(id), "", "")


def definition_of(room: Room, id: str) -> str:
    """Return the definition of one of the schema's own individuals."""
    quads = room.framework.store.quads_for_pattern(
        ox.NamedNode(tkg(id)), ox.NamedNode(SKOS + "definition"), None, SCHEMA
    )
    texts = [q.object for q in quads if isinstance(q.object, ox.Literal)]
    wanted = room.language.value
    return next((t.value for t in texts if (t.language or "").startswith(wanted)), "")
