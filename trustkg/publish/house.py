"""Home, map, downloads and the page about method and licence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from trustkg import __version__
from trustkg.framework import BasisKind, Term
from trustkg.framework.graphs import PAPER as PAPER_GRAPH
from trustkg.language import Language
from trustkg.mechanism import Edge, Map, layout
from trustkg.publish.addresses import PAPER, individuals
from trustkg.publish.press import DataFile, Frame, Page
from trustkg.publish.questions import Answer
from trustkg.publish.room import Room
from trustkg.publish.terms import definition_of
from trustkg.publish.views import Link
from trustkg.vocab import BASE, DCTERMS, tkg


@dataclass(frozen=True, slots=True)
class EdgeView:
    """An edge of the map with its sentences, and the page that tells more of it."""

    edge: Edge
    sentences: tuple[str, ...]
    to: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement on the map as a sentence, with its address."""

    sentence: str
    to: str
    inferred: bool


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
    """A whole graph for download."""

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


def house_pages(
    room: Room,
    sets: Mapping[str, tuple[int, tuple[DataFile, ...]]],
    asked: tuple[Answer, ...],
) -> Iterator[Page]:
    """Yield home, map, downloads and about.

    Args:
        room: framework and language.
        sets: number of triples and files of each whole graph, by its name.
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
        data=room.whole,
        style="home",
    )
    paper = Link(PAPER, room.reader.link(PAPER).text, "about.html#paper")
    values = {"map": view, "counts": tuple(_counts(room, asked)), "paper": paper}
    yield press.page("home.html", home, values)
    large = Frame(
        path="map.html",
        title=press.gettext("Map of the mechanism"),
        description=press.gettext("The whole argument on one sheet, from theories to outcomes."),
        tab="map.html",
        data=room.whole,
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
        worded=tuple(_worded(room, (v.edge for v in views if v.edge.role != "part"))),
        hints={
            term.id: f"{room.text(term.label)} — {room.text(term.definition)}"
            for term in room.framework.terms.values()
        },
        drawn=sum(id in room.framework.terms for id in drawing.drawn),
        all=len(room.framework.terms),
    )


def _edge(room: Room, edge: Edge) -> EdgeView:
    statements = [room.framework.statements[id] for id in edge.statements]
    sentences = dict.fromkeys(room.reader.sentence(s) for s in statements)
    return EdgeView(edge, tuple(sentences), room.addresses.of(edge.statements[0]) or "")


def _worded(room: Room, edges: Iterable[Edge]) -> Iterator[Wording]:
    """Put lines into words, each sentence once; a line of several statements is all of them."""
    told: set[str] = set()
    for edge in edges:
        for statement in (room.framework.statements[id] for id in edge.statements):
            sentence = room.reader.sentence(statement)
            if sentence not in told:
                told.add(sentence)
                yield Wording(sentence, room.addresses.of(statement.id) or "", edge.inferred)


# -- home ----------------------------------------------------------------------------------


def _counts(room: Room, asked: tuple[Answer, ...]) -> Iterator[Count]:
    framework, text = room.framework, room.press.gettext
    said = framework.statements.values()
    paper = sum(s.basis_kind is BasisKind.PAPER for s in said)
    yield Count("terms.html", len(framework.terms), text("terms"))
    yield Count("sections.html", paper, text("statements of the paper"))
    yield Count("inferences.html", len(said) - paper, text("inferences of the project"))
    yield Count("sections.html", len(framework.sections), text("sections"))
    yield Count("references.html", len(framework.references), text("works cited"))
    yield Count("queries.html", len(asked), text("questions with answers"))


# -- downloads -----------------------------------------------------------------------------


def _downloads(room: Room, sets: Mapping[str, tuple[int, tuple[DataFile, ...]]]) -> Page:
    first: Term = next(iter(room.framework.of_kind("TrustDimension")))
    frame = Frame(
        path="downloads.html",
        title=room.press.gettext("Data"),
        description=room.press.gettext("The graph as Turtle, JSON-LD, N-Triples and RDF/XML."),
        tab="downloads.html",
        data=room.whole,
    )
    values = {
        "sets": tuple(DataSet(name, count, files) for name, (count, files) in sets.items()),
        "example": DataFile(f"data/term/{first.id}.ttl", "text/turtle", "Turtle"),
    }
    return room.press.page("downloads.html", frame, values)


# -- about ---------------------------------------------------------------------------------


def _about(room: Room) -> Page:
    framework, press = room.framework, room.press
    said = framework.statements.values()
    from_paper = set(individuals(framework, "PaperBasis"))
    # An enumeration shows its members in the order of the schema: paper first.
    ids = [*individuals(framework, "PaperBasis"), *individuals(framework, "ProjectBasis")]
    bases = tuple(
        Basis(
            link=room.reader.link(id),
            paper=id in from_paper,
            definition=definition_of(room, id),
            count=sum(s.basis == id for s in said),
        )
        for id in sorted(
            ids, key=lambda id: (id not in from_paper, id == "paraphrased", id[0] == "a")
        )
    )
    frame = Frame(
        path="about.html",
        title=press.gettext("About"),
        description=press.gettext("Method, bases, licence and how to cite."),
        tab="about.html",
        data=room.whole,
    )
    values = {
        "bases": bases,
        "paper_citation": _paper_citation(room),
        "citation": _citation(room),
        "bibtex": _bibtex(room),
    }
    return press.page("about.html", frame, values)


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
