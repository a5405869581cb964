"""The rules of `queries/entailment/`, read backward: from a triple to what it follows from.

A rule there has the form that OWL 2 RL gives its rules, and this module relies on it:

    CONSTRUCT { one triple pattern }
    WHERE { triple patterns, FILTER(...)  FILTER NOT EXISTS { the same triple pattern } }

The last filter only leaves out what is known already, which is just what is asked for here, so
that it is taken away; with the variables of the head bound, the remaining body finds the
premises. A rule in any other form is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from trustkg.framework.graphs import entailment_rules
from trustkg.vocab import RDF, local_id, tkg

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Resource = ox.NamedNode | ox.BlankNode | ox.Triple
Pattern = tuple[str | ox.NamedNode, str | ox.NamedNode, str | ox.NamedNode]
"""Subject, predicate, object: a variable by its name, or an IRI."""

_NAME: Final = re.compile(r"\brule (\S+):")
_PREFIX: Final = re.compile(r"PREFIX\s+(\w*:)\s*<([^>]*)>")
_FORM: Final = re.compile(
    r"CONSTRUCT\s*\{(?P<head>[^{}]*)\}\s*WHERE\s*\{(?P<body>.*)\}\s*$", re.DOTALL
)
_KNOWN: Final = re.compile(r"FILTER\s+NOT\s+EXISTS\s*\{([^{}]*)\}")
_FILTER: Final = re.compile(r"FILTER\s*\((?:[^()]|\([^()]*\))*\)")
_TOKEN: Final = re.compile(r"\?\w+|<[^>]*>|\w*:\w+|\ba\b|[.;]|\S+")


@dataclass(frozen=True, slots=True)
class Triple:
    """A triple as the store has it; axioms can have blank nodes in them."""

    subject: Resource
    predicate: ox.NamedNode
    object: Node


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A relation between two named things, by their ids."""

    subject: str
    relation: str
    object: str

    @property
    def triple(self) -> Triple:
        """The same as a triple."""
        subject, relation, object_ = (
            ox.NamedNode(id if "://" in id else tkg(id))
            for id in (self.subject, self.relation, self.object)
        )
        return Triple(subject, relation, object_)


def link(triple: Triple) -> Link:
    """Return a triple as a link; what has no IRI goes by its label or value."""
    subject, predicate, object_ = (
        local_id(node.value) if isinstance(node, ox.NamedNode) else str(node)
        for node in (triple.subject, triple.predicate, triple.object)
    )
    return Link(subject, predicate, object_)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of inference.

    `name` is the name that OWL 2 RL or the rule's own comment gives it, `head` what it
    concludes, `body` its premises in the order in which they are written, and `query` what
    finds the premises of one conclusion.
    """

    name: str
    head: Pattern
    body: tuple[Pattern, ...]
    query: str

    def premises(
        self, store: ox.Store, graphs: Sequence[ox.NamedNode], conclusion: Triple
    ) -> Iterator[tuple[Triple, ...]]:
        """Find everything in some graphs from which this rule concludes a triple.

        Args:
            store: holds the graphs.
            graphs: named graphs that the rule sees: asserted ones and what they entail.
            conclusion: the triple to be concluded; it need not be in the graphs.

        Yields:
            The premises of one application, in the order of the rule's body.
        """
        bound = _unify(self.head, conclusion)
        if bound is None:
            return
        rows = store.query(
            self.query,
            default_graph=list(graphs),
            substitutions={ox.Variable(name): node for name, node in bound.items()},
        )
        assert isinstance(rows, ox.QuerySolutions)
        variables = [v.value for v in rows.variables]
        for row in rows:
            found = dict(bound)
            for name in variables:
                if (value := row[name]) is not None:
                    found[name] = value
            yield tuple(_instance(pattern, found) for pattern in self.body)


def rules() -> tuple[Rule, ...]:
    """Read the rules of `queries/entailment/`.

    Raises:
        ValueError: one has a form that can't be read backward (module docstring).
    """
    return tuple(_rule(text) for text in entailment_rules())


def _rule(text: str) -> Rule:
    code = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    prefixes = {name: iri for name, iri in _PREFIX.findall(code)}  # noqa: C416
    form = _FORM.search(code)
    first = text.splitlines()[0]
    if form is None:
        raise ValueError(f"no CONSTRUCT of one pattern: {first}")
    heads = _patterns(form["head"], prefixes)
    known = _KNOWN.findall(form["body"])
    body = _KNOWN.sub("", form["body"])
    if len(heads) != 1 or [heads] != [_patterns(k, prefixes) for k in known]:
        raise ValueError(f"not one head, left out where known: {first}")
    name = _NAME.search(first)
    declared = "\n".join(f"PREFIX {name} <{iri}>" for name, iri in prefixes.items())
    return Rule(
        name=name[1] if name else first.lstrip("# ").partition(":")[0],
        head=heads[0],
        body=_patterns(_FILTER.sub("", body), prefixes),
        query=f"{declared}\nSELECT DISTINCT * WHERE {{ {body} }}",
    )


def _patterns(text: str, prefixes: dict[str, str]) -> tuple[Pattern, ...]:
    """Read triple patterns; of Turtle's abbreviations, `;` and `a`."""
    found: list[Pattern] = []
    waiting: list[str | ox.NamedNode] = []
    for word in [*_TOKEN.findall(text), "."]:
        if word in {".", ";"}:
            if len(waiting) == 3:  # noqa: PLR2004 - a whole pattern
                found.append((waiting[0], waiting[1], waiting[2]))
            elif waiting:
                raise ValueError(f"not a triple pattern: {text.strip()}")
            waiting = waiting[:1] if word == ";" else []
        else:
            waiting.append(_term(word, prefixes))
    return tuple(found)


def _term(word: str, prefixes: dict[str, str]) -> str | ox.NamedNode:
    if word.startswith("?"):
        return word[1:]
    if word == "a":
        return ox.NamedNode(RDF + "type")
    if word.startswith("<"):
        return ox.NamedNode(word[1:-1])
    prefix, colon, name = word.partition(":")
    if prefix + colon not in prefixes:
        raise ValueError(f"not a term of a triple pattern: {word}")
    return ox.NamedNode(prefixes[prefix + colon] + name)


def _unify(head: Pattern, triple: Triple) -> dict[str, Node] | None:
    bound: dict[str, Node] = {}
    nodes = (triple.subject, triple.predicate, triple.object)
    for place, node in zip(head, nodes, strict=True):
        if (bound.setdefault(place, node) if isinstance(place, str) else place) != node:
            return None
    return bound


def _instance(pattern: Pattern, bound: dict[str, Node]) -> Triple:
    subject, predicate, object_ = (bound[p] if isinstance(p, str) else p for p in pattern)
    assert not isinstance(subject, ox.Literal)
    assert isinstance(predicate, ox.NamedNode)
    return Triple(subject, predicate, object_)
