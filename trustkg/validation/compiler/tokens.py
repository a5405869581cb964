"""SPARQL text → tokens, with their places.

Source: SPARQL 1.1 Query Language, section 19.8.
"""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import Final


class Kind(enum.Enum):
    """What a token is; the value is its name in the expression below."""

    IRI = "iri"
    STRING = "string"
    LANGUAGE = "language"
    VARIABLE = "variable"
    BLANK = "blank"
    NUMBER = "number"
    NAME = "name"
    WORD = "word"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """A token, from `start` up to `end` of the text."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        """The keyword in capitals; empty for every other kind."""
        return self.text.upper() if self.kind is Kind.WORD else ""

    @property
    def variable(self) -> str | None:
        """The name of the variable, without its mark."""
        return self.text[1:] if self.kind is Kind.VARIABLE else None


_LOCAL: Final = r"(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)"
_TOKEN: Final = re.compile(
    r"(?P<space>\s+|\#[^\n\r]*)"
    r'|(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)'
    r'|(?P<string>"""(?:"{0,2}(?:[^"\\]|\\.))*"""'
    r"|'''(?:'{0,2}(?:[^'\\]|\\.))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*')"
    r"|(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<blank>_:\w(?:[\w.-]*[\w-])?)"
    r"|(?P<number>(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][+-]?[0-9]+)|[0-9]*\.[0-9]+|[0-9]+)"
    rf"|(?P<name>(?:[^\W\d_](?:[\w.-]*[\w-])?)?:(?:{_LOCAL}(?:(?:{_LOCAL}|[.-])*(?:{_LOCAL}|-))?)?)"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>\^\^|&&|\|\||!=|<=|>=|.)",
    re.DOTALL,
)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a query, without white space and comments."""
    return [
        Token(Kind(match.lastgroup), match[0], match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "space"
    ]
