"""Edits of the text change what they mean to change, whatever the layout of the file."""

import re
from dataclasses import dataclass

import hypothesis
import pytest
from hypothesis import strategies as st

from trustkg.framework import Framework
from trustkg.plans import Plan, Vocabulary, read_bytes
from trustkg.repairs.changes import Editor
from trustkg.repairs.model import Candidate, TextEdit
from trustkg.repairs.source import apply, overlap, source_of
from trustkg.validation import Edit, Value, Verb
from trustkg.vocab import BASE, PLAN

TERMS = {"人格信任": "personalityTrust", "host trust": "hostTrust"}
DRIVERS = ("内容真实性", "content professionalism", "algorithmTransparency")


@dataclass(frozen=True)
class Layout:
    """How the same plan is laid out."""

    flow: bool
    quote: str
    comment: str
    end: str
    before: str
    listed: bool
    json: bool = False

    def scalar(self, text: str) -> str:
        """Write a text with this layout's quotation marks."""
        return f"{self.quote}{text}{self.quote}"

    def write(self, drivers: tuple[str, ...]) -> bytes:
        """Write a plan of one measure with these drivers."""
        items = [self.scalar(driver) for driver in drivers]
        space = " " * 4
        if self.flow or not self.listed:
            value = f"[{', '.join(items)}]" if self.listed or len(items) != 1 else items[0]
            lines = [f"{space}{self.scalar('drivers')}: {value}{self.comment}"]
        else:
            lines = [f"{space}drivers:{self.comment}"]
            lines += [f"{space}  - {item}{self.comment}" for item in items]
        whole = [
            *([self.before] if self.before else []),
            "plan: p",
            "measures:",
            f"  - id: m1{self.comment}",
            *lines,
            f"    does: talk{self.comment}",
            "kpis:",
            "  - {indicator: 复购率, baseline: 7 %, target: 9 %}",
            "",
        ]
        return self.end.join(whole).encode()


LAYOUTS = st.builds(
    Layout,
    flow=st.booleans(),
    quote=st.sampled_from(["", "'", '"']),
    comment=st.sampled_from(["", "  # 备注: [a, b]", " #"]),
    end=st.sampled_from(["\n", "\r\n"]),
    before=st.sampled_from(["", "# 头", "---", "%YAML 1.2\n---"]),
    listed=st.booleans(),
)
CHOICES = st.lists(st.sampled_from(DRIVERS), min_size=1, max_size=3, unique=True).map(tuple)
NEW = Value(BASE + "contentEntertainment", None)
MEASURE = "urn:trustkg:plan:p#measure/1"
KPI = "urn:trustkg:plan:p#kpi/1"


@pytest.fixture(scope="session")
def vocabulary(framework: Framework) -> Vocabulary:
    """The keys of plans."""
    return Vocabulary.of(framework)


def some_driver(framework: Framework) -> Value:
    """Return a driver that no layout has."""
    used = {next(iter(framework.names[fold(name)])) for name in DRIVERS}
    return Value(next(t.iri for t in framework.of_kind("Driver") if t.id not in used), None)


def fold(name: str) -> str:
    """Fold a name as the framework does."""
    from trustkg.framework.model import fold as folded

    return folded(name)


def drivers(plan: Plan) -> set[str]:
    """Return the drivers in a plan's graph."""
    return {str(value) for _, path, value in plan.graph if str(path) == PLAN + "driver"}


def rest(plan: Plan) -> set[str]:
    """Return everything else in a plan's graph."""
    return {repr(triple) for triple in plan.graph if str(triple[1]) != PLAN + "driver"}


class Case:
    """A plan in some layout, before and after one edit."""

    def __init__(
        self, data: bytes, edit: Edit, framework: Framework, vocabulary: Vocabulary
    ) -> None:
        self.data = data
        self.before = read_bytes("p.yaml", data, framework, vocabulary)
        source = source_of("p.yaml", data)
        assert source is not None
        editor = Editor(source, self.before, framework, vocabulary)
        self.candidate: Candidate | None = editor.candidate(edit, sure=True)
        if self.candidate is not None:
            self.edited = apply(source, self.candidate.edits)
            self.after = read_bytes("p.yaml", self.edited, framework, vocabulary)
            assert self.before.problems == () == self.after.problems
            assert _comments(data) == _comments(self.edited)


def _comments(data: bytes) -> list[bytes]:
    return re.findall(rb"(?<=\s)#[^\r\n]*", data)


SETTINGS = hypothesis.settings(max_examples=60, deadline=None)


@SETTINGS
@hypothesis.given(layout=LAYOUTS, chosen=CHOICES)
def test_add(
    layout: Layout, chosen: tuple[str, ...], framework: Framework, vocabulary: Vocabulary
) -> None:
    """One more value stands in the list, and all else as before."""
    new = some_driver(framework)
    edit = Edit(Verb.ADD, MEASURE, PLAN + "driver", new=new)
    case = Case(layout.write(chosen), edit, framework, vocabulary)
    assert case.candidate is not None
    assert drivers(case.before) | {new.lexical} == drivers(case.after)
    assert rest(case.before) == rest(case.after)


