"""The ontology against the paper's text: every quote, and every sentence.

A quote is a selector: it must stand exactly once in its section. A sentence is covered when
a quote of one of the paper's statements lies in it. Sentences that are meant to stay without
a statement are listed in `ontology/project/coverage.ttl`, each with its reason; one that is
neither covered nor listed is a finding, and so is one that is both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import Final

import pyoxigraph as ox

from trustkg.errors import InputError
from trustkg.framework import BasisKind, Framework
from trustkg.language import Language, Text
from trustkg.paper_text import Paper, Section, Sentence, Span
from trustkg.vocab import RDF, SECTION, local_id, tkg

BODY: Final = re.compile(r"\d+(-\d+)*")
"""Ids of the numbered sections, over which shares are totalled."""

MEASURED: Final = re.compile(rf"abstract|{BODY.pattern}")
"""Ids of the sections whose sentences are to be covered. The English abstract translates the
Chinese one, and the rest has no sentences."""

_ENOUGH: Final = 0.5
"""Share of quotes that a copy must hold to be taken for the paper."""


@dataclass(frozen=True, slots=True)
class Selector:
    """A quote and where it should stand.

    `id` is the id of what carries it (statement, citation …), `section` that of the section
    without `section/`; `states` says whether it is one of the paper's statements, which alone
    cover a sentence.
    """

    id: str
    section: str
    quote: str
    states: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence that is meant to have no statement.

    `quote` picks it out in `section`; `reason` is the id of the sort of reason, `why` says
    what holds here; `makes_claim` tells a claim that the graph leaves out from a sentence
    that claims nothing.
    """

    id: str
    section: str
    quote: str
    makes_claim: bool
    reason: str
    why: Text


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A quote that doesn't stand exactly once in its section.

    `count` is how often it does, or None where the copy lacks the section; `nearest` is the
    most similar text of the section, if any; `elsewhere` lists ids of sections that hold it.
    """

    selector: Selector
    count: int | None
    nearest: str | None
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A sentence, or part of one, without a statement, and the entry that lists it, if any."""

    section: str
    number: int
    text: str
    listed: LeftOut | None


@dataclass(frozen=True, slots=True)
class Stale:
    """An entry that isn't needed: its sentence has statements, or it picks out no sentence.

    `statements` are their ids; empty where there is no such sentence.
    """

    entry: LeftOut
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How much of some text is covered.

    `claims` counts sentences that make a claim: the covered, and all others that no entry
    says to claim nothing. `parts` counts what semicolons divide these into.
    """

    sentences: int
    claims: int
    covered: int
    parts: int
    parts_covered: int

    @property
    def ratio(self) -> float:
        """Covered among those that make a claim, from 0 to 1; 1 where none makes one."""
        return self.covered / self.claims if self.claims else 1.0


@dataclass(frozen=True, slots=True)
class PaperReport:
    """What the comparison found; `shares` has the measured sections in the paper's order."""

    quotes: int
    misplaced: tuple[Misplaced, ...]
    uncovered: tuple[Uncovered, ...]
    open_parts: tuple[Uncovered, ...]
    """Parts between semicolons without a statement, of sentences that have one elsewhere."""
    stale: tuple[Stale, ...]
    shares: Mapping[str, Share]

    @property
    def unlisted(self) -> tuple[Uncovered, ...]:
        """Sentences that have neither a statement nor an entry."""
        return tuple(u for u in self.uncovered if u.listed is None)

    @property
    def total(self) -> Share:
        """The numbered sections together."""
        body = [share for id, share in self.shares.items() if BODY.fullmatch(id)]
        return Share(
            sum(share.sentences for share in body),
            sum(share.claims for share in body),
            sum(share.covered for share in body),
            sum(share.parts for share in body),
            sum(share.parts_covered for share in body),
        )

    @property
    def passed(self) -> bool:
        """Whether there is nothing to mend."""
        return not (self.misplaced or self.unlisted or self.stale)


