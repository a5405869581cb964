"""What a rule proposes + the bindings of a result → edits that can be tried on a plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from trustkg.validation.report import Edit, Value, Verb
from trustkg.validation.rules import Proposal
from trustkg.vocab import XSD

if TYPE_CHECKING:
    from rdflib.term import Node


def edits(proposals: Sequence[Proposal], bindings: Mapping[str, Node]) -> tuple[Edit, ...]:
    """Make the edits that a result's rule proposes.

    Args:
        proposals: of the result's source.
        bindings: of the result; a variable with several IRIs, as GROUP_CONCAT makes them,
            gives an edit for each.

    Returns:
        The edits, each an alternative to the others; none for a proposal that lacks a value.
    """
    return tuple(edit for proposal in proposals for edit in _edits(proposal, bindings))


def _edits(proposal: Proposal, bindings: Mapping[str, Node]) -> list[Edit]:
    wanted = (proposal.node_variable, proposal.old_variable, proposal.new_variable)
    if any(name is not None and name not in bindings for name in wanted):
        return []
    path = proposal.path or str(bindings.get("path", ""))
    if not path:
        return []
    node = str(bindings[proposal.node_variable])
    old = bindings[proposal.old_variable] if proposal.old_variable else None
    new = _values(bindings[proposal.new_variable]) if proposal.new_variable else [None]
    return [
        Edit(
            verb=proposal.verb,
            node=node,
            path=path,
            old=None if old is None else value_of(old),
            new=value,
            other_path=proposal.other_path,
        )
        for value in new
        if value is not None or proposal.verb in (Verb.REMOVE, Verb.SWAP)
    ]


def _values(value: Node) -> list[Value | None]:
    text = str(value)
    if text.startswith(("http", "urn:")):
        return [Value(iri, None) for iri in text.split()]
    return [value_of(value)] if text.strip() else []


def value_of(value: Node) -> Value:
    """Return an RDF term of rdflib's as a value."""
    import rdflib

    if isinstance(value, rdflib.Literal):
        return Value(str(value), str(value.datatype or XSD + "string"))
    return Value(str(value), None)
