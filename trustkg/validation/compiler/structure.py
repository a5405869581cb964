"""What groups and sub-selects a query has, and which variables each of them mentions.

This is no complete parser: Oxigraph says whether a query is well-formed. It finds what
decides whether a query may run over all focus nodes at once, and where to put their pattern.

Source: SPARQL 1.1 Query Language, sections 5, 8, 11 and 18.2.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from trustkg.validation.compiler.tokens import Kind, Token, tokens
from trustkg.vocab import XSD

_AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
FORBIDDEN: Final = frozenset({"MINUS", "SERVICE", "VALUES", "GRAPH"})
"""What a constraint must not use, GRAPH because the data are one graph.

Source: SHACL, section 5.2.1.
"""
_PATTERN: Final = frozenset({"OPTIONAL", "FILTER", "BIND", "UNION"}) | FORBIDDEN
_OPENING: Final = frozenset("([{")
_CLOSING: Final = frozenset(")]}")
_OPTIONAL_STEPS: Final = frozenset("*?")


class UnreadableError(ValueError):
    """A query breaks off, or has something that this reader doesn't know."""


class Role(enum.Enum):
    """What a group stands under."""

    WHERE = enum.auto()
    PLAIN = enum.auto()
    OPTIONAL = enum.auto()
    EXISTS = enum.auto()


@dataclass(slots=True)
class Group:
    """A group graph pattern, from behind its brace.

    `start` and `end` are places in the text; `mentions` are all variables within;
    `binds` those that its own triple patterns bind; `assigned` those in its own BINDs.
    """

    role: Role
    start: int
    end: int = 0
    mentions: set[str] = field(default_factory=set)
    binds: set[str] = field(default_factory=set)
    assigned: set[str] = field(default_factory=set)
    groups: list[Group] = field(default_factory=list)
    select: Select | None = None


@dataclass(slots=True)
class Select:
    """A SELECT or ASK: its projection, group and end.

    `projection` is where its variables begin in the text, `distinct` where DISTINCT stands
    or would; `named` are the variables that it projects, `computed` those of them behind AS.
    """

    form: str
    projection: int
    named: list[str]
    computed: list[str]
    star: bool
    distinct: bool
    group: Group
    aggregated: bool = False
    keys: list[str] | None = None
    keys_at: int = 0
    limited: bool = False


@dataclass(slots=True)
class Structure:
    """A query.

    `expressions` are the places of variables in expressions (`written` data have to be
    unwrapped there); `predicates` are the IRIs and names that stand in triple patterns, or
    None where a variable stands for a predicate; `stepless` are variables at an end of a
    path that may have no steps; `forbidden` are words that no constraint may use.
    """

    tokens: list[Token]
    select: Select
    expressions: list[int]
    constants: set[Token]
    open_predicates: bool
    stepless: set[str]
    forbidden: set[str]
    nested: list[Select]
    in_exists: list[Select]
    literals: list[tuple[Token, Token | str]]
    renamed: set[str]


def structure(text: str) -> Structure:
    """Read a query.

    Raises:
        UnreadableError: braces don't match, or it is neither SELECT nor ASK.
    """
    return _Reader(tokens(text)).read()


