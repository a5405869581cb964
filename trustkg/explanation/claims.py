"""What stands behind a statement, and what it entails by itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from trustkg.explanation.proofs import Explainer, Leaf
from trustkg.explanation.rules import Link
from trustkg.framework import Framework, Statement
from trustkg.vocab import BASE


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement with what qualifies it.

    `attributed_to` are ids of references where the paper reports what they say, `conditions`
    ids of the terms under which it is said to hold, and `rests_on` the paper's statements
    that an inference of the project uses.
    """

    statement: Statement
    attributed_to: tuple[str, ...]
    conditions: tuple[str, ...]
    rests_on: tuple[Statement, ...]


def about(framework: Framework, statement: Statement) -> Claim:
    """Return a statement with what qualifies it."""
    return Claim(
        statement=statement,
        attributed_to=statement.attributed_to,
        conditions=statement.under_condition,
        rests_on=tuple(framework.statements[id] for id in statement.rests_on),
    )


def direct(explainer: Explainer, statement: Statement) -> tuple[Link, ...]:
    """Return the links between terms that a statement entails by itself.

    Of two inverse links only the one is given whose relation is not declared as the
    inverse of another.

    Args:
        explainer: for the framework that the statement is in.
        statement: the statement.
    """
    framework = explainer.framework
    named = {
        id
        for quad in framework.store.quads_for_pattern(
            ox.NamedNode(statement.iri), None, None, None
        )
        if isinstance(quad.object, ox.NamedNode)
        if (id := quad.object.value.removeprefix(BASE)) in framework.terms
    }
    between = (x for x in explainer.links if x.subject in named and x.object in named)
    return tuple(
        link
        for link in explainer.forward(between)
        if any(_only(leaves, statement) for leaves in explainer.environments(link))
    )


def _only(leaves: Iterable[Leaf], statement: Statement) -> bool:
    return {statement.id} == {leaf.statement for leaf in leaves}
