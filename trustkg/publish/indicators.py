"""Pages for those who want to improve something: indicators and the chains that lead there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trustkg.framework import Term
from trustkg.mechanism import Chain, Mechanism
from trustkg.publish.press import Frame, Page
from trustkg.publish.room import Room
from trustkg.publish.views import Link


@dataclass(frozen=True, slots=True)
class Card:
    """An indicator in the list, with the way it should go and how many drivers lead there."""

    to: str
    text: str
    direction: str | None
    arrow: str
    drivers: int


@dataclass(frozen=True, slots=True)
class Step:
    """A term in a chain, with how the one before acts on it (nothing for the first)."""

    term: Link
    signs: tuple[str, ...] = ()
    to: str = ""
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """A chain, ready to be shown."""

    steps: tuple[Step, ...]
    inferred: bool


@dataclass(frozen=True, slots=True)
class Layer:
    """Chains that begin with the drivers of one layer."""

    heading: Link
    chains: tuple[Way, ...]


def indicator_pages(room: Room) -> Iterator[Page]:
    """Yield the list of indicators and a page for each."""
    indicators = room.framework.of_kind("Indicator")
    mechanism = Mechanism(room.framework)
    layers = {term.id: tuple(_layers(room, mechanism, term)) for term in indicators}
    cards = tuple(_card(room, term, layers[term.id]) for term in indicators)
    title = room.press.gettext("Improve something")
    frame = Frame(
        path="improve.html",
        title=title,
        description=room.press.gettext(
            "Indicators and the chains of influence that lead to them."
        ),
        tab="improve.html",
        data=room.graph_files,
    )
    yield room.press.page("improve.html", frame, {"indicators": cards})
    for term in indicators:
        yield _indicator(room, term, layers[term.id], title)


def _card(room: Room, term: Term, layers: tuple[Layer, ...]) -> Card:
    said = room.framework.about.get(term.id, ())
    direction = next((s.object for s in said if s.kind == "DirectionStatement"), None)
    return Card(
        to=f"improve/{term.id}.html",
        text=room.text(term.label),
        direction=room.reader.link(direction).text if direction else None,
        arrow="↓" if direction == "downward" else "↑",
        drivers=len({way.steps[0].term.id for layer in layers for way in layer.chains}),
    )


def _indicator(room: Room, term: Term, layers: tuple[Layer, ...], above: str) -> Page:
    framework, reader = room.framework, room.reader
    ids = [t.id for t in framework.of_kind("Indicator")]
    pair = reader.beside(ids, term.id)
    before, after = (Link(n.id, n.text, f"improve/{n.id}.html") if n else None for n in pair)
    influences = (s for s in framework.pointing_at[term.id] if s.kind == "InfluenceStatement")
    directions = (s for s in framework.about.get(term.id, ()) if s.kind == "DirectionStatement")
    frame = Frame(
        path=f"improve/{term.id}.html",
        title=room.text(term.label),
        description=room.text(term.definition),
        tab="improve.html",
        crumbs=(Link("improve.html", above, "improve.html"),),
        data=room.graph_files,
    )
    values = {
        "id": term.id,
        "name": room.text(term.label),
        "definition": room.text(term.definition),
        "term": reader.link(term.id),
        "about": reader.claims(directions),
        "direct": reader.claims(influences),
        "layers": layers,
        "before": before,
        "after": after,
    }
    return room.press.page("indicator.html", frame, values)


def _layers(room: Room, mechanism: Mechanism, indicator: Term) -> Iterator[Layer]:
    framework = room.framework
    for layer in framework.of_kind("DriverLayer"):
        said = framework.pointing_at.get(layer.id, ())
        starts = dict.fromkeys(s.subject for s in said if s.kind == "LayerStatement")
        found: list[Way] = []
        for start in (layer.id, *(t for t in framework.terms if t in starts)):
            found += [_way(room, chain) for chain in mechanism.shortest(start, indicator.id)]
        if found:
            yield Layer(room.reader.link(layer.id), tuple(found))


def _way(room: Room, chain: Chain) -> Way:
    label = room.framework.label
    steps = [Step(room.reader.link(chain.links[0].subject))]
    steps += [
        Step(
            term=room.reader.link(link.object),
            signs=tuple(dict.fromkeys(label(s.relation)[room.language] for s in link.statements)),
            to=room.addresses.of(link.statements[0].id) or "",
            inferred=link.only_project,
        )
        for link in chain.links
    ]
    return Way(tuple(steps), any(link.only_project for link in chain.links))
