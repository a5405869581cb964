"""Home, map, downloads and the page about method and licence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from trustkg import __version__
from trustkg.framework import BasisKind, Statement, Term
from trustkg.framework.graphs import PAPER as PAPER_GRAPH
from trustkg.framework.graphs import SCHEMA
from trustkg.language import Language
from trustkg.mechanism import Edge, Map, layout
from trustkg.publish.addresses import CRITIQUE_PAGE, PAPER, PAPER_PAGE, individuals
from trustkg.publish.press import DataFile, Frame, Page
from trustkg.publish.questions import Answer
from trustkg.publish.room import Room
from trustkg.publish.terms import definition_of
from trustkg.publish.views import Link
from trustkg.vocab import BASE, DCTERMS, tkg


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence of the map, with the address and the basis of a statement that says it."""

    sentence: str
    to: str
    basis: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class EdgeView:
    """An edge of the map with its sentences, the paper's first, and the page of the first."""

    edge: Edge
    sentences: tuple[Wording, ...]
    to: str


@dataclass(frozen=True, slots=True)
class MapView:
    """The map with its edges in three readings: behind boxes, before them, and in words.

    `hints` are the texts that show when the pointer rests on a term, by its id.
    """

    map: Map
    under: tuple[EdgeView, ...]
    over: tuple[EdgeView, ...]
    worded: tuple[Wording, ...]
    hints: Mapping[str, str]
    drawn: int
    all: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something, and where they are."""

    to: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class DataSet:
    """A whole graph for download, in one or several files."""

    id: str
    triples: int
    files: tuple[DataFile, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """One of the bases that a statement can have."""

    link: Link
    paper: bool
    definition: str
    count: int


def front_pages(
    room: Room, sets: tuple[DataSet, ...], asked: tuple[Answer, ...]
) -> Iterator[Page]:
    """Yield home, map, downloads and about.

    Args:
        room: framework and language.
        sets: the whole graphs for download.
        asked: the questions, which the home page counts.
    """
    view = _map(room)
    press = room.press
    home = Frame(
        path="index.html",
        title=press.gettext("Trust mechanism graph"),
        description=press.gettext(
            "The trust mechanism of short-video commerce as statements with their sources."
        ),
        tab="index.html",
        data=room.graph_files,
        style="home",
    )
    paper = Link(PAPER, room.reader.link(PAPER).text, PAPER_PAGE)
    values = {"map": view, "counts": tuple(_counts(room, asked)), "paper": paper}
    yield press.page("home.html", home, values)
    large = Frame(
        path="map.html",
        title=press.gettext("Map of the mechanism"),
        description=press.gettext("The whole argument on one sheet, from theories to outcomes."),
        tab="map.html",
        data=room.graph_files,
        style="wide",
    )
    yield press.page("map.html", large, {"map": view})
    yield _downloads(room, sets)
    yield _about(room)


# -- map -----------------------------------------------------------------------------------


def _map(room: Room) -> MapView:
    drawing = layout(room.framework, room.language)
    views = tuple(_edge(room, edge) for edge in drawing.edges if edge.statements)
    over = ("drive", "loop", "order")
    return MapView(
        map=drawing,
        under=tuple(v for v in views if v.edge.role not in over),
        over=tuple(v for v in views if v.edge.role in over),
        worded=_worded(
            room, (s for v in views if v.edge.role != "part" for s in _said(room, v.edge))
        ),
        hints={
            term.id: f"{room.text(term.label)} — {room.text(term.definition)}"
            for term in room.framework.terms.values()
        },
        drawn=sum(id in room.framework.terms for id in drawing.drawn),
        all=len(room.framework.terms),
    )


def _edge(room: Room, edge: Edge) -> EdgeView:
    sentences = sorted(_worded(room, _said(room, edge)), key=lambda w: w.inferred)
    return EdgeView(edge, tuple(sentences), sentences[0].to)


def _said(room: Room, edge: Edge) -> Sequence[Statement]:
    return [room.framework.statements[id] for id in edge.statements]


def _worded(room: Room, statements: Iterable[Statement]) -> tuple[Wording, ...]:
    """Put statements into words, each sentence once: the paper's where both say the same."""
    told: dict[str, Wording] = {}
    for statement in statements:
        sentence = room.reader.sentence(statement)
        inferred = statement.basis_kind is BasisKind.PROJECT
        if sentence not in told or (told[sentence].inferred and not inferred):
            to = room.addresses.of(statement.id) or ""
            told[sentence] = Wording(sentence, to, statement.basis, inferred)
    return tuple(told.values())


# -- home ----------------------------------------------------------------------------------


