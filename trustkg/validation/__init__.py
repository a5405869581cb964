"""Validation: a plan is held to the rules of `shapes/plan/`, and a report comes back."""

from trustkg.validation.engine import Engine, Result
from trustkg.validation.report import Finding, Report, Severity, Undecided, Value
from trustkg.validation.rules import Rule, RuleSet
from trustkg.validation.validate import ENGINES, validate

__all__ = [
    "ENGINES",
    "Engine",
    "Finding",
    "Report",
    "Result",
    "Rule",
    "RuleSet",
    "Severity",
    "Undecided",
    "Value",
    "validate",
]