def selectors(framework: Framework) -> tuple[Selector, ...]:
    """Return every quote with a place: of statements, citations and whatever else has both.

    Args:
        framework: whose asserted and entailed triples are searched.

    Returns:
        Selectors in the order of section and id.
    """
    found = set()
    stated_in = ox.NamedNode(tkg("statedIn"))
    for quad in framework.store.quads_for_pattern(None, ox.NamedNode(tkg("quote")), None, None):
        if isinstance(quad.subject, ox.Triple) or not isinstance(quad.object, ox.Literal):
            continue
        id = _id(quad.subject)
        statement = framework.statements.get(id)
        states = statement is not None and statement.basis_kind is BasisKind.PAPER
        for place in framework.store.quads_for_pattern(quad.subject, stated_in, None, None):
            section = _id(place.object).removeprefix(local_id(SECTION))
            found.add(Selector(id, section, quad.object.value, states))
    return tuple(sorted(found, key=lambda s: (s.section, s.id, s.quote)))


def left_out(framework: Framework) -> tuple[LeftOut, ...]:
    """Return the sentences that are meant to have no statement, in the order of their ids.

    Raises:
        InputError: an entry lacks its quote, section, claim, reason or explanation.
    """
    kind = ox.NamedNode(tkg("UncoveredSentence"))
    nodes = {
        quad.subject
        for quad in framework.store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), kind, None)
    }
    return tuple(sorted((_entry(framework, node) for node in nodes), key=lambda e: e.id))


def _entry(framework: Framework, node: ox.NamedNode | ox.BlankNode | ox.Triple) -> LeftOut:
    def one(name: str) -> str:
        values = [quad.object for quad in _values(framework, node, name)]
        if len(values) != 1:
            raise _lacks(node, name)
        return _id(values[0])

    why = {
        (value.language or "")[:2]: value.value
        for quad in _values(framework, node, "whyNoStatement")
        if isinstance(value := quad.object, ox.Literal)
    }
    if not why.keys() >= {Language.ZH, Language.EN}:
        raise _lacks(node, "whyNoStatement")
    return LeftOut(
        id=_id(node),
        section=one("statedIn").removeprefix(local_id(SECTION)),
        quote=one("quote"),
        makes_claim=one("makesClaim") in {"true", "1"},
        reason=one("uncoveredFor"),
        why=Text(why[Language.ZH], why[Language.EN]),
    )


def _values(
    framework: Framework, node: ox.NamedNode | ox.BlankNode | ox.Triple, name: str
) -> Iterator[ox.Quad]:
    return framework.store.quads_for_pattern(node, ox.NamedNode(tkg(name)), None, None)