@SETTINGS
@hypothesis.given(layout=LAYOUTS, chosen=CHOICES, data=st.data())
def test_replace(
    layout: Layout,
    chosen: tuple[str, ...],
    data: st.DataObject,
    framework: Framework,
    vocabulary: Vocabulary,
) -> None:
    """One value makes room for another, in the quotation marks that stand there."""
    new = some_driver(framework)
    written = layout.write(chosen)
    plan = read_bytes("p.yaml", written, framework, vocabulary)
    old = data.draw(st.sampled_from(sorted(drivers(plan))))
    edit = Edit(Verb.REPLACE, MEASURE, PLAN + "driver", old=Value(old, None), new=new)
    case = Case(written, edit, framework, vocabulary)
    assert case.candidate is not None
    assert drivers(case.before) - {old} | {new.lexical} == drivers(case.after)
    assert rest(case.before) == rest(case.after)
    if layout.quote:
        assert case.data.count(layout.quote.encode()) == case.edited.count(layout.quote.encode())


@SETTINGS
@hypothesis.given(layout=LAYOUTS, chosen=CHOICES, data=st.data())
def test_remove(
    layout: Layout,
    chosen: tuple[str, ...],
    data: st.DataObject,
    framework: Framework,
    vocabulary: Vocabulary,
) -> None:
    """One value goes, unless it is the only one or would take a comment with it."""
    written = layout.write(chosen)
    plan = read_bytes("p.yaml", written, framework, vocabulary)
    old = data.draw(st.sampled_from(sorted(drivers(plan))))
    edit = Edit(Verb.REMOVE, MEASURE, PLAN + "driver", old=Value(old, None))
    case = Case(written, edit, framework, vocabulary)
    assert (case.candidate is None) == (
        len(chosen) == 1 or (not layout.flow and layout.listed and bool(layout.comment))
    )
    if case.candidate is not None:
        assert drivers(case.before) - {old} == drivers(case.after)
        assert rest(case.before) == rest(case.after)


@SETTINGS
@hypothesis.given(layout=LAYOUTS, chosen=CHOICES)
def test_new_key(
    layout: Layout, chosen: tuple[str, ...], framework: Framework, vocabulary: Vocabulary
) -> None:
    """A key that is not there yet is written into the mapping, in its language and layout."""
    stage = Value(framework.of_kind("FormationStage")[0].iri, None)
    for node, path, value in (
        (MEASURE, "stage", stage),
        (KPI, "by", Value("2026-11-30", "http://www.w3.org/2001/XMLSchema#date")),
    ):
        edit = Edit(Verb.ADD, node, PLAN + path, new=value)
        case = Case(layout.write(chosen), edit, framework, vocabulary)
        assert case.candidate is not None
        gained = set(case.after.graph) - set(case.before.graph)
        assert [PLAN + path] == [str(triple[1]) for triple in gained]
        assert set(case.before.graph) <= set(case.after.graph)


def test_swap(framework: Framework, vocabulary: Vocabulary) -> None:
    """Two values change places as they are written."""
    layout = Layout(flow=True, quote="", comment="", end="\n", before="", listed=True)
    edit = Edit(Verb.SWAP, KPI, PLAN + "baseline", other_path=PLAN + "target")
    case = Case(layout.write(DRIVERS), edit, framework, vocabulary)
    assert "baseline: 9 %, target: 7 %" in case.edited.decode()


@pytest.mark.parametrize(
    "value",
    ["|\n      talk\n      more", "talk\n      more", '"talk\n      more"'],
)
def test_texts_of_several_lines_are_left_alone(
    value: str, framework: Framework, vocabulary: Vocabulary
) -> None:
    """Where a text ends can't be told from its place, so nothing is edited there."""
    data = f"plan: p\nmeasures:\n  - id: m1\n    does: {value}\n".encode()
    for verb, path, new in (
        (Verb.REPLACE, "does", Value("x", "")),
        (Verb.ADD, "stage", Value(framework.of_kind("FormationStage")[0].iri, None)),
    ):
        edit = Edit(verb, MEASURE, PLAN + path, new=new)
        assert Case(data, edit, framework, vocabulary).candidate is None


def test_json_stays_json(framework: Framework, vocabulary: Vocabulary) -> None:
    """In JSON every text keeps its double quotation marks."""
    import json

    data = b'{"plan": "p", "measures": [{"id": "m1", "drivers": ["\xe5\x86\x85\xe5\xae\xb9\xe7\x9c\x9f\xe5\xae\x9e\xe6\x80\xa7"]}]}'
    plan = read_bytes("p.json", data, framework, vocabulary)
    source = source_of("p.json", data)
    assert source is not None
    editor = Editor(source, plan, framework, vocabulary)
    new = some_driver(framework)
    for path, value, key in (
        ("driver", new, "drivers"),
        ("stage", Value(framework.of_kind("FormationStage")[0].iri, None), "stage"),
    ):
        made = editor.candidate(Edit(Verb.ADD, MEASURE, PLAN + path, new=value), sure=False)
        assert made is not None
        after = json.loads(apply(source, made.edits))
        assert key in after["measures"][0]
        assert (
            read_bytes("p.json", apply(source, made.edits), framework, vocabulary).problems == ()
        )


def test_other_formats_are_not_edited() -> None:
    """A workbook or RDF is no text in which places are known."""
    for name in ("p.xlsx", "p.ttl", "p.jsonld"):
        assert source_of(name, b"plan: p") is None
    assert source_of("p.yaml", b"\xff\xfe") is None


def test_overlap() -> None:
    """Edits that touch are not applied together: which comes first would be left open."""
    one = TextEdit(1, 1, 1, 5, "x")
    assert overlap(one, TextEdit(1, 5, 1, 9, ""))
    assert overlap(TextEdit(1, 3, 2, 1, ""), one)
    assert not overlap(one, TextEdit(1, 6, 1, 9, ""))
    assert not overlap(TextEdit(2, 1, 2, 2, ""), one)
