"""Plans to start from, one in each language."""

from __future__ import annotations

from pathlib import Path

from trustkg.framework import Framework
from trustkg.language import Language
from trustkg.plans.files import read_bytes
from trustkg.plans.model import Plan
from trustkg.plans.vocabulary import Vocabulary


def starter(language: Language, framework: Framework, vocabulary: Vocabulary) -> Plan:
    """Return a small plan without errors that a person can change into their own.

    Args:
        language: of its texts.
        framework: whose terms it names.
        vocabulary: the keys of plans.
    """
    file = Path(__file__).with_name(f"{language.value}.yaml")
    return read_bytes(file.name, file.read_bytes(), framework, vocabulary)
