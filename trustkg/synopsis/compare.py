"""Two versions of a plan → what came, went and changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trustkg.framework import Framework
from trustkg.language import Text
from trustkg.plans import Plan
from trustkg.plans.naming import distinct_name
from trustkg.synopsis.contents import Contents
from trustkg.synopsis.coverage import Coverage, LinkBasis, coverage
from trustkg.synopsis.identity import Key, keys
from trustkg.synopsis.outline import outline
from trustkg.validation import Finding, Report, Severity
from trustkg.vocab import PLAN, local_id

if TYPE_CHECKING:
    from rdflib.term import Node


@dataclass(frozen=True)
class Checked:
    """A plan with the report on it."""

    plan: Plan
    report: Report


@dataclass(frozen=True, slots=True)
class Change:
    """A property that one version has otherwise than the other; empty where it isn't there."""

    property: Text
    before: tuple[Text, ...]
    after: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A measure, target, phase or exclusion, or the plan itself, and what changed in it.

    `kind` is the property of the plan that holds it, None for the plan itself. `before` and
    `after` say whether it is there in each version.
    """

    kind: Text | None
    name: Text
    before: bool
    after: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class LinkChange:
    """A driver that is used to build a sub-dimension in only one of the versions."""

    driver: str
    target: str
    basis: LinkBasis
    came: bool


@dataclass(frozen=True)
class Comparison:
    """What changed between two versions of a plan.

    `came`, `went` and `stayed` are findings, those that stayed as the new version has them.
    """

    old: Checked
    new: Checked
    came: tuple[Finding, ...]
    went: tuple[Finding, ...]
    stayed: tuple[Finding, ...]
    items: tuple[ItemChange, ...]
    links: tuple[LinkChange, ...]
    before: Coverage
    after: Coverage

    @property
    def same(self) -> bool:
        """Whether nothing changed in what the plan says and in what was found."""
        return not (self.came or self.went or self.items or self.links)

    def worse(self, gate: Severity = Severity.VIOLATION) -> bool:
        """Whether a finding at or above the gate came."""
        return any(finding.severity >= gate for finding in self.came)

    @property
    def gained(self) -> tuple[str, ...]:
        """Ids of the sub-dimensions that only the new version builds."""
        return tuple(id for id in _built(self.after) if id not in set(_built(self.before)))

    @property
    def lost(self) -> tuple[str, ...]:
        """Ids of the sub-dimensions that only the old version builds."""
        return tuple(id for id in _built(self.before) if id not in set(_built(self.after)))


def compare(old: Checked, new: Checked, framework: Framework) -> Comparison:
    """Compare two versions of a plan.

    A finding is the same in both where rule, node, property and value are; where it stands in
    the file doesn't count. A node is the same where its name is: the id of a measure, the
    indicator of a target (see `identity.keys`).

    Args:
        old: the earlier version with its report.
        new: the later one.
        framework: whose terms both name.

    Returns:
        What came, went and changed.
    """
    before, after = Contents(old.plan), Contents(new.plan)
    old_keys, new_keys = keys(before), keys(after)
    old_found = list(_identified(old.report, old_keys))
    new_found = list(_identified(new.report, new_keys))
    went, came, stayed = _matched(old_found, new_found)
    old_cover = coverage(outline(old.plan), framework)
    new_cover = coverage(outline(new.plan), framework)
    return Comparison(
        old=old,
        new=new,
        came=came,
        went=went,
        stayed=stayed,
        items=tuple(_items(before, after, old_keys, new_keys, framework)),
        links=tuple(_links(old_cover, new_cover)),
        before=old_cover,
        after=new_cover,
    )


# -- findings ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Identity:
    rule: str
    node: Key | str
    path: str | None
    value: Key | str | None


@dataclass(frozen=True, slots=True)
class _Identified:
    identity: _Identity
    finding: Finding


def _identified(report: Report, named: Mapping[str, Key]) -> Iterator[_Identified]:
    for finding in report.findings:
        value = None if finding.value is None else finding.value.lexical
        identity = _Identity(
            finding.code,
            named.get(finding.focus_node, finding.focus_node),
            finding.path,
            None if value is None else named.get(value, value),
        )
        yield _Identified(identity, finding)


def _matched(
    old: list[_Identified], new: list[_Identified]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[Finding, ...]]:
    """Pair findings off, those with the same words first where an identity has several."""
    left: dict[_Identity, list[Finding]] = {}
    for known in old:
        left.setdefault(known.identity, []).append(known.finding)
    stayed: list[Finding] = []
    open_: list[_Identified] = []
    for found in new:
        same = left.get(found.identity, [])
        twin = next((f for f in same if f.message == found.finding.message), None)
        if twin is None:
            open_.append(found)
        else:
            same.remove(twin)
            stayed.append(found.finding)
    came: list[Finding] = []
    for found in open_:
        same = left.get(found.identity, [])
        if same:
            same.pop(0)
            stayed.append(found.finding)
        else:
            came.append(found.finding)
    remaining = {id(f) for findings in left.values() for f in findings}
    went = tuple(k.finding for k in old if id(k.finding) in remaining)
    return went, tuple(came), tuple(stayed)


# -- contents ------------------------------------------------------------------------------


def _items(
    before: Contents,
    after: Contents,
    old_keys: Mapping[str, Key],
    new_keys: Mapping[str, Key],
    framework: Framework,
) -> Iterator[ItemChange]:
    """Yield the plan itself, then every node right below it, that is not as it was."""
    own = tuple(_changes(before, before.root, after, after.root, framework, shallow=True))
    if own:
        name = after.plan.names.get(after.plan.node, Text("", ""))
        yield ItemChange(None, name, before=True, after=True, changes=own)
    old_top, new_top = _top(before, old_keys), _top(after, new_keys)
    for key in (*new_top, *(k for k in old_top if k not in new_top)):
        old, new = old_top.get(key), new_top.get(key)
        changes = tuple(_changes(before, old, after, new, framework))
        if old is None or new is None or changes:
            there = after if new is not None else before
            node = new if new is not None else old
            yield ItemChange(
                kind=framework.label(f"plan/{key.steps[0].partition('=')[0]}"),
                name=_name(there, str(node), key, framework),
                before=old is not None,
                after=new is not None,
                changes=changes if old is not None and new is not None else (),
            )


def _top(contents: Contents, named: Mapping[str, Key]) -> dict[Key, Node]:
    root = contents.root
    return {
        named[str(value)]: value
        for property in contents.properties(root)
        for value in contents.values(root, property)
        if contents.is_node(value) and not _single(contents, property)
    }


def _single(contents: Contents, property: str) -> bool:
    """Return whether a property's node is part of the plan itself, as its period is."""
    values = contents.values(contents.root, property)
    return (len(values) == 1 and not contents.properties(values[0])) or property == "period"


