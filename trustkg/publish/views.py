"""What templates are handed: plain values in one language, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from trustkg.framework import BasisKind, Framework, Section, Statement, Term
from trustkg.framework.graphs import ENTAILED, ENTAILED_FROM_PAPER
from trustkg.language import Language
from trustkg.publish.addresses import PAPER, Addresses, anchor
from trustkg.vocab import OWL, local_id, tkg


@dataclass(frozen=True, slots=True)
class Link:
    """A text, and the address it leads to below the language's folder, if any."""

    id: str
    text: str
    to: str | None


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link to a statement or a note: a short text, and the sentence that it stands for."""

    to: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who makes a statement, where, and in which words.

    `paper` tells the paper's from the project's; `section`, `paragraph` (0 is the heading) and
    `quote` are the paper's, `rationale` and `rests_on` are the project's. `reported` are the
    works, and `following` the theories, whose claim the paper reports. `notes` point at what
    the critical reading says.
    """

    anchor: str
    to: str
    basis: Link
    paper: bool
    section: Link | None
    paragraph: int | None
    quote: str | None
    rationale: str | None
    cites: tuple[Link, ...]
    reported: tuple[Link, ...]
    following: tuple[Link, ...]
    paths: tuple[Link, ...]
    rests_on: tuple[Pointer, ...]
    notes: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, and every place where it is said."""

    subject: Link
    relation: Link
    object: Link
    outcome: Link | None
    conditions: tuple[Link, ...]
    evidence: tuple[Evidence, ...]

    @property
    def paper(self) -> bool:
        """Whether the paper says it anywhere."""
        return any(e.paper for e in self.evidence)


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one kind, or links under one heading."""

    heading: Link
    claims: tuple[Claim, ...] = ()
    links: tuple[Link, ...] = ()


