"""The example plans: what they are for, what they show, and that their workbooks agree.

That they break no rule is checked by `tests/validation/test_cases.py`, with every engine.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from trustkg import resources
from trustkg.framework import Framework
from trustkg.plans import Plan, Vocabulary, read
from trustkg.synopsis import Checked, compare, outline
from trustkg.validation import Report
from trustkg.vocab import PLAN

FOLDER = resources.data("examples")
PLANS = sorted(path.name for path in FOLDER.glob("*.yaml"))
WORKBOOKS = sorted(path.name for path in FOLDER.glob("*.xlsx"))


def plan(name: str, framework: Framework) -> Plan:
    """Read an example."""
    return read(str(FOLDER / name), framework)


@pytest.fixture(scope="module")
def good(framework: Framework) -> dict[str, Plan]:
    """Every example that is right, by its file name."""
    return {name: plan(name, framework) for name in PLANS if not name.startswith("faulty")}


def test_there_is_one_for_everybody(good: dict[str, Plan]) -> None:
    """Host, merchant and platform, three platforms and both languages have a plan each."""
    outlines = [outline(example) for example in good.values()]
    owners = {id for contents in outlines for id in contents.owners}
    platforms = {id for contents in outlines for id in contents.platforms}
    assert {"host", "merchant", "platformActor"} <= owners
    assert {"kuaishou", "douyin", "wechatChannels"} <= platforms
    assert {".zh", ".en"} <= {Path(Path(name).stem).suffix for name in good}
    assert len(WORKBOOKS) >= 2


@pytest.mark.parametrize("name", PLANS)
def test_head_says_for_whom_and_what_for(name: str) -> None:
    """Who opens an example learns from its first lines whether it is theirs."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    head = "\n".join(line for line in lines[:6] if line.startswith("#"))
    assert any(word in head for word in ("写给：", "For: "))
    assert any(word in head for word in ("可以学到：", "Learn from it: "))


def test_good_examples_are_understood_whole(good: dict[str, Plan]) -> None:
    """An example with a term that the ontology has renamed would teach a mistake."""
    problems = {name: [p.slug for p in example.problems] for name, example in good.items()}
    assert {name: [] for name in good} == problems


def test_together_they_show_every_key(good: dict[str, Plan], framework: Framework) -> None:
    """A key that no example uses is a key that nobody learns to use."""
    known = {
        property.iri
        for keys in Vocabulary.of(framework).keys.values()
        for property in keys.values()
    }
    used = {str(p) for example in good.values() for p in example.graph.predicates()}
    rare = {PLAN + "layer"}  # its drivers tell a measure's layer, so that nobody has to write it
    assert known - used <= rare


def test_steps_of_selection_are_in_order(good: dict[str, Plan]) -> None:
    """The farm's example shows the four steps one after the other, each with its dates."""
    measures = outline(good["farm-goods.zh.yaml"]).measures
    steps = [m for m in measures if any(id.startswith("step") for id in m.actions)]
    starts = [m.start for m in steps]
    assert 4 == len(steps)
    assert None not in starts
    assert starts == sorted(starts, key=str)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbook_says_what_the_text_says(name: str, framework: Framework) -> None:
    """A workbook is the plan of the same name, made by `trustkg plan convert`."""
    pair = [plan(Path(name).stem + suffix, framework) for suffix in (".yaml", ".xlsx")]
    assert [(), ()] == [example.problems for example in pair]
    old, new = (
        Checked(example, Report(example.source, example.node, (), (), ())) for example in pair
    )
    found = compare(old, new, framework)
    assert ((), ()) == (found.items, found.links)
