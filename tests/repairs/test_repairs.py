"""Repairs help, harm nothing, and leave alone what they are not about."""

import re
from pathlib import Path

import pytest
import ruamel.yaml
from shop import Shop

from trustkg.repairs import Checked, Repair, diff, fix
from trustkg.repairs.source import apply, source_of
from trustkg.validation import Severity

CASES = Path(__file__).parent.parent / "plans" / "violates"
NAMES = sorted(p.name for p in CASES.iterdir() if not (p / "ontology.ttl").exists())
"""Cases with an ontology of their own would need an engine each."""

TRIALS = 4

GOOD = """\
# a plan of a host
plan: p  # its id
period: {start: 2026-09-01, end: 2026-11-30}

excluded:
  - {dimension: [商品信任, 平台信任, 社交信任], why: next season}
measures:
  - id: m1   # the only one
    does: talk about the goods on stream
    responsible: host
    builds: [personality trust]
    expects: [repurchase rate]
    novel: {why: the framework has no such action}
    evidence: [{source: s, section: "1"}]
kpis:
  - {indicator: repurchase rate, baseline: 7 %, target: 9 %, by: 2026-11-30}  # up
"""


def comments(data: bytes) -> list[str]:
    """Return the comments of a YAML file that stand after a space or at a line's start."""
    return re.findall(r"(?:^|(?<=\s))#.*", data.decode("utf-8-sig"), re.MULTILINE)


def kinds(shop: Shop, data: bytes) -> set[tuple[str, str]]:
    """Return code and focus node of all that is worse than a note."""
    return {
        (finding.code, finding.focus_node)
        for finding in shop(data).report.findings
        if finding.severity > Severity.INFO
    }


@pytest.mark.parametrize("case", NAMES)
def test_finding_goes_and_nothing_comes(case: str, shop: Shop) -> None:
    """Each repair that is offered for a bad plan mends it, and is YAML with all comments."""
    data = (CASES / case / "plan.yaml").read_bytes()
    checked = shop(data)
    source = source_of("plan.yaml", data)
    assert source is not None
    repairs = shop.workshop.propose(checked, shop, trials=TRIALS)
    held_back = {rule.code for rule in checked.report.undecided}
    for place, offered in repairs.by_finding.items():
        finding = checked.report.findings[place]
        for repair in offered:
            after = apply(source, repair.edits)
            ruamel.yaml.YAML(typ="safe", pure=True).load(after)
            assert comments(data) == comments(after)
            same = [
                f
                for f in shop(after).report.findings
                if (f.code, f.focus_node, f.path, f.value)
                == (finding.code, finding.focus_node, finding.path, finding.value)
            ]
            before = [
                f
                for f in checked.report.findings
                if (f.code, f.focus_node, f.path, f.value)
                == (finding.code, finding.focus_node, finding.path, finding.value)
            ]
            assert len(same) < len(before)
            new = kinds(shop, after) - kinds(shop, data)
            assert set() == {code for code, _ in new} - held_back


def mended(shop: Shop, wrong: str, *, unsafe: bool = False) -> str:
    """Return a plan's text after fixing."""
    outcome = fix(shop.workshop, shop(wrong.encode()), shop, unsafe=unsafe)
    return outcome.after.data.decode()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("personality trust", "personalty trust"),
        ("repurchase rate, b", "repurchse rate, b"),
        ("    responsible:", "    responsable:"),
        ("end: 2026-11-30}", "end: 2026/11/30}"),
        ("start: 2026-09-01", "start: 2026年9月1日"),
        ("baseline: 7 %", "baseline: 7"),
        ("[商品信任, 平台信任, 社交信任]", "[商品信任、平台信任，社交信任]"),
        ("[personality trust]", '["personality trst"]'),
    ],
)
def test_safe_repairs(right: str, wrong: str, shop: Shop) -> None:
    """What can mean only one thing is put right, and not a character besides."""
    assert right in GOOD or '"' in wrong
    expected = GOOD.replace(right, '["personality trust"]') if '"' in wrong else GOOD
    assert expected == mended(shop, GOOD.replace(right, wrong))


