"""Validation: a plan is held to the rules of `shapes/plan/`, and a report comes back."""

from trustkg.validation.configuration import (
    DEFAULTS,
    LEVELS,
    Config,
    find_config,
    load_config,
    resolve,
)
from trustkg.validation.engine import Engine, Result
from trustkg.validation.report import (
    Edit,
    Finding,
    Report,
    Severity,
    Suppressed,
    Undecided,
    Value,
    Verb,
)
from trustkg.validation.rules import Origin, Rule, RuleSet
from trustkg.validation.validate import ENGINES, validate

__all__ = [
    "DEFAULTS",
    "ENGINES",
    "LEVELS",
    "Config",
    "Edit",
    "Engine",
    "Finding",
    "Origin",
    "Report",
    "Result",
    "Rule",
    "RuleSet",
    "Severity",
    "Suppressed",
    "Undecided",
    "Value",
    "Verb",
    "find_config",
    "load_config",
    "resolve",
    "validate",
]