def _counts(room: Room, asked: tuple[Answer, ...]) -> Iterator[Count]:
    framework, text = room.framework, room.press.gettext
    said = framework.statements.values()
    paper = sum(s.basis_kind is BasisKind.PAPER for s in said)
    yield Count("terms.html", len(framework.terms), text("terms"))
    yield Count("sections.html", paper, text("statements of the paper"))
    yield Count("inferences.html", len(said) - paper, text("inferences of the project"))
    yield Count(CRITIQUE_PAGE, len(framework.notes), text("critical notes"))
    yield Count("sections.html", len(framework.sections), text("sections"))
    yield Count("references.html", len(framework.references), text("works cited"))
    yield Count("queries.html", len(asked), text("questions with answers"))


# -- downloads -----------------------------------------------------------------------------


def _downloads(room: Room, sets: tuple[DataSet, ...]) -> Page:
    first: Term = next(iter(room.framework.of_kind("TrustDimension")))
    frame = Frame(
        path="downloads.html",
        title=room.press.gettext("Data"),
        description=room.press.gettext(
            "The graph as Turtle, JSON-LD, N-Triples, RDF/XML and TriG."
        ),
        tab="downloads.html",
        data=room.graph_files,
    )
    values = {
        "sets": sets,
        "works": room.work_files,
        "about": room.about_files,
        "example": DataFile(f"data/term/{first.id}.ttl", "text/turtle", "Turtle"),
    }
    return room.press.page("downloads.html", frame, values)


# -- about ---------------------------------------------------------------------------------


def _about(room: Room) -> Page:
    framework, press = room.framework, room.press
    said = framework.statements.values()
    from_paper = set(individuals(framework, "PaperBasis"))
    ids = [*individuals(framework, "PaperBasis"), *individuals(framework, "ProjectBasis")]
    bases = tuple(
        Basis(
            link=room.reader.link(id),
            paper=id in from_paper,
            definition=definition_of(room, id),
            count=sum(s.basis == id for s in said),
        )
        for id in sorted(ids, key=lambda id: _sort_key(room, id))
    )
    frame = Frame(
        path="about.html",
        title=press.gettext("About"),
        description=press.gettext("Method, bases, licence and how to cite."),
        tab="about.html",
        data=room.graph_files,
    )
    values = {
        "bases": bases,
        "paper_citation": _paper_citation(room),
        "citation": _citation(room),
        "bibtex": _bibtex(room),
    }
    return press.page("about.html", frame, values)


def _sort_key(room: Room, id: str) -> int:
    """Return the place that the schema gives one of its own individuals."""
    quads = room.framework.store.quads_for_pattern(
        ox.NamedNode(tkg(id)), ox.NamedNode(tkg("sortKey")), None, SCHEMA
    )
    return next(int(q.object.value) for q in quads if isinstance(q.object, ox.Literal))


def _paper_citation(room: Room) -> str:
    author, title = _fact(room, tkg("authors")), room.reader.link(PAPER).text
    date, publisher = _fact(room, DCTERMS + "issued"), _fact(room, DCTERMS + "publisher")
    if room.language is Language.ZH:
        return f"{author}（{date[:4]}）：《{title}》。{publisher}，{date}。CC BY 4.0。"
    return f"{author} ({date[:4]}). {title}. {publisher}, {date}. CC BY 4.0."


def _citation(room: Room) -> str:
    name = room.reader.link("").text
    if room.language is Language.ZH:
        return f"trustkg贡献者：{name}，版本{__version__}。{BASE}。CC BY 4.0。"
    return f"trustkg contributors. {name}, version {__version__}. {BASE}. CC BY 4.0."


def _bibtex(room: Room) -> str:
    """Return BibTeX for the graph and for the paper that it encodes."""
    author, title = _fact(room, tkg("authors")), room.reader.link(PAPER).text
    year = _fact(room, DCTERMS + "issued")[:4]
    publisher = _fact(room, DCTERMS + "publisher")
    name = room.reader.link("").text
    return (
        f"@misc{{trustkg,\n  author = {{{{trustkg contributors}}}},\n  title = {{{{{name}}}}},\n"
        f"  version = {{{__version__}}},\n  url = {{{BASE}}},\n  note = {{CC BY 4.0}}\n}}\n\n"
        f"@misc{{cui2026,\n  author = {{{author}}},\n  title = {{{{{title}}}}},\n"
        f"  year = {{{year}}},\n  publisher = {{{publisher}}},\n  note = {{CC BY 4.0}}\n}}"
    )


def _fact(room: Room, predicate: str) -> str:
    quads = room.framework.store.quads_for_pattern(
        ox.NamedNode(tkg(PAPER)), ox.NamedNode(predicate), None, PAPER_GRAPH
    )
    literals = [q.object for q in quads if isinstance(q.object, ox.Literal)]
    own = [v.value for v in literals if (v.language or "").startswith(room.language.value)]
    return (own or [v.value for v in literals] or [""])[0]
