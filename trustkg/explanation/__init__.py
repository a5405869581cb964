"""Why something holds: the statements that a relation between two terms rests on.

The rules are those of `queries/entailment/`, read backward; none is written down again.
"""

from trustkg.explanation.beside import Beside, asked, beside
from trustkg.explanation.claims import Claim, about, direct
from trustkg.explanation.naming import Request, phrase, read
from trustkg.explanation.proofs import MOST, Explainer, Leaf, Node, Proof, Standing, Step
from trustkg.explanation.rules import Link, Rule, Triple, rules
from trustkg.explanation.turtle import turtle

__all__ = [
    "MOST",
    "Beside",
    "Claim",
    "Explainer",
    "Leaf",
    "Link",
    "Node",
    "Proof",
    "Request",
    "Rule",
    "Standing",
    "Step",
    "Triple",
    "about",
    "asked",
    "beside",
    "direct",
    "phrase",
    "read",
    "rules",
    "turtle",
]
