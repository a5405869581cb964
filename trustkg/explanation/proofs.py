"""Proofs: from a relation between two terms down to what paper and project say."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final

import pyoxigraph as ox

from trustkg.explanation.rules import Link, Rule, Triple, link, rules
from trustkg.framework import BasisKind, Framework, Statement
from trustkg.framework.graphs import ASSERTED, ENTAILED, ONLY_PAPER, PLAN, PROJECT, SCHEMA
from trustkg.vocab import BASE, OWL, RDF, local_id

MOST: Final = 50
"""How many proofs of one triple are followed up; the best are kept."""

_VOCABULARY: Final = (SCHEMA, PLAN)
_LISTS: Final = (RDF + "first", RDF + "rest")
_COST: Final = 1_000_000_000


class Standing(enum.StrEnum):
    """On whose word a conclusion rests."""

    PAPER = "paper"
    MIXED = "paper-and-project"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a proof ends in: a statement, or a link that is asserted without one."""

    statement: str | None
    fact: Link | None
    project: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A triple and what it follows from.

    `rule` is the name of the rule, or None where the triple is asserted; `premises` are in
    the order of the rule's body and hold axioms of the schema as well.
    """

    triple: Triple
    rule: str | None
    axiom: bool
    leaf: Leaf | None
    premises: tuple[Step, ...]

    def walk(self) -> Iterator[Step]:
        """Yield this step and all below it."""
        yield self
        for premise in self.premises:
            yield from premise.walk()


@dataclass(frozen=True, slots=True)
class Node:
    """A proof as people read it: inverses, super-properties and the like are skipped.

    A node is a statement, an asserted link, or a link that follows from the nodes below it
    by `rule`; `premises` are the links that the rule was applied to, which the nodes below
    may put in another direction or more precisely.
    """

    link: Link
    statement: Statement | None
    rule: str | None
    premises: tuple[Link, ...]
    below: tuple[Node, ...]

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it."""
        yield self
        for node in self.below:
            yield from node.walk()


@dataclass(frozen=True, slots=True)
class Proof:
    """One minimal proof: without any of its leaves it would not hold.

    `statements` are those that it rests on, in the order of the paper, the project's last;
    `facts` are links that it rests on and that are asserted without a statement.
    """

    conclusion: Link
    statements: tuple[Statement, ...]
    facts: tuple[Link, ...]
    standing: Standing
    step: Step
    tree: Node
    project_axiom: bool
    """Whether it needs an axiom that the project adds to the schema."""

    @property
    def axioms(self) -> frozenset[Triple]:
        """The axioms that it uses, the schema's and the project's."""
        return frozenset(step.triple for step in self.step.walk() if step.axiom)


Environment = frozenset[Leaf]

PROJECT_AXIOM: Final = Leaf(None, None, project=True)  # stands for the project's axioms


def standing(leaves: Environment) -> Standing:
    """Tell on whose word a proof rests that has these leaves."""
    projects = {leaf.project for leaf in leaves}
    if len(projects) > 1:
        return Standing.MIXED
    return Standing.PROJECT if True in projects else Standing.PAPER