def _name(contents: Contents, node: str, key: Key, framework: Framework) -> Text:
    told = key.steps[0].partition("=")[2].partition("#")[0]
    if told.startswith("http"):
        return framework.label(local_id(told))
    return contents.plan.names.get(node, Text(told, told))


def _changes(
    before: Contents,
    old: Node | None,
    after: Contents,
    new: Node | None,
    framework: Framework,
    *,
    shallow: bool = False,
) -> Iterator[Change]:
    first = {} if old is None else _said(before, old, framework, shallow=shallow)
    last = {} if new is None else _said(after, new, framework, shallow=shallow)
    for property in (*last, *(p for p in first if p not in last)):
        was, is_ = first.get(property, ()), last.get(property, ())
        if sorted(t.en for t in was) != sorted(t.en for t in is_):
            yield Change(framework.label(local_id(PLAN + property)), was, is_)


def _said(
    contents: Contents, node: Node, framework: Framework, *, shallow: bool
) -> dict[str, tuple[Text, ...]]:
    """Return what a node says, by property; `shallow` leaves out what has a key of its own."""
    return {
        property: tuple(_worded(contents, v, framework) for v in contents.values(node, property))
        for property in contents.properties(node)
        if not shallow
        or _single(contents, property)
        or not any(contents.is_node(v) for v in contents.values(node, property))
    }


def _worded(contents: Contents, value: Node, framework: Framework) -> Text:
    """Put a value into words: a term by its label, a quantity as written, a node by its parts."""
    import rdflib

    if not contents.is_node(value):
        if isinstance(value, rdflib.Literal):
            return Text(str(value), str(value))
        return distinct_name(framework, local_id(str(value)))
    written = contents.text(value, "asWritten")
    if written:
        return Text(written, written)
    parts = [
        (framework.label(local_id(PLAN + property)), _worded(contents, v, framework))
        for property in contents.properties(value)
        for v in contents.values(value, property)
    ]
    return Text(
        "，".join(f"{label.zh}：{said.zh}" for label, said in parts),
        ", ".join(f"{label.en}: {said.en}" for label, said in parts),
    )


# -- links and coverage --------------------------------------------------------------------


def _links(before: Coverage, after: Coverage) -> Iterator[LinkChange]:
    old, new = _by_pair(before), _by_pair(after)
    for pair, basis in new.items():
        if pair not in old:
            yield LinkChange(*pair, basis=basis, came=True)
    for pair, basis in old.items():
        if pair not in new:
            yield LinkChange(*pair, basis=basis, came=False)


def _by_pair(covered: Coverage) -> dict[tuple[str, str], LinkBasis]:
    return {(link.driver, link.target): link.basis for link in covered.links}


def _built(covered: Coverage) -> Iterable[str]:
    return [cell.id for row in covered.rows for cell in row.cells if cell.measures]