def test_good_plan_is_left_alone(shop: Shop) -> None:
    """Where nothing is wrong nothing is changed, and there is no diff."""
    outcome = fix(shop.workshop, shop(GOOD.encode()), shop, unsafe=True)
    assert {} == {c: n for c, n in outcome.before.report.counts.items() if n and c > 1}
    assert "" == diff(outcome)


def test_change_of_meaning_is_a_suggestion(shop: Shop) -> None:
    """Swapped figures are only swapped back where that is asked for."""
    wrong = GOOD.replace("baseline: 7 %, target: 9 %", "baseline: 9 %, target: 7 %")
    assert wrong == mended(shop, wrong)
    assert GOOD == mended(shop, wrong, unsafe=True)
    checked = shop(wrong.encode())
    repairs = shop.workshop.propose(checked, shop, trials=5)
    assert 0 == repairs.safe
    (offered,) = repairs.by_finding.values()
    assert [False] == [repair.safe for repair in offered]


def test_several_at_once_and_twice(shop: Shop) -> None:
    """All safe repairs of a file are applied, and a second run changes nothing."""
    wrong = (
        GOOD.replace("personality trust", "personalty trust")
        .replace("baseline: 7 %", "baseline: 7")
        .replace("responsible", "responsable")
    )
    once = mended(shop, wrong)
    assert GOOD == once
    assert once == mended(shop, once)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_mark_stay(mark: bytes, end: str, shop: Shop) -> None:
    """A file from an editor of another system keeps its line ends and its byte order mark."""
    wrong = GOOD.replace("personality trust", "personalty trust").replace("\n", end)
    checked = shop(mark + wrong.encode())
    outcome = fix(shop.workshop, checked, shop, unsafe=False)
    assert mark + GOOD.replace("\n", end).encode() == outcome.after.data


def test_mixed_line_ends_stay(shop: Shop) -> None:
    """Each line keeps the end that it has."""
    lines = GOOD.splitlines()
    mixed = "".join(line + ("\r\n" if n % 2 else "\n") for n, line in enumerate(lines))
    wrong = mixed.replace("personality trust", "personalty trust")
    outcome = fix(shop.workshop, shop(wrong.encode()), shop, unsafe=False)
    assert mixed.encode() == outcome.after.data


def test_diff_is_a_patch(shop: Shop) -> None:
    """The diff names the file and has the two lines that differ."""
    wrong = GOOD.replace("personality trust", "personalty trust")
    text = diff(fix(shop.workshop, shop(wrong.encode()), shop, unsafe=False))
    assert ["--- plan.yaml", "+++ plan.yaml"] == text.splitlines()[:2]
    changed = [line for line in text.splitlines()[2:] if line[0] in "+-"]
    assert ["-    builds: [personalty trust]", "+    builds: [personality trust]"] == changed


def test_diff_tells_of_a_missing_line_end(shop: Shop) -> None:
    """A patch program needs to know that the last line has no end."""
    wrong = GOOD.replace("baseline: 7 %", "baseline: 7").rstrip("\n")
    text = diff(fix(shop.workshop, shop(wrong.encode()), shop, unsafe=False))
    assert 2 == text.count("\n\\ No newline at end of file\n")


def test_too_few_trials_are_told(shop: Shop) -> None:
    """Who allows no trial gets no repair, and learns how many were left."""
    wrong = GOOD.replace("personality trust", "personalty trust")
    repairs = shop.workshop.propose(shop(wrong.encode()), shop, trials=0)
    assert {} == dict(repairs.by_finding)
    assert repairs.untried >= 1


def test_preview_tries_what_is_sure_in_one_go(shop: Shop) -> None:
    """Many misspellings take one validation to be marked as fixable."""
    wrong = (
        GOOD.replace("personality trust", "personalty trust")
        .replace("start: 2026-09-01", "start: 2026.9.1")
        .replace("responsible", "responsable")
    )
    tried: list[bytes] = []

    def check(data: bytes) -> Checked:
        tried.append(data)
        return shop(data)

    repairs = shop.workshop.preview(shop(wrong.encode()), check, trials=2)
    assert 1 == len(tried)
    assert 3 == repairs.safe
    assert all(isinstance(r, Repair) for made in repairs.by_finding.values() for r in made)