class Reader:
    """Puts the framework's values into the words of one language.

    Args:
        framework: what is shown.
        language: the reader's.
        addresses: where the site shows what.
    """

    def __init__(self, framework: Framework, language: Language, addresses: Addresses) -> None:
        self._framework = framework
        self._language = language
        self._addresses = addresses

    def link(self, id: str) -> Link:
        """Return label and address of anything."""
        return Link(id, self._framework.label(id)[self._language], self._addresses.of(id))

    def label(self, id: str) -> str:
        """Return the label of anything by its id."""
        return self._framework.label(id)[self._language]

    def links(self, ids: Iterable[str]) -> tuple[Link, ...]:
        """Return labels and addresses of several things."""
        return tuple(self.link(id) for id in ids)

    def section(self, id: str) -> Link:
        """Return a section by its number, or by its label where it has none."""
        section = self._framework.sections[id]
        text = f"§{section.number}" if section.number else section.label[self._language]
        return Link(id, text, self._addresses.of(id))

    def heading(self, section: Section) -> str:
        """Return number and label of a section."""
        return f"{section.number} {section.label[self._language]}".strip()

    def evidence(self, statement: Statement) -> Evidence:
        """Return who makes a statement, and where."""
        works = self._framework.references
        source = statement.attributed_to
        return Evidence(
            anchor=anchor(statement.id),
            to=self._addresses.of(statement.id) or "",
            basis=self.link(statement.basis),
            paper=statement.basis_kind is BasisKind.PAPER,
            section=self.section(statement.section) if statement.section else None,
            paragraph=statement.paragraph,
            quote=statement.quote,
            rationale=statement.rationale[self._language] if statement.rationale else None,
            cites=tuple(self.work(id) for id in statement.cites if id not in source),
            reported=tuple(self.work(id) for id in source if id in works),
            following=self.links(id for id in source if id not in works),
            paths=self.links(statement.on_path),
            rests_on=tuple(map(self.pointer, statement.rests_on)),
            notes=self.remarks(statement.id),
        )

    def work(self, id: str) -> Link:
        """Return a reference by its number."""
        number = self._framework.references[id].number
        return Link(id, f"[{number}]", self._addresses.of(id))

    def pointer(self, id: str) -> Pointer:
        """Return a statement by its section, or by its id where it is in none."""
        statement = self._framework.statements[id]
        place = self.section(statement.section).text if statement.section else anchor(id)
        return Pointer(self._addresses.of(id) or "", place, self.sentence(statement))

    def remarks(self, id: str) -> tuple[Pointer, ...]:
        """Return the critical notes that concern something."""
        return tuple(
            Pointer(self._addresses.of(note.id) or "", anchor(note.id), note.label[self._language])
            for note in self._framework.notes_on.get(id, ())
        )

    def claim(self, statements: Iterable[Statement]) -> Claim:
        """Return one sentence for statements that say the same."""
        said = tuple(statements)
        first = said[0]
        return Claim(
            subject=self._briefly(first.subject),
            relation=self.link(first.relation),
            object=self._briefly(first.object),
            outcome=self.link(first.for_outcome) if first.for_outcome else None,
            conditions=self.links(first.under_condition),
            evidence=tuple(self.evidence(s) for s in said),
        )

    def _briefly(self, id: str) -> Link:
        """Return label and address; for the paper, whose title fills a line, its class's."""
        named = "Article" if id == PAPER else id
        return Link(id, self.label(named), self._addresses.of(id))

    def claims(self, statements: Iterable[Statement]) -> tuple[Claim, ...]:
        """Return statements as sentences, those that say the same together."""
        same: dict[str, list[Statement]] = {}
        for s in statements:
            parts = (s.subject, s.relation, s.object, s.for_outcome or "", *s.under_condition)
            same.setdefault(" ".join(parts), []).append(s)
        return tuple(self.claim(said) for said in same.values())

    def by_kind(self, statements: Iterable[Statement]) -> tuple[Group, ...]:
        """Return statements as sentences, grouped by kind in the schema's order."""
        kinds: dict[str, list[Statement]] = {}
        for s in statements:
            kinds.setdefault(s.kind, []).append(s)
        order = sorted(kinds, key=lambda kind: (kind != "InfluenceStatement", kind))
        return tuple(Group(self.link(kind), self.claims(kinds[kind])) for kind in order)

    def sentence(self, statement: Statement) -> str:
        """Return a statement as plain text."""
        return self._framework.sentence(statement, self._language)

    # -- a term ------------------------------------------------------------------------

    def order(self, term: Term) -> tuple[Link, ...]:
        """Return the sequence that a term is a member of, itself included."""
        after = {s.subject: s.object for s in self._ordered}
        before = {s.object: s.subject for s in self._ordered}
        if term.id not in after and term.id not in before:
            return ()
        first = term.id
        while first in before:
            first = before[first]
        sequence = [first]
        while sequence[-1] in after:
            sequence.append(after[sequence[-1]])
        return self.links(sequence)

    @cached_property
    def _ordered(self) -> tuple[Statement, ...]:
        statements = self._framework.statements.values()
        return tuple(s for s in statements if s.kind == "OrderStatement")

    def roles(self, term: Term) -> tuple[Link, ...]:
        """Return the roles that the paper gives a term."""
        said = self._framework.about.get(term.id, ())
        return self.links(dict.fromkeys(s.object for s in said if s.kind == "RoleStatement"))

    def neighbours(self, term: Term) -> tuple[Link, ...]:
        """Return the terms that stand in a statement with a term, in the terms' order."""
        near = {s.object for s in self._framework.about.get(term.id, ())}
        near |= {s.subject for s in self._framework.pointing_at.get(term.id, ())}
        for said in (self._framework.conditional_on, self._framework.with_regard_to):
            near |= {end for s in said.get(term.id, ()) for end in (s.subject, s.object)}
        return self.links(id for id in self._framework.terms if id in near and id != term.id)

    def entailed(self, term: Term, *, from_paper: bool) -> tuple[Group, ...]:
        """Return what is entailed of a term beyond the statements that name it.

        Args:
            term: the term.
            from_paper: what schema and paper entail by themselves; else what follows only
                with the project's additions.
        """
        graph = ENTAILED_FROM_PAPER if from_paper else ENTAILED
        node = ox.NamedNode(tkg(term.id))
        found: dict[str, set[str]] = {}
        for quad in self._framework.store.quads_for_pattern(node, None, None, graph):
            relation = local_id(quad.predicate.value)
            if not isinstance(quad.object, ox.NamedNode):
                continue
            object_ = local_id(quad.object.value)
            known = (term.id, relation, object_) in self._said
            if (
                relation in self._framework.relations
                and object_ in self._framework.terms
                and not known
            ):
                found.setdefault(relation, set()).add(object_)
        return tuple(
            Group(
                self.link(r), links=self.links(t for t in self._framework.terms if t in found[r])
            )
            for r in self._framework.relations
            if r in found
        )

    @cached_property
    def _said(self) -> frozenset[tuple[str, str, str]]:
        """Triples that only restate a statement, in either direction."""
        inverse = self._inverses
        said = set()
        for s in self._framework.statements.values():
            for relation in (s.relation, self._framework.kinds[s.kind].relation):
                if relation is not None:
                    said.add((s.subject, relation, s.object))
                    said.add((s.object, inverse.get(relation, relation), s.subject))
        return frozenset(said)

    @cached_property
    def _inverses(self) -> Mapping[str, str]:
        predicate = ox.NamedNode(OWL + "inverseOf")
        quads = self._framework.store.quads_for_pattern(None, predicate, None, None)
        pairs = [
            (local_id(q.subject.value), local_id(q.object.value))
            for q in quads
            if isinstance(q.subject, ox.NamedNode) and isinstance(q.object, ox.NamedNode)
        ]
        return dict(pairs) | {b: a for a, b in pairs}

    def beside(self, ids: Iterable[str], id: str) -> tuple[Link | None, Link | None]:
        """Return what comes before and after something in a sequence."""
        sequence = list(ids)
        at = sequence.index(id)
        before = self.link(sequence[at - 1]) if at else None
        after = self.link(sequence[at + 1]) if at + 1 < len(sequence) else None
        return before, after