class _Reader:
    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.expressions: list[int] = []
        self.constants: set[Token] = set()
        self.open_predicates = False
        self.stepless: set[str] = set()
        self.forbidden: set[str] = set()
        self.nested: list[Select] = []
        self.in_exists: list[Select] = []
        self.literals: list[tuple[Token, Token | str]] = []
        self.renamed: set[str] = set()
        self.depth_of_exists = 0

    def read(self) -> Structure:
        while self.peek().word in ("PREFIX", "BASE"):
            self.at += 3 if self.peek().word == "PREFIX" else 2
        select = self.select(set())
        if self.at < len(self.tokens):
            raise UnreadableError(self.peek().text)
        return Structure(
            self.tokens,
            select,
            self.expressions,
            self.constants,
            self.open_predicates,
            self.stepless,
            self.forbidden,
            self.nested,
            self.in_exists,
            self.literals,
            self.renamed,
        )

    def peek(self) -> Token:
        if self.at >= len(self.tokens):
            raise UnreadableError("end of text")
        return self.tokens[self.at]

    def take(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def select(self, mentions: set[str]) -> Select:
        form = self.take()
        if form.word not in ("SELECT", "ASK"):
            raise UnreadableError(form.text)
        found = Select(form.word, form.end, [], [], star=False, distinct=False,
                       group=Group(Role.WHERE, 0))  # fmt: skip
        if self.peek().word in ("DISTINCT", "REDUCED"):
            found.distinct = self.peek().word == "DISTINCT"
            found.projection = self.take().end
        while self.peek().text != "{" and self.peek().word != "WHERE":
            token = self.take()
            if token.variable:
                found.named.append(token.variable)
                mentions.add(token.variable)
            elif token.text == "(":
                name = self.expression(mentions, found)
                if name is None:
                    raise UnreadableError(token.text)
                found.named.append(name)
                found.computed.append(name)
            elif token.text == "*":
                found.star = True
            else:
                raise UnreadableError(token.text)
        if self.peek().word == "WHERE":
            self.take()
        found.group = self.group(Role.WHERE)
        mentions |= found.group.mentions
        self.modifiers(found, mentions)
        return found

    def modifiers(self, found: Select, mentions: set[str]) -> None:  # noqa: C901
        clause = ""
        while self.at < len(self.tokens) and self.peek().text != "}":
            token = self.take()
            if token.word in ("GROUP", "ORDER"):
                clause = token.word
                if self.take().word != "BY":
                    raise UnreadableError(token.text)
                if clause == "GROUP":
                    found.keys, found.keys_at = [], self.tokens[self.at - 1].end
            elif token.word in ("HAVING", "LIMIT", "OFFSET"):
                clause = token.word
                found.limited = found.limited or clause != "HAVING"
            elif token.word in FORBIDDEN:
                self.forbidden.add(token.word)
                return self.skip()
            elif token.text == "(":
                name = self.expression(mentions, found)
                if clause == "GROUP" and name is not None:
                    assert found.keys is not None
                    found.keys.append(name)
            elif token.variable:
                mentions.add(token.variable)
                if clause == "GROUP":
                    assert found.keys is not None
                    found.keys.append(token.variable)
                else:
                    self.expressions.append(self.at - 1)
            elif token.word in _AGGREGATES:
                found.aggregated = True
        return None

    def skip(self) -> None:
        self.at = len(self.tokens)

    def expression(self, mentions: set[str], owner: Select | None) -> str | None:
        """Read from behind a parenthesis up to its partner; return the name behind AS."""
        name, depth = None, 1
        while depth:
            token = self.take()
            if token.text == "(" and token.kind is Kind.SIGN:
                depth += 1
            elif token.text == ")" and token.kind is Kind.SIGN:
                depth -= 1
            elif token.variable:
                mentions.add(token.variable)
                if depth == 1 and self.tokens[self.at - 2].word == "AS":
                    name = token.variable
                else:
                    self.expressions.append(self.at - 1)
            elif token.word in _AGGREGATES and owner is not None:
                owner.aggregated = True
            elif token.word in FORBIDDEN:
                self.forbidden.add(token.word)
            elif token.text == "{" and token.kind is Kind.SIGN:
                self.at -= 1
                mentions |= self.exists().mentions
        return name

    def exists(self) -> Group:
        self.depth_of_exists += 1
        group = self.group(Role.EXISTS)
        self.depth_of_exists -= 1
        return group

    def group(self, role: Role) -> Group:
        if self.peek().text != "{":
            raise UnreadableError(self.peek().text)
        found = Group(role, self.take().end)
        if self.peek().word == "SELECT":
            found.select = self.select(found.mentions)
            (self.in_exists if self.depth_of_exists else self.nested).append(found.select)
        while self.peek().text != "}":
            self.part(found)
        found.end = self.take().start
        return found

    def part(self, found: Group) -> None:
        token = self.peek()
        if token.word in FORBIDDEN:
            self.forbidden.add(token.word)
            self.at += 1
            while self.peek().text != "{":
                self.take()
            found.mentions |= self.group(Role.PLAIN).mentions
        elif token.text == "{" or token.word == "OPTIONAL":
            role = Role.OPTIONAL if token.word else Role.PLAIN
            self.at += bool(token.word)
            inner = self.group(role)
            found.groups.append(inner)
            found.mentions |= inner.mentions
        elif token.word == "FILTER":
            self.at += 1
            self.condition(found)
        elif token.word == "BIND":
            self.at += 2
            seen: set[str] = set()
            name = self.expression(seen, None)
            self.renamed |= {name} if name else set()
            found.assigned |= seen
            found.mentions |= seen
        elif token.word == "UNION" or token.text == ".":
            self.at += 1
        else:
            self.triples(found)

    def condition(self, found: Group) -> None:
        """Read what stands behind FILTER: brackets, a function's call, or EXISTS."""
        while self.peek().text not in ("(", "{"):
            self.take()
        if self.peek().text == "{":
            found.mentions |= self.exists().mentions
        else:
            self.at += 1
            self.expression(found.mentions, None)

    def triples(self, found: Group) -> None:
        """Read triple patterns with one subject, up to their full stop.

        Inside brackets predicates and objects can't be told apart here without more ado;
        a variable there counts as a predicate, which is the safe side.
        """
        parts: list[Token] = []
        depth = 0
        while True:
            token = self.peek()
            if depth == 0 and (token.text in (".", "{", "}") or token.word in _PATTERN):
                break
            depth += token.kind is Kind.SIGN and token.text in _OPENING
            depth -= token.kind is Kind.SIGN and token.text in _CLOSING
            parts.append(self.take())
        if not parts:
            raise UnreadableError(token.text)
        self.constants |= {p for p in parts if p.kind in (Kind.IRI, Kind.NAME) or p.word == "A"}
        self.literals += _literals(parts)
        names = {p.variable for p in parts if p.variable}
        steps = any(p.kind is Kind.SIGN and p.text in _OPTIONAL_STEPS for p in parts)
        found.mentions |= names
        if steps:
            self.stepless |= names
        else:
            found.binds |= names
        self.open_predicates = self.open_predicates or _has_open_predicate(parts)


def _has_open_predicate(parts: list[Token]) -> bool:
    """Whether a variable stands where a predicate does, or a path excludes some predicates."""
    if any(p.kind is Kind.SIGN and p.text in "![" for p in parts):
        return True
    predicate, depth = False, 0
    for place, token in enumerate(parts):
        if token.kind is Kind.SIGN and token.text in "()":
            depth += 1 if token.text == "(" else -1
        elif token.kind is Kind.SIGN and token.text == ";":
            predicate = True
            continue
        elif predicate and token.variable:
            return True
        predicate = place == 0 and depth == 0
    return False


def _literals(parts: list[Token]) -> Iterator[tuple[Token, Token | str]]:
    """Yield numbers and typed literals, with their datatypes."""
    for place, token in enumerate(parts):
        if token.kind is Kind.NUMBER:
            fraction = "double" if "e" in token.text.lower() else "decimal"
            yield token, XSD + (fraction if not token.text.isdigit() else "integer")
        elif token.kind is Kind.STRING and [t.text for t in parts[place + 1 : place + 2]] == [
            "^^"
        ]:
            yield token, parts[place + 2]
