"""Turtle → `Document`, with the places of subjects, predicates and objects.

Parsers of Turtle keep no places. So a second, small reader walks over the text that the real
one has accepted, and its places are used where both found the same triples. Where they
didn't (lists, unusual base IRIs) places are known of named nodes only.

Source: RDF 1.1 Turtle, chapter 6 (grammar).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

import pyoxigraph as ox

from trustkg.language import Text
from trustkg.plans.document import Document
from trustkg.plans.model import Position
from trustkg.plans.rdf_tree import Source, Triple, document_of
from trustkg.plans.refusal import PlanError
from trustkg.plans.vocabulary import Vocabulary
from trustkg.plans.yaml_reader import MAX_NODES
from trustkg.vocab import RDF

BASE_IRI: Final = "urn:trustkg:plan:"
_MAX_DEPTH: Final = 50
_BREAK: Final = re.compile("\r\n|[\r\n]")
_TOKEN: Final = re.compile(
    r"""(?P<skip>[ \t\r\n]+|\#[^\r\n]*)
      | (?P<string>\"{3}(?:[^\\]|\\.)*?\"{3}|'{3}(?:[^\\]|\\.)*?'{3}|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
      | (?P<iri><[^<>"{}|^`\x00-\x20]*>)
      | (?P<directive>@prefix|@base|(?i:prefix|base)(?=[\s<]))
      | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
      | (?P<typed>\^\^)
      | (?P<blank>_:\w(?:[\w.\-·]*[\w\-·])?)
      | (?P<name>(?:[^\W\d_](?:[\w.\-·]*[\w\-·])?)?:(?:(?:[\w:.\-·]|%[0-9A-Fa-f]{2}|\\.)*(?:[\w:\-·]|%[0-9A-Fa-f]{2}|\\.))?)
      | (?P<number>[+-]?(?:\d+\.\d+(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+(?:\.?[eE][+-]?\d+)?))
      | (?P<word>a|true|false)(?!\w)
      | (?P<sign>[\[\];,.])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def read(name: str, text: str, vocabulary: Vocabulary) -> Document:
    """Read a plan from Turtle.

    Args:
        name: how messages call the file.
        text: its text.
        vocabulary: the keys of plans.

    Returns:
        The document.

    Raises:
        InputError: the text is not well-formed Turtle, or holds no plan or several.
    """
    lines = tuple(_BREAK.split(text))
    triples = _parse(name, text, lines)
    walk = _Walk(name, text)
    spots = walk.spots()
    if Counter(map(_signature, triples)) == Counter(_signature(spot.triple) for spot in spots):
        triples = [spot.triple for spot in spots]
    values = {spot.triple: spot.value for spot in spots}
    keys = {(spot.triple.subject, spot.triple.predicate): spot.key for spot in reversed(spots)}
    nodes = {spot.triple.subject: spot.node for spot in reversed(spots)}
    start = Position(name, 1, 1, 2)

    def key(triple: Triple) -> Position:
        found = keys.get((triple.subject, triple.predicate))
        return found or nodes.get(triple.subject, start)

    def value(triple: Triple) -> Position:
        return values.get(triple) or key(triple)

    return document_of(Source(name, lines, triples, key, value), vocabulary)


def _parse(name: str, text: str, lines: tuple[str, ...]) -> list[Triple]:
    try:
        quads = list(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE, base_iri=BASE_IRI))
    except SyntaxError as error:
        line, column = error.lineno or 1, error.offset or 1
        line = min(line, len(lines))
        column = min(column, len(lines[line - 1]) + 1)
        detail = str(error.msg).partition(": ")[2] or str(error.msg)
        raise PlanError(
            Position(name, line, column, column + 1),
            Text(f"不是合格的Turtle：{detail}", f"not well-formed Turtle: {detail}"),
            help=Text("请检查这里的写法", "check what is written here"),
            lines=lines,
        ) from error
    if len(quads) > MAX_NODES:
        raise PlanError(
            Position(name, 1, 1, 2),
            Text(f"三元组超过{MAX_NODES}个", f"more than {MAX_NODES} triples"),
            help=Text("请拆成几份计划", "split the plan"),
            lines=lines,
        )
    return [triple_of(quad) for quad in quads]


def triple_of(quad: ox.Quad) -> Triple:
    """Return the triple of a quad; its graph doesn't count."""
    literal = isinstance(quad.object, ox.Literal)
    return Triple(_name(quad.subject), _name(quad.predicate), _name(quad.object), not literal)


def _name(term: object) -> str:
    value = str(getattr(term, "value", term))
    return f"_:{value}" if isinstance(term, ox.BlankNode) else value


def _signature(triple: Triple) -> tuple[str, str, str]:
    blank = triple.resource and triple.object.startswith("_:")
    return (
        "" if triple.subject.startswith("_:") else triple.subject,
        triple.predicate,
        "" if blank else triple.object,
    )


@dataclass(frozen=True, slots=True)
class _Spot:
    triple: Triple
    node: Position
    key: Position
    value: Position


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: Position


@dataclass
class _Level:
    """A subject whose predicates and objects are being read."""

    subject: str | None = None
    node: Position | None = None
    predicate: str | None = None
    key: Position | None = None


class _Walk:
    """Walks over well-formed Turtle; stops where it meets what it doesn't know."""

    def __init__(self, name: str, text: str) -> None:
        self._name = name
        self._starts = [0, *(match.end() for match in _BREAK.finditer(text))]
        self._lines = _BREAK.split(text)
        self._tokens = self._tokenise(text)
        self._prefixes: dict[str, str] = {}
        self._base = BASE_IRI
        self._levels = [_Level()]
        self._blanks = 0
        self._spots: list[_Spot] = []

    def spots(self) -> list[_Spot]:
        place = 0
        while place < len(self._tokens):
            token = self._tokens[place]
            if token.kind == "directive":
                place = self._directive(place)
            elif token.kind == "string":
                place = self._string(place)
            elif not self._take(token):
                break
            else:
                place += 1
        return self._spots

    def _tokenise(self, text: str) -> Sequence[_Token]:
        tokens, place = [], 0
        while place < len(text):
            match = _TOKEN.match(text, place)
            if match is None:
                break
            kind = str(match.lastgroup)
            if kind != "skip":
                kind = match[0] if kind == "sign" else kind
                tokens.append(_Token(kind, match[0], self._position(place, match.end())))
            place = match.end()
        return tokens

    def _position(self, start: int, end: int) -> Position:
        line = bisect_right(self._starts, start)
        column = start - self._starts[line - 1] + 1
        stop = min(column + end - start, len(self._lines[line - 1]) + 1)
        return Position(self._name, line, column, max(stop, column + 1))

    def _directive(self, place: int) -> int:
        base = self._tokens[place].text.lower().endswith("base")
        following = [token.text for token in self._tokens[place + 1 : place + 3]]
        if base and following:
            self._base = self._iri(following[0])
        elif len(following) > 1:
            self._prefixes[following[0].removesuffix(":")] = self._iri(following[1])
        return place + (2 if base else 3)

    def _string(self, place: int) -> int:
        token = self._tokens[place]
        quotes = 3 if token.text[:3] in ('"""', "'''") and len(token.text) > 5 else 1  # noqa: PLR2004
        text = _ESCAPE.sub(_unescape, token.text[quotes:-quotes])
        self._object(text, token.position, resource=False)
        after = self._tokens[place + 1].kind if place + 1 < len(self._tokens) else ""
        return place + {"tag": 2, "typed": 3}.get(after, 1)

    def _take(self, token: _Token) -> bool:
        if token.kind == "[":
            return self._open(token)
        if token.kind == "]":
            return self._close()
        if token.kind in ";,.":
            self._separate(token.kind)
            return True
        level = self._levels[-1]
        text = self._resource(token)
        if text is None:
            return False
        if level.subject is None:
            level.subject, level.node = text, token.position
        elif level.predicate is None:
            level.predicate, level.key = text, token.position
        else:
            self._object(text, token.position, resource=token.kind in ("iri", "name", "blank"))
        return True

    def _resource(self, token: _Token) -> str | None:
        if token.kind == "iri":
            return self._iri(token.text)
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            return self._prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", local)
        if token.kind == "word" and token.text == "a" and self._levels[-1].predicate is None:
            return RDF + "type"
        return token.text if token.kind in ("blank", "number", "word") else None

    def _iri(self, text: str) -> str:
        reference = _ESCAPE.sub(_unescape, text[1:-1])
        if reference.startswith("#") or not reference:
            return self._base.partition("#")[0] + reference
        return urljoin(self._base, reference)

    def _open(self, token: _Token) -> bool:
        self._blanks += 1
        blank = f"_:walk{self._blanks}"
        level = self._levels[-1]
        if level.subject is None:
            level.subject, level.node = blank, token.position
        else:
            self._object(blank, token.position, resource=True)
        self._levels.append(_Level(blank, token.position))
        return len(self._levels) < _MAX_DEPTH

    def _close(self) -> bool:
        if len(self._levels) > 1:
            self._levels.pop()
        return True

    def _separate(self, sign: str) -> None:
        level = self._levels[-1]
        if sign == ";":
            level.predicate = None
        elif sign == ".":
            self._levels = [_Level()]

    def _object(self, text: str, position: Position, *, resource: bool) -> None:
        level = self._levels[-1]
        if level.subject and level.predicate and level.node and level.key:
            triple = Triple(level.subject, level.predicate, text, resource)
            self._spots.append(_Spot(triple, level.node, level.key, position))


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else ""  # noqa: PLR2004  Unicode's last
    return _LETTERS.get(match[3], match[3])
