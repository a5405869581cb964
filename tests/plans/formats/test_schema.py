"""The JSON Schema: editors take what the reader takes, and underline what it would not."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import pytest
from plan_strategies import framework, vocabulary

from trustkg import resources
from trustkg.language import Language
from trustkg.plans import read
from trustkg.plans.outline import Names, outline
from trustkg.plans.schema import context_file, schema, schema_file
from trustkg.plans.starters import starter
from trustkg.plans.writing import write


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """The schema, ready to use."""
    tree = schema(framework())
    assert isinstance(tree, dict)
    jsonschema.Draft202012Validator.check_schema(tree)
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(tree, format_checker=checker)


def tree_of(language: Language) -> Any:
    """Return the plan to start from as JSON."""
    plan = starter(language, framework(), vocabulary())
    return json.loads(write(plan, "json", framework(), vocabulary(), language))


@pytest.mark.parametrize("language", list(Language))
def test_starters_are_valid(
    language: Language, validator: jsonschema.Draft202012Validator
) -> None:
    """What `plan new` writes shows no error in an editor."""
    assert [] == list(validator.iter_errors(tree_of(language)))


def test_examples_are_valid(validator: jsonschema.Draft202012Validator) -> None:
    """Examples that the reader understands show no error in an editor, unless one is due."""
    from ruamel.yaml import YAML

    for path in sorted(resources.data("examples").rglob("*.yaml")):
        if read(str(path), framework(), vocabulary()).problems:
            continue
        tree = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        tree = json.loads(json.dumps(tree, default=str))
        errors = [
            e.message for e in validator.iter_errors(tree) if "required" not in str(e.schema)
        ]
        assert [] == errors, path.name


TYPOS = {
    "key": lambda tree: tree.update({"titel": "x"}),
    "key of a measure": lambda tree: tree["measures"][0].update({"drivrs": "x"}),
    "term": lambda tree: tree["measures"][0].update({"drivers": "content autenticity"}),
    "term in a list": lambda tree: tree["measures"][0].update({"builds": ["host trust"]}),
    "date": lambda tree: tree["period"].update({"start": "2026-13-01"}),
    "date in words": lambda tree: tree["kpis"][0].update({"by": "May"}),
    "number": lambda tree: tree["kpis"][0].update({"target": "eighty"}),
    "list for text": lambda tree: tree.update({"title": ["x"]}),
    "text for parts": lambda tree: tree.update({"measures": "x"}),
    "nothing to do": lambda tree: tree.pop("measures"),
}


@pytest.mark.parametrize("name", sorted(TYPOS))
def test_typos_are_underlined(name: str, validator: jsonschema.Draft202012Validator) -> None:
    """What people mistype is an error in the editor already."""
    tree = copy.deepcopy(tree_of(Language.EN))
    TYPOS[name](tree)
    assert not validator.is_valid(tree)


def test_every_key_is_described_in_both_languages() -> None:
    """Hovering over a key tells what belongs there, in Chinese and English."""
    tree = json.loads(schema_file(framework()))
    for definition in tree["$defs"].values():
        for name, property in definition.get("properties", {}).items():
            if name != "$schema":
                assert " · " in property["title"]
                assert "\n\n" in property["description"]


def test_the_context_has_every_key() -> None:
    """Each key of each part stands in the JSON-LD context."""
    known = json.loads(context_file(framework()))["@context"]
    for properties in vocabulary().properties.values():
        for property in properties:
            assert set(property.names) <= known.keys()


def test_key_of_a_plan_is_its_first_line() -> None:
    """A plan begins with the word for a plan, in either language."""
    plan = starter(Language.ZH, framework(), vocabulary())
    part = outline(plan, vocabulary())
    keys = [
        Names(framework(), vocabulary(), language).key(part.kind, part.fields[0].key)
        for language in Language
    ]
    assert ["计划", "plan"] == keys