class Explainer:
    """Finds proofs in one framework.

    Args:
        framework: the framework.
        only_paper: whether the project's additions are left out.
        by: the rules; those of `queries/entailment/` where None.
    """

    def __init__(
        self,
        framework: Framework,
        *,
        only_paper: bool = False,
        by: tuple[Rule, ...] | None = None,
    ) -> None:
        self.framework = framework
        self.only_paper = only_paper
        self._store = framework.store
        self._rules = rules() if by is None else by
        self._asserted = ONLY_PAPER[:-1] if only_paper else ASSERTED
        self.graphs = ONLY_PAPER if only_paper else (*ASSERTED, ONLY_PAPER[-1], ENTAILED)
        self._order = {id: place for place, id in enumerate(framework.statements)}
        self._sources: dict[Triple, tuple[tuple[str, tuple[Triple, ...]], ...]] = {}
        self._known: dict[Triple, tuple[Environment, ...]] = {}
        self._leaves: dict[Triple, Environment | None] = {}

    # -- what is linked ----------------------------------------------------------------

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every relation between two terms, asserted or entailed, in order."""
        terms = self.framework.terms
        found = {
            Link(subject.removeprefix(BASE), local_id(predicate), object_.removeprefix(BASE))
            for graph in self.graphs
            for quad in self._store.quads_for_pattern(None, None, None, graph)
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
            if (subject := quad.subject.value).removeprefix(BASE) in terms
            if (object_ := quad.object.value).removeprefix(BASE) in terms
            if (predicate := quad.predicate.value).startswith(BASE)
        }
        return tuple(sorted(found))

    @cached_property
    def relations(self) -> tuple[str, ...]:
        """Ids of the relations that stand between terms, the most frequent first."""
        counts = Counter(link.relation for link in self.links)
        return tuple(sorted(counts, key=lambda id: (id in self._inverses, -counts[id], id)))

    @cached_property
    def _inverses(self) -> frozenset[str]:
        inverse = ox.NamedNode(OWL + "inverseOf")
        return frozenset(
            local_id(quad.subject.value)
            for quad in self._store.quads_for_pattern(None, inverse, None, None)
            if isinstance(quad.subject, ox.NamedNode)
        )

    def forward(self, links: Iterable[Link]) -> tuple[Link, ...]:
        """Leave out links whose relation is declared as the inverse of another."""
        return tuple(link for link in links if link.relation not in self._inverses)

    def holds(self, link: Link) -> bool:
        """Whether something is asserted or entailed."""
        triple = link.triple
        return any(
            ox.Quad(triple.subject, triple.predicate, triple.object, graph) in self._store
            for graph in self.graphs
        )

    # -- proofs ------------------------------------------------------------------------

    def proofs(self, link: Link, most: int = MOST) -> tuple[Proof, ...]:
        """Find the minimal proofs of a link, best first.

        Args:
            link: what is to be explained.
            most: how many are wanted.

        Returns:
            At most `most` and `MOST` proofs, no one's statements all among another's: the paper's
            first, then by fewer statements, then verbatim. None where the link doesn't hold.
        """
        if not self.holds(link):
            return ()
        goal = link.triple
        return tuple(self._proof(link, goal, found) for found in self._environments(goal)[:most])

    def environments(self, link: Link) -> tuple[Environment, ...]:
        """Return the leaves of each minimal proof, best first, without building the proofs."""
        return self._environments(link.triple) if self.holds(link) else ()

    def _leaf(self, triple: Triple) -> Environment | None:
        """Return what an asserted triple rests on, nothing for an axiom; None if entailed."""
        if triple not in self._leaves:
            self._leaves[triple] = self._find_leaf(triple)
        return self._leaves[triple]

    def _find_leaf(self, triple: Triple) -> Environment | None:
        subject, predicate, object_ = triple.subject, triple.predicate, triple.object
        for graph in self._asserted:
            if ox.Quad(subject, predicate, object_, graph) in self._store:
                break
        else:
            return None
        if graph in _VOCABULARY or predicate.value in _LISTS:
            return frozenset()
        if predicate.value.startswith(OWL):
            return frozenset({PROJECT_AXIOM})
        id = local_id(subject.value) if isinstance(subject, ox.NamedNode) else ""
        if id in self.framework.statements:
            project = self.framework.statements[id].basis_kind is BasisKind.PROJECT
            return frozenset({Leaf(id, None, project or graph == PROJECT)})
        return frozenset({Leaf(None, link(triple), graph == PROJECT)})

    def _source(self, triple: Triple) -> tuple[tuple[str, tuple[Triple, ...]], ...]:
        """Return rules and premises that conclude a triple; none for asserted ones."""
        if triple not in self._sources:
            self._sources[triple] = (
                ()
                if self._leaf(triple) is not None
                else tuple(
                    (rule.name, premises)
                    for rule in self._rules
                    for premises in rule.premises(self._store, self.graphs, triple)
                )
            )
        return self._sources[triple]

    def _reach(self, goal: Triple) -> tuple[Triple, ...]:
        """Return everything that a proof of a triple can go through, lowest first."""
        found: dict[Triple, None] = {goal: None}
        waiting = [goal]
        while waiting:
            for _, premises in self._source(waiting.pop()):
                for premise in premises:
                    if premise not in found:
                        found[premise] = None
                        waiting.append(premise)
        return tuple(reversed(found))

    def _environments(self, goal: Triple) -> tuple[Environment, ...]:
        """Find the minimal sets of leaves from which a triple follows, best first.

        Sets grow from the leaves up until nothing changes, as labels do in an
        assumption-based truth maintenance system; going round an inverse adds no new set.

        Source: de Kleer (1986), An assumption-based TMS, section 4 (labels).
        """
        if goal in self._known:
            return self._known[goal]
        reach = self._reach(goal)
        found: dict[Triple, tuple[Environment, ...]] = {}
        for triple in reach:
            leaf = self._leaf(triple)
            found[triple] = self._known.get(triple, ()) if leaf is None else (leaf,)
        used_by: dict[Triple, dict[Triple, None]] = {}
        for triple in reach:
            for _, premises in self._source(triple):
                for premise in premises:
                    used_by.setdefault(premise, {})[triple] = None
        waiting = {triple: None for triple in reach if not found[triple]}
        while waiting:
            triple = next(iter(waiting))
            del waiting[triple]
            sets = {
                frozenset().union(*choice)
                for _, premises in self._source(triple)
                for choice in product(*(found[premise] for premise in premises))
            }
            best = self._best(sets)
            if best != found[triple]:
                found[triple] = best
                above = used_by.get(triple, {})
                waiting.update(dict.fromkeys(t for t in above if t not in self._known))
        self._known.update(found)
        return found[goal]

    def _best(self, sets: Iterable[Environment]) -> tuple[Environment, ...]:
        kept: list[Environment] = []
        for candidate in sorted(sets, key=self._rank):
            if not any(smaller <= candidate for smaller in kept):
                kept.append(candidate)
                if len(kept) == MOST:
                    break
        return tuple(kept)

    def _rank(self, leaves: Environment) -> tuple[bool, int, int, int, list[int]]:
        """Order sets of leaves: a part of a set always comes before the set."""
        said = self.framework.statements
        of_project = sum(leaf.project for leaf in leaves)
        condensed = sum(
            leaf.statement is None or said[leaf.statement].basis != "statedVerbatim"
            for leaf in leaves
        )
        places = sorted(self._order.get(leaf.statement or "", -1) for leaf in leaves)
        return (of_project > 0, len(leaves), of_project, condensed, places)

    # -- one proof ---------------------------------------------------------------------

    def _proof(self, conclusion: Link, goal: Triple, leaves: Environment) -> Proof:
        ordered = sorted(leaves, key=lambda leaf: (leaf.project, self._order_of(leaf)))
        step = self._step(goal, leaves)
        return Proof(
            conclusion=conclusion,
            statements=tuple(
                self.framework.statements[leaf.statement] for leaf in ordered if leaf.statement
            ),
            facts=tuple(leaf.fact for leaf in ordered if leaf.fact),
            standing=standing(leaves),
            project_axiom=PROJECT_AXIOM in leaves,
            step=step,
            tree=self._tree(conclusion, step),
        )

    def _order_of(self, leaf: Leaf) -> int:
        return self._order.get(leaf.statement or "", -1)

    def _step(self, goal: Triple, leaves: Environment) -> Step:
        """Build the shortest derivation from a set of leaves."""
        reach = self._reach(goal)
        cost = {
            triple: 0 if (leaf := self._leaf(triple)) is not None and leaf <= leaves else _COST
            for triple in reach
        }
        chosen: dict[Triple, tuple[str, tuple[Triple, ...]]] = {}
        changed = True
        while changed:
            changed = False
            for triple in reach:
                for rule, premises in self._source(triple):
                    length = 1 + sum(cost[premise] for premise in premises)
                    if length < cost[triple]:
                        cost[triple] = length
                        chosen[triple] = (rule, premises)
                        changed = True
        return self._build(goal, chosen)

    def _build(
        self, triple: Triple, chosen: Mapping[Triple, tuple[str, tuple[Triple, ...]]]
    ) -> Step:
        asserted = self._leaf(triple)
        if asserted is not None:
            said = asserted - {PROJECT_AXIOM}
            return Step(triple, None, not said, next(iter(said), None), ())
        rule, premises = chosen[triple]
        below = tuple(self._build(premise, chosen) for premise in premises)
        return Step(triple, rule, axiom=False, leaf=None, premises=below)

    def _tree(self, conclusion: Link, step: Step) -> Node:
        whole = self._node(step)
        if whole.link == conclusion:
            return whole
        return Node(conclusion, None, step.rule, (whole.link,), (whole,))

    def _node(self, step: Step) -> Node:
        """Turn a step into what is read: the statement, or the links that it follows from."""
        here = link(step.triple)
        leaves = {below.leaf for below in step.walk() if below.leaf is not None}
        if len(leaves) == 1:
            (leaf,) = leaves
            if leaf.statement is None:
                return Node(leaf.fact or here, None, None, (), ())
            said = self.framework.statements[leaf.statement]
            return Node(Link(said.subject, said.relation, said.object), said, None, (), ())
        premises = [p for p in step.premises if any(s.leaf for s in p.walk())]
        if len(premises) == 1:
            return self._node(premises[0])
        premises.sort(key=lambda p: p.triple.subject != step.triple.subject)  # X to Y, Y to Z
        below: list[Node] = []
        for premise in premises:
            node = self._node(premise)
            same = premise.triple.predicate == step.triple.predicate
            below.extend(node.below if same and node.rule == step.rule else (node,))
        applied = tuple(link(premise.triple) for premise in premises)
        return Node(here, None, step.rule, applied, tuple(below))
