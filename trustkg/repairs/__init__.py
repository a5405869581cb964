"""Repairs: what a rule proposes is put into the file's text, tried, and offered if it holds."""

from trustkg.repairs.fixing import Fixed, Outcome, diff, fix
from trustkg.repairs.model import Checked, Repair, Repairs, TextEdit
from trustkg.repairs.trial import Check, Workshop

__all__ = [
    "Check",
    "Checked",
    "Fixed",
    "Outcome",
    "Repair",
    "Repairs",
    "TextEdit",
    "Workshop",
    "diff",
    "fix",
]
