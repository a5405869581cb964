"""The catalogue of rules is complete, and refuses rules that are not."""

import re
import shutil
from pathlib import Path

import pytest

from trustkg import resources
from trustkg.errors import InputError
from trustkg.framework import Framework
from trustkg.validation import RuleSet, Severity
from trustkg.validation.rules import PLACEHOLDER


def test_codes_are_unique_by_number_and_slug(rules: RuleSet) -> None:
    """Codes and slugs are what people cite, so none is given twice."""
    slugs = [rule.slug for rule in rules.rules.values()]
    numbers = [rule.code[-2:] for rule in rules.rules.values() if not rule.reading]
    assert sorted(set(slugs)) == sorted(slugs)
    assert sorted(set(numbers)) == sorted(numbers)


def test_severities_are_those_of_the_catalogue(rules: RuleSet) -> None:
    """Which rules gate, warn or only inform is part of what was agreed."""
    by_severity = {
        severity: {
            int(r.code[-2:])
            for r in rules.rules.values()
            if r.severity is severity and not r.reading
        }
        for severity in Severity
    }
    expected = {
        Severity.VIOLATION: {
            *(1, 2, 4, 10, 11, 12, 15, 17, 19, 20, 22, 23, 24, 35, 42, 43, 45),
        },
        Severity.WARNING: {
            *(3, 6, 7, 8, 13, 16, 18, 21, 25, 26, 28, 29, 30, 31),
            *(32, 33, 34, 36, 37, 38, 41, 44, 46, 47),
        },
        Severity.INFO: {5, 9, 14, 27, 39, 40},
    }
    assert expected == by_severity


def test_both_languages_name_the_same_values(rules: RuleSet) -> None:
    """A value that one language shows and the other hides is a slip of the translator."""
    for source in rules.sources.values():
        chinese, english = (
            set(PLACEHOLDER.findall(t)) for t in (source.message.zh, source.message.en)
        )
        assert chinese == english, source.rule.code


def test_no_shape_lists_terms(framework: Framework) -> None:
    """Facts stand in the ontology: shapes name none of its terms."""
    text = "".join(
        f.read_text() for f in sorted((resources.data("shapes") / "plan").glob("*.ttl"))
    )
    individuals = set(re.findall(r"\btkg:([a-z]\w+)", text))
    assert set() == individuals & set(framework.terms)


def broken(tmp_path: Path, old: str, new: str) -> Path:
    """Copy the shapes with one change."""
    folder = tmp_path / "plan"
    shutil.copytree(resources.data("shapes") / "plan", folder)
    file = folder / "kpis.ttl"
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))
    return folder


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('tkr:slug "wrong-direction" ;', "", "well-formed tkr:code"),
        ('tkr:code "KPI23"', 'tkr:code "KPI22"', "its code in its IRI"),
        ("{?from} to {?value}", "{?form} to {?value}", "{?form}"),
        ("a target moves the way it should", "", "language"),
        ("?indicator tkg:hasDesiredDirection", "?indicator ?should", "fixed predicate"),
        ("FILTER ((?direction", "FILTRE ((?direction", "SPARQL"),
        ("sh:targetClass tkp:KpiTarget ;", "", "targetClass"),
        ("@prefix tkg:", "@prefixtkg:", "kpis.ttl:1:"),
    ],
)
def test_incomplete_rules_are_refused(tmp_path: Path, old: str, new: str, says: str) -> None:
    """A rule that lacks what it must have stops the load and is named."""
    with pytest.raises(InputError) as caught:
        RuleSet.load(broken(tmp_path, old, new))
    assert says in f"{caught.value.where} {caught.value.what.en}"


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    """No shapes means a broken install, not a plan without faults."""
    with pytest.raises(InputError):
        RuleSet.load(tmp_path)
