"""What `trustkg mechanism` prints for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trustkg.framework import Framework, Statement
    from trustkg.mechanism import Chain, Cycles, Impact, Leverage, Link, Reach, Routes

Json = dict[str, object]


def written(answer: Json) -> str:
    """Return JSON text, Chinese as it is."""
    return json.dumps(answer, ensure_ascii=False, indent=2)


def chains(framework: Framework, found: Routes) -> Json:
    """Describe chains, and where there are none, how far each side reaches."""
    answer: Json = {
        "from": _named(framework, found.start),
        "to": _named(framework, found.end),
        "longest": found.longest,
        "count": found.count,
        "complete": found.complete,
        "transitive": False,
        "chains": [_chain(framework, chain) for chain in found.chains],
    }
    if not found.chains:
        answer["shortest"] = found.shortest
        answer["reaches"] = _reach(found.forward)
        answer["reached_from"] = _reach(found.backward)
    return answer


def impact(framework: Framework, found: Impact) -> Json:
    """Describe what goes with a term."""
    return {
        "term": _named(framework, found.term),
        "longest": found.longest,
        "complete": found.complete,
        "lost": [
            {"driver": p.driver, "outcome": p.outcome, "before": p.before} for p in found.lost
        ],
        "weakened": [
            {"driver": p.driver, "outcome": p.outcome, "before": p.before, "after": p.after}
            for p in found.weakened
        ],
        "untouched": found.untouched,
        "outcomes": [
            {
                "outcome": o.outcome,
                "chains": {"before": o.before, "after": o.after},
                "drivers": {"before": o.drivers_before, "after": o.drivers_after},
            }
            for o in found.outcomes
        ],
        "statements": _statements(framework, found.statements),
    }


def leverage(framework: Framework, found: Leverage, top: int) -> Json:
    """Describe levers; the numbers count statements and are no effects."""
    return {
        "measured_effect": False,
        "outcomes": found.total,
        "terms": [
            {
                **_named(framework, lever.term),
                "reaches": list(lever.outcomes),
                "reaches_by_paper": list(lever.by_paper),
                "links": {
                    "stated": lever.stated,
                    "inferred": lever.inferred,
                    "part_of": lever.composed,
                },
                "betweenness": lever.between,
            }
            for lever in found.levers[:top]
        ],
    }


def cycles(framework: Framework, found: Cycles) -> Json:
    """Describe cycles, and loops that are claimed without being influence."""
    return {
        "complete": found.complete,
        "cycles": [
            {
                "terms": list(cycle.terms),
                "feedback": cycle.feedback,
                "inferred": cycle.inferred,
                "links": [_link(framework, link) for link in cycle.links],
                "notes": [_named(framework, note) for note in cycle.notes],
            }
            for cycle in found.cycles
        ],
        "claimed_loops": [
            {
                "structure": _named(framework, loop.structure),
                "influence": False,
                "statements": _statements(framework, loop.statements),
                "feedback": _statements(framework, loop.feedback),
            }
            for loop in found.claimed
        ],
    }


def _named(framework: Framework, id: str) -> Json:
    label = framework.label(id)
    return {"id": id, "label": {"zh": label.zh, "en": label.en}}


def _reach(reach: Reach) -> list[Json]:
    pairs = zip(reach.terms, reach.distances, strict=True)
    return [{"id": id, "links": distance} for id, distance in pairs]


def _chain(framework: Framework, chain: Chain) -> Json:
    return {
        "terms": list(chain.terms),
        "sign": chain.sign,
        "inferred": chain.inferred,
        "part_of": chain.composed,
        "links": [_link(framework, link) for link in chain.links],
    }


def _link(framework: Framework, link: Link) -> Json:
    return {
        "subject": link.subject,
        "object": link.object,
        "type": "part-of" if link.composition else "influence",
        "sign": link.sign,
        "inferred": link.only_project,
        "statements": _statements(framework, link.statements),
    }


def _statements(framework: Framework, statements: Iterable[Statement]) -> list[Json]:
    return [
        {
            "id": s.id,
            "subject": s.subject,
            "relation": s.relation,
            "object": s.object,
            "sign": s.sign,
            "basis": s.basis,
            "section": framework.sections[s.section].number or s.section if s.section else None,
            "quote": s.quote,
            "cites": list(s.cites),
            "attributed_to": list(s.attributed_to),
            "under_condition": list(s.under_condition),
        }
        for s in statements
    ]
