"""What links two terms, and what there is where nothing links them as asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from trustkg.explanation.naming import Request
from trustkg.explanation.proofs import Explainer, Standing, standing
from trustkg.explanation.rules import Link


@dataclass(frozen=True, slots=True)
class Beside:
    """What there is where nothing links two terms as asked.

    `asked` are the links that don't hold, none where any relation was asked for;
    `with_project` tells whether one holds once the project's additions count; `between` are
    other links of the two, in either direction; `onward` the links of the first term and
    `backward` those to the second, by the relation asked for, the paper's own first;
    `standing` tells on whose word each of these links rests.
    """

    request: Request
    asked: tuple[Link, ...]
    with_project: bool
    between: tuple[Link, ...]
    onward: tuple[Link, ...]
    backward: tuple[Link, ...]
    standing: Mapping[Link, Standing]


def asked(explainer: Explainer, request: Request) -> tuple[Link, ...]:
    """Return the links that a request is about, whether they hold or not.

    Args:
        explainer: for the framework.
        request: with the relations asked about; where there are none, what comes back is
            every link of the two terms, those from the first to the second before others.
    """
    if request.relations:
        return tuple(Link(request.subject, r, request.object) for r in request.relations)
    return between(explainer, request)


def between(explainer: Explainer, request: Request) -> tuple[Link, ...]:
    """Return every link of two terms in either direction, inverses left out."""
    ends = {request.subject, request.object}
    found = explainer.forward(x for x in explainer.links if {x.subject, x.object} == ends)
    return tuple(sorted(found, key=lambda link: (link.subject != request.subject, link)))


def beside(explainer: Explainer, whole: Explainer, request: Request) -> Beside:
    """Gather what there is where nothing links two terms as asked.

    Args:
        explainer: sees what the reader wants to see.
        whole: sees the project's additions as well.
        request: what was asked.
    """
    relations = request.relations or explainer.relations
    alike = tuple(x for x in explainer.links if x.relation in relations)
    if not request.relations:
        alike = explainer.forward(alike)
    both = between(explainer, request)
    onward = [link for link in alike if link.subject == request.subject]
    backward = [link for link in alike if link.object == request.object]
    leaves = {link: explainer.environments(link)[0] for link in {*both, *onward, *backward}}

    def near(link: Link) -> tuple[bool, int, Link]:
        return (standing(leaves[link]) is not Standing.PAPER, len(leaves[link]), link)

    return Beside(
        request=request,
        asked=asked(explainer, request) if request.relations else (),
        with_project=explainer is not whole and any(map(whole.holds, asked(whole, request))),
        between=both,
        onward=tuple(sorted(onward, key=near)),
        backward=tuple(sorted(backward, key=near)),
        standing=MappingProxyType({link: standing(found) for link, found in leaves.items()}),
    )
