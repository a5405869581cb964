"""Explanations as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from trustkg.explanation import Beside, Claim, Link, Node, Proof, about
from trustkg.framework import Framework, Statement
from trustkg.language import Text


def explained(framework: Framework, proofs: Sequence[Proof], *, every: bool) -> dict[str, object]:
    """Return the proofs of one link; the best one only, unless every one is wanted."""
    best = proofs[0]
    return {
        **_link(best.conclusion),
        "holds": True,
        "rests_on": best.standing.value,
        "proofs_found": len(proofs),
        "proofs": [
            {
                "rests_on": proof.standing.value,
                "statements": [claim(framework, about(framework, s)) for s in proof.statements],
                "facts": [_link(fact) for fact in proof.facts],
                "tree": _node(proof.tree),
            }
            for proof in (proofs if every else proofs[:1])
        ],
    }


def not_linked(beside: Beside) -> dict[str, object]:
    """Return what there is where nothing links two terms as asked."""
    request = beside.request
    return {
        "subject": request.subject,
        "relation": next(iter(request.relations), None),
        "object": request.object,
        "holds": False,
        "holds_with_project": beside.with_project,
        "between": _near(beside, beside.between),
        "from_subject": _near(beside, beside.onward),
        "to_object": _near(beside, beside.backward),
    }


def claim(
    framework: Framework, claim: Claim, entailed: Iterable[Link] | None = None
) -> dict[str, object]:
    """Return a statement with who says it and where, and what it entails where given."""
    statement = claim.statement
    found: dict[str, object] = {
        "id": statement.id,
        "kind": statement.kind,
        "subject": statement.subject,
        "relation": statement.relation,
        "object": statement.object,
        "sign": statement.sign,
        "for_outcome": statement.for_outcome,
        "on_path": statement.on_path,
        "conditions": claim.conditions,
        "says": statement.basis_kind.value,
        "basis": statement.basis,
        "section": _section(framework, statement),
        "paragraph": statement.paragraph,
        "quote": statement.quote,
        "cites": statement.cites,
        "attributed_to": claim.attributed_to,
        "rationale": _text(statement.rationale),
        "rests_on_statements": [below.id for below in claim.rests_on],
    }
    if entailed is not None:
        found["entails"] = [_link(link) for link in entailed]
    return found


def _section(framework: Framework, statement: Statement) -> str | None:
    if statement.section is None:
        return None
    return framework.sections[statement.section].number or statement.section


def _text(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}


def _link(link: Link) -> dict[str, object]:
    return {"subject": link.subject, "relation": link.relation, "object": link.object}


def _near(beside: Beside, links: Iterable[Link]) -> list[dict[str, object]]:
    return [{**_link(link), "rests_on": beside.standing[link].value} for link in links]


def _node(node: Node) -> dict[str, object]:
    if node.statement is not None:
        return {"statement": node.statement.id}
    return {
        **_link(node.link),
        "rule": node.rule,
        "premises": [_link(premise) for premise in node.premises],
        "below": [_node(below) for below in node.below],
    }
