"""Compiled text as people read it: prefixes, a clause a line, indented groups."""

from __future__ import annotations

from typing import Final

from trustkg.validation.compiler.tokens import Kind, Token, tokens
from trustkg.vocab import PREFIXES

_NEW_LINE: Final = frozenset(
    {"FILTER", "OPTIONAL", "BIND", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "WHERE"}
)


def readable(text: str) -> str:
    """Return a query with the same tokens, laid out.

    Args:
        text: SPARQL; its prefixes may differ from those that come out.
    """
    found = tokens(text)
    start, own = _prologue(found)
    used: dict[str, str] = {}
    words = [_word(token, own, used) for token in found[start:]]
    body = _laid_out(found[start:], words)
    prologue = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in sorted(used))
    return f"{prologue}{body}\n"


def _prologue(found: list[Token]) -> tuple[int, dict[str, str]]:
    at, own = 0, dict[str, str]()
    while found[at].word == "PREFIX":
        own[found[at + 1].text.rstrip(":")] = found[at + 2].text[1:-1]
        at += 3
    return at, own


def _word(token: Token, own: dict[str, str], used: dict[str, str]) -> str:
    if token.kind is Kind.NAME:
        prefix, _, local = token.text.partition(":")
        iri = own.get(prefix)
        return token.text if iri is None else _short(iri + local.replace("\\", ""), used)
    if token.kind is Kind.IRI:
        return _short(token.text[1:-1], used)
    return f"?{token.variable}" if token.variable else token.text


def _short(iri: str, used: dict[str, str]) -> str:
    known = [(name, space) for name, space in PREFIXES.items() if iri.startswith(space)]
    for name, space in sorted(known, key=lambda pair: -len(pair[1])):
        local = iri.removeprefix(space)
        if local.isascii() and local.replace("_", "a").replace("-", "a").isalnum():
            if local.endswith("-") or not local[0].isalnum():
                break
            used[name] = space
            return f"{name}:{local}"
    return f"<{iri}>"


def _laid_out(found: list[Token], words: list[str]) -> str:
    """Keep together what stands together, and start a line at braces and clauses."""
    lines: list[str] = []
    line = ""
    depth = indent = end = 0
    fresh = True
    for token, word in zip(found, words, strict=True):
        brace = word if token.kind is Kind.SIGN and word in ("{", "}") else ""
        depth -= brace == "}"
        if line and (fresh or brace == "}" or token.word in _NEW_LINE):
            lines.append("  " * indent + line)
            line = ""
        if not line:
            line, indent = word, depth
        else:
            line += word if token.start == end else f" {word}"
        depth += brace == "{"
        fresh = bool(brace) or (token.kind is Kind.SIGN and word == ".")
        end = token.end
    return "\n".join((*lines, "  " * indent + line))