def _id(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else local_id(term.value)


def _lacks(node: ox.NamedNode | ox.BlankNode | ox.Triple, name: str) -> InputError:
    return InputError(
        "ontology/project/coverage.ttl",
        Text(f"{_id(node)}应恰有一个tkg:{name}", f"{_id(node)} needs exactly one tkg:{name}"),
        help=Text("请在该文件中改正", "correct it in the file"),
    )


def examine(
    paper: Paper, selectors: Sequence[Selector], left_out: Iterable[LeftOut]
) -> PaperReport:
    """Hold quotes and sentences to each other.

    Args:
        paper: a copy of the paper.
        selectors: every quote with its place, those of `left_out` among them.
        left_out: the sentences that are meant to have no statement.

    Returns:
        The report.

    Raises:
        InputError: the copy holds less than half of the quotes: it is another text.
    """
    misplaced = tuple(wrong for s in selectors if (wrong := _misplaced(paper, s)) is not None)
    if sum(not wrong.count for wrong in misplaced) > _ENOUGH * len(selectors):
        raise InputError(
            paper.name,
            Text("不是这篇论文：大半引语不在其中", "another text: it lacks most of the quotes"),
            help=Text("请给出崔聿禾（2026）的全文", "give the full text of Cui (2026)"),
        )
    stated: dict[str, list[_Place]] = {}
    for selector in selectors:
        span = _found(paper, selector.section, selector.quote) if selector.states else None
        if span is not None:
            stated.setdefault(selector.section, []).append(_Place(selector.id, span))
    entries = tuple(left_out)
    uncovered: list[Uncovered] = []
    open_parts: list[Uncovered] = []
    touched: set[str] = set()
    stale: list[Stale] = []
    shares: dict[str, Share] = {}
    for section in paper.sections.values():
        if not (section.sentences and MEASURED.fullmatch(section.id)):
            continue
        here = stated.get(section.id, [])
        listed = [e for e in entries if e.section == section.id]
        sentences = tuple(_compare(paper, section, s, here, listed) for s in section.sentences)
        for sentence in sentences:
            touched.update(entry.id for entry in sentence.listed)
            stale.extend(Stale(e, sentence.stated) for e in sentence.listed if sentence.covered)
            (open_parts if sentence.covered else uncovered).extend(sentence.open)
        claims = [s for s in sentences if s.claims]
        shares[section.id] = Share(
            sentences=len(sentences),
            claims=len(claims),
            covered=sum(s.covered for s in claims),
            parts=sum(s.parts for s in claims),
            parts_covered=sum(s.parts - len(s.open) for s in claims if s.covered),
        )
    stale.extend(Stale(entry, ()) for entry in entries if entry.id not in touched)
    return PaperReport(
        len(selectors),
        misplaced,
        tuple(uncovered),
        tuple(open_parts),
        tuple(stale),
        MappingProxyType(shares),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a statement's quote stands in its section."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Compared:
    """A sentence against statements and entries.

    `stated` are the ids of its statements; `open` is the sentence itself where it has none,
    else those of its parts that have none.
    """

    stated: tuple[str, ...]
    listed: tuple[LeftOut, ...]
    parts: int
    open: tuple[Uncovered, ...]

    @property
    def covered(self) -> bool:
        return bool(self.stated)

    @property
    def claims(self) -> bool:
        return self.covered or all(entry.makes_claim for entry in self.listed)


def _compare(
    paper: Paper,
    section: Section,
    sentence: Sentence,
    stated: Sequence[_Place],
    entries: Sequence[LeftOut],
) -> _Compared:
    inside = [place for place in stated if place.span.touches(sentence.span)]
    listed = tuple(
        entry
        for entry in entries
        if (span := _found(paper, section.id, entry.quote)) and span.touches(sentence.span)
    )
    bare = [p for p in sentence.parts if not any(place.span.touches(p) for place in inside)]
    entry = listed[0] if listed and not inside else None
    return _Compared(
        stated=tuple(place.id for place in inside),
        listed=listed,
        parts=len(sentence.parts),
        open=tuple(
            _uncovered(section, sentence, span, entry)
            for span in (bare if inside else [sentence.span])
        ),
    )


def _misplaced(paper: Paper, selector: Selector) -> Misplaced | None:
    section = paper.sections.get(selector.section)
    count = None if section is None else section.text.count(selector.quote)
    if count == 1 and selector.quote:
        return None
    elsewhere = tuple(
        other.id
        for other in paper.sections.values()
        if other.id != selector.section and selector.quote and selector.quote in other.text
    )
    nearest = None if section is None or count else _nearest(section.text, selector.quote)
    return Misplaced(selector, count, nearest, elsewhere)


def _nearest(text: str, quote: str) -> str | None:
    """Return the window of the quote's length around the longest stretch that they share."""
    same = SequenceMatcher(None, text, quote, autojunk=False).find_longest_match()
    if same.size <= 1:
        return None
    start = max(same.a - same.b, 0)
    return text[start : start + len(quote)]


def _found(paper: Paper, section_id: str, quote: str) -> Span | None:
    """Return where a quote first stands in a section, if it does."""
    section = paper.sections.get(section_id)
    at = -1 if section is None or not quote else section.text.find(quote)
    return None if at < 0 else Span(at, at + len(quote))


def _uncovered(
    section: Section, sentence: Sentence, span: Span, entry: LeftOut | None
) -> Uncovered:
    return Uncovered(section.id, sentence.number, section.text[span.start : span.end], entry)
