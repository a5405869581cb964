"""The parts of the argument, read off the statements: what the map has to show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from trustkg.framework import BasisKind, Framework, Statement, Term


@dataclass(frozen=True, slots=True)
class Place:
    """A term at a place of the map, and the statements that put it there."""

    term: Term
    statements: tuple[Statement, ...]

    @property
    def inferred(self) -> bool:
        """Whether only the project puts it there."""
        return only_project(self.statements)


@dataclass(frozen=True, slots=True)
class Whole:
    """A term with its members, for example a layer with its drivers."""

    term: Term
    members: tuple[Place, ...]


def only_project(statements: Iterable[Statement]) -> bool:
    """Return whether no statement is the paper's."""
    return all(s.basis_kind is BasisKind.PROJECT for s in statements)


class Argument:
    """Reads the argument off a framework.

    Args:
        framework: whose statements.
    """

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._terms = framework.terms

    def members(self, subject: Term, kind: str) -> tuple[Place, ...]:
        """Return the objects of a term's statements of one kind, in the terms' order."""
        said = [s for s in self._framework.about.get(subject.id, ()) if s.kind == kind]
        return self._places((s.object, s) for s in said)

    def theories(self) -> tuple[Whole, ...]:
        """Return theories with their variables."""
        return tuple(
            Whole(theory, self.members(theory, "VariableStatement"))
            for theory in self._framework.of_kind("Theory")
        )

    def layers(self) -> tuple[Whole, ...]:
        """Return driver layers with their drivers."""
        found = []
        for layer in self._framework.of_kind("DriverLayer"):
            said = self._framework.pointing_at.get(layer.id, ())
            drivers = self._places((s.subject, s) for s in said if s.kind == "LayerStatement")
            found.append(Whole(layer, drivers))
        return tuple(found)

    def trust(self) -> Whole:
        """Return user trust with its dimensions."""
        dimensions = self._framework.of_kind("TrustDimension")
        whole = next(
            s.subject
            for s in self._framework.pointing_at[dimensions[0].id]
            if s.kind == "CompositionStatement"
        )
        term = self._terms[whole]
        return Whole(term, self.members(term, "CompositionStatement"))

    def stages(self) -> tuple[Place, ...]:
        """Return formation stages in order, with what matches them to layers."""
        return tuple(
            Place(stage, self.said_between((stage.id,), ("DriverLayer",), "Correspondence"))
            for stage in self._framework.of_kind("FormationStage")
        )

    def paths(self) -> tuple[Whole, ...]:
        """Return paths, with what mediates on each: variables, risks and values."""
        return tuple(
            Whole(path, tuple(self._mediators(path)))
            for path in self._framework.of_kind("InfluencePath")
        )

    def _mediators(self, path: Term) -> Iterator[Place]:
        through = self.members(path, "MediationStatement")
        yield from through
        known = {place.term.id for place in through}
        kinds = ("Risk", "ValueType", "PsychologicalVariable")
        found = [
            p for p in self._reached(path, shared=False, kinds=kinds) if p.term.id not in known
        ]
        dimensions = [t.id for t in self._framework.of_kind("TrustDimension")]

        def rank(place: Place) -> int:
            by = [s.subject for s in place.statements if s.subject in dimensions]
            return dimensions.index(by[0]) if by else len(dimensions)

        yield from sorted(found, key=rank)

    def outcomes(self, path: Term) -> tuple[Place, ...]:
        """Return outcomes and indicators that the paper ties to one path alone."""
        return self._reached(path, shared=False, kinds=("Outcome", "Indicator"))

    def shared_outcomes(self) -> tuple[Place, ...]:
        """Return outcomes and indicators that it ties to several paths together."""
        path = self._framework.of_kind("InfluencePath")[0]
        return self._reached(path, shared=True, kinds=("Outcome", "Indicator"))

    def _reached(self, path: Term, *, shared: bool, kinds: tuple[str, ...]) -> tuple[Place, ...]:
        said = (
            s
            for s in self._framework.statements.values()
            if path.id in s.on_path and (len(s.on_path) > 1) is shared
        )
        wanted = {t.id for kind in kinds for t in self._framework.of_kind(kind)}
        return self._places((s.object, s) for s in said if s.object in wanted)

    def role(self, term: Term) -> Term | None:
        """Return the role that a term plays, if the paper names one."""
        return next((p.term for p in self.members(term, "RoleStatement")), None)

    def direction(self, term: Term) -> str | None:
        """Return the id of the direction that an indicator should take, if one is known."""
        said = self._framework.about.get(term.id, ())
        return next((s.object for s in said if s.kind == "DirectionStatement"), None)

    def said_between(
        self, subjects: Iterable[str], object_kinds: tuple[str, ...], kind: str
    ) -> tuple[Statement, ...]:
        """Return statements of one kind from some terms to terms of some classes.

        Args:
            subjects: ids of terms.
            object_kinds: ids of classes.
            kind: the statement's class without the ending `Statement`.
        """
        wanted = {t.id for k in object_kinds for t in self._framework.of_kind(k)}
        return tuple(
            s
            for subject in subjects
            for s in self._framework.about.get(subject, ())
            if s.kind == f"{kind}Statement" and s.object in wanted
        )

    def _places(self, pairs: Iterable[tuple[str, Statement]]) -> tuple[Place, ...]:
        said: dict[str, list[Statement]] = {}
        for id, statement in pairs:
            said.setdefault(id, []).append(statement)
        return tuple(
            Place(term, tuple(said[term.id])) for term in self._terms.values() if term.id in said
        )
