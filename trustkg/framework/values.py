"""The store of the ontology → the plain values of `model`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

import pyoxigraph as ox

from trustkg.errors import InputError
from trustkg.framework.graphs import ASSERTED, ONLY_PAPER, PROJECT
from trustkg.framework.model import (
    BasisKind,
    Citation,
    CriticalNote,
    Framework,
    Kind,
    Reference,
    Relation,
    Section,
    Statement,
    Term,
)
from trustkg.language import Text
from trustkg.vocab import DCTERMS, OWL, PREFIXES, RDF, RDFS, SKOS, local_id, tkg

Node = ox.NamedNode | ox.BlankNode | ox.Triple
Value = Node | ox.Literal

_LABEL: Final = (ox.NamedNode(SKOS + "prefLabel"), ox.NamedNode(RDFS + "label"))
_SUBCLASS: Final = ox.NamedNode(RDFS + "subClassOf")
_TYPE: Final = ox.NamedNode(RDF + "type")
_CLASS: Final = ox.NamedNode(OWL + "Class")


def framework(folder: Path, store: ox.Store) -> Framework:
    """Gather the values of a framework from its store.

    Args:
        folder: where the store was read from, for messages.
        store: as `graphs.read` returns it.

    Returns:
        The framework.

    Raises:
        InputError: a statement or term lacks something that it must have.
    """
    reader = _Reader(folder, store)
    labels = reader.labels()
    return Framework(
        folder=folder,
        store=store,
        kinds=reader.kinds(),
        relations=reader.relations(),
        terms=reader.terms(),
        statements=reader.statements(),
        sections=reader.sections(),
        references=reader.references(),
        notes=reader.notes(),
        labels=labels,
    )


class _Reader:
    """Reads one store; every method makes one kind of value."""

    def __init__(self, folder: Path, store: ox.Store) -> None:
        self._folder = folder
        self._store = store
        properties: dict[Node, dict[ox.NamedNode, list[Value]]] = {}
        for graph in ASSERTED:
            for quad in store.quads_for_pattern(None, None, None, graph):
                properties.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(
                    quad.object
                )
        self._properties = properties
        self._members: dict[Value, list[ox.NamedNode]] = {}
        for node, found in properties.items():
            for kind in found.get(_TYPE, ()):
                if isinstance(node, ox.NamedNode):
                    self._members.setdefault(kind, []).append(node)
        alias = ox.NamedNode(SKOS + "altLabel")
        self._project_names = frozenset(
            (quad.subject, quad.object.value)
            for quad in store.quads_for_pattern(None, alias, None, PROJECT)
            if isinstance(quad.object, ox.Literal)
        )
        self._kinds = self._below("tkg:Term")

    # -- values ------------------------------------------------------------------------

    def labels(self) -> Mapping[str, Text]:
        found = {}
        for node, properties in self._properties.items():
            if isinstance(node, ox.NamedNode) and any(p in properties for p in _LABEL):
                found[local_id(node.value)] = self._label(node)
        return MappingProxyType(found)

    def kinds(self) -> Mapping[str, Kind]:
        found = {}
        for node in self._of_type(_CLASS):
            label = self._label(node)
            parent = self._own(node, _SUBCLASS)
            relation = self._own(node, tkg("statesRelation"))
            kind = Kind(
                id=local_id(node.value),
                label=label,
                plural=self._text(node, tkg("pluralLabel")) or label,
                definition=self._need_text(node, SKOS + "definition"),
                parent=parent,
                relation=relation,
            )
            found[kind.id] = kind
        return MappingProxyType(found)

    def relations(self) -> Mapping[str, Relation]:
        found = {}
        for node in self._of_type(ox.NamedNode(OWL + "ObjectProperty")):
            id = local_id(node.value)
            found[id] = Relation(
                id=id,
                label=self._label(node),
                definition=self._need_text(node, SKOS + "definition"),
                other_names=tuple(self._aliases(node)),
            )
        return MappingProxyType(found)

    def terms(self) -> Mapping[str, Term]:
        members: dict[ox.NamedNode, list[str]] = {}
        for kind in self._kinds:
            for node in self._of_type(kind):
                members.setdefault(node, []).append(local_id(kind.value))
        ordered = sorted(members, key=lambda node: (self._order(node), node.value))
        return _by_id(self._term(node, members[node]) for node in ordered)

    def _term(self, node: ox.NamedNode, kinds: list[str]) -> Term:
        names = self._aliases(node)
        return Term(
            id=local_id(node.value),
            kinds=tuple(kinds),
            label=self._label(node),
            aliases=tuple(a for a in names if (node, a) not in self._project_names),
            other_names=tuple(a for a in names if (node, a) in self._project_names),
            definition=self._need_text(node, SKOS + "definition"),
            named_in=self._own(node, tkg("namedIn")),
            basis=self._need(node, "basis"),
            english_from=self._own(node, tkg("englishLabelFrom")),
        )

    def statements(self) -> Mapping[str, Statement]:
        found: list[Statement] = []
        objects = self._object_properties()
        for kind in self._below("tkg:Statement"):
            found.extend(self._statement(node, kind, objects) for node in self._of_type(kind))
        return _by_id(iter(sorted(found, key=lambda s: natural(s.id))))

    def _statement(
        self, node: ox.NamedNode, kind: ox.NamedNode, objects: frozenset[ox.NamedNode]
    ) -> Statement:
        properties = self._properties[node]
        targets = [o for p in objects for o in properties.get(p, ())]
        if len(targets) != 1 or not isinstance(targets[0], ox.NamedNode):
            raise self._lacks(node, "exactly one object")
        sign = self._own(node, tkg("sign"))
        relation = self._own(kind, tkg("statesRelation"))
        if sign is not None:
            signed = self._own(ox.NamedNode(tkg(sign)), tkg("signedRelation"))
            relation = signed or relation
        if relation is None:
            raise self._lacks(kind, "tkg:statesRelation")
        basis = self._need(node, "basis")
        paper = any(
            local_id(t.value) == "PaperBasis"
            for t in self._iris(ox.NamedNode(tkg(basis)), RDF + "type")
        )
        paragraph = self._one(node, tkg("paragraph"))
        quote = self._one(node, tkg("quote"))
        return Statement(
            id=local_id(node.value),
            kind=local_id(kind.value),
            subject=self._need(node, "subject"),
            relation=relation,
            object=local_id(targets[0].value),
            sign=sign,
            basis=basis,
            basis_kind=BasisKind.PAPER if paper else BasisKind.PROJECT,
            section=self._own(node, tkg("statedIn")),
            paragraph=int(paragraph) if paragraph else None,
            quote=quote,
            cites=self._ids(node, tkg("cites")),
            on_path=self._ids(node, tkg("onPath")),
            for_outcome=self._own(node, tkg("forOutcome")),
            under_condition=self._ids(node, tkg("underCondition")),
            attributed_to=self._ids(node, tkg("attributedTo")),
            rationale=self._text(node, tkg("rationale")),
            rests_on=self._ids(node, tkg("restsOn")),
        )

    def sections(self) -> Mapping[str, Section]:
        nodes = sorted(self._of_type(ox.NamedNode(tkg("Section"))), key=self._order)
        parents = {
            child: local_id(node.value)
            for node in nodes
            for child in self._ids(node, tkg("hasSubsection"))
        }
        return _by_id(
            Section(
                id=local_id(node.value),
                number=self._one(node, tkg("sectionNumber")) or "",
                label=self._label(node),
                parent=parents.get(local_id(node.value)),
            )
            for node in nodes
        )

    def references(self) -> Mapping[str, Reference]:
        nodes = sorted(self._of_type(ox.NamedNode(tkg("Reference"))), key=self._order)
        citations: dict[str, list[Citation]] = {}
        for act in self._of_type(ox.NamedNode(tkg("CitationAct"))):
            citation = Citation(
                id=local_id(act.value),
                reference=self._need(act, "citedWork"),
                section=self._need(act, "statedIn"),
                quote=self._one(act, tkg("quote")) or "",
                cited_for=self._need_text(act, tkg("citedFor")),
                fit=self._own(act, tkg("fit")),
                fit_note=self._text(act, tkg("fitNote")),
            )
            citations.setdefault(citation.reference, []).append(citation)
        return _by_id(
            Reference(
                id=(id := local_id(node.value)),
                number=int(self._one(node, tkg("referenceNumber")) or 0),
                title=self._label(node),
                authors=self._need_text(node, tkg("authors")),
                journal=self._need_text(node, tkg("journal")),
                year=self._one(node, tkg("year")) or "",
                text=self._one(node, DCTERMS + "bibliographicCitation") or "",
                citations=tuple(sorted(citations.get(id, ()), key=lambda c: natural(c.id))),
            )
            for node in nodes
        )

    def notes(self) -> Mapping[str, CriticalNote]:
        found = [(n, k) for k in self._below("tkg:CriticalNote") for n in self._of_type(k)]
        return _by_id(
            CriticalNote(
                id=local_id(node.value),
                kind=local_id(kind.value),
                severity=self._need(node, "severity"),
                basis=self._need(node, "basis"),
                label=self._label(node),
                definition=self._need_text(node, SKOS + "definition"),
                concerns=self._ids(node, tkg("concerns")),
            )
            for node, kind in sorted(found, key=lambda pair: self._order(pair[0]))
        )

    # -- single properties -------------------------------------------------------------

    def _below(self, kind: str) -> tuple[ox.NamedNode, ...]:
        query = f"SELECT ?kind {{ ?kind rdfs:subClassOf* {kind} }}"
        graphs: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [*ONLY_PAPER]
        rows = self._store.query(query, prefixes=PREFIXES, default_graph=graphs)
        nodes = [row["kind"] for row in rows]  # type: ignore[union-attr]
        return tuple(sorted(n for n in nodes if isinstance(n, ox.NamedNode)))

    def _object_properties(self) -> frozenset[ox.NamedNode]:
        above = ox.NamedNode(RDFS + "subPropertyOf")
        quads = self._store.quads_for_pattern(None, above, ox.NamedNode(tkg("object")), None)
        return frozenset(q.subject for q in quads if isinstance(q.subject, ox.NamedNode))

    def _of_type(self, kind: ox.NamedNode) -> list[ox.NamedNode]:
        return self._members.get(kind, [])

    def _values(self, node: Node, predicate: str) -> list[Value]:
        return self._properties.get(node, {}).get(ox.NamedNode(predicate), [])

    def _iris(self, node: Node, predicate: str) -> list[ox.NamedNode]:
        return [v for v in self._values(node, predicate) if isinstance(v, ox.NamedNode)]

    def _ids(self, node: Node, predicate: str) -> tuple[str, ...]:
        return tuple(sorted((local_id(v.value) for v in self._iris(node, predicate)), key=natural))

    def _own(self, node: Node, predicate: str | ox.NamedNode) -> str | None:
        predicate = predicate if isinstance(predicate, str) else predicate.value
        return next((local_id(v.value) for v in self._iris(node, predicate)), None)

    def _need(self, node: ox.NamedNode, name: str) -> str:
        found = self._own(node, tkg(name))
        if found is None:
            raise self._lacks(node, f"tkg:{name}")
        return found

    def _aliases(self, node: Node) -> list[str]:
        return sorted(self._strings(node, SKOS + "altLabel"))

    def _strings(self, node: Node, predicate: str) -> list[str]:
        return [v.value for v in self._values(node, predicate) if isinstance(v, ox.Literal)]

    def _one(self, node: Node, predicate: str) -> str | None:
        return next(iter(self._strings(node, predicate)), None)

    def _text(self, node: Node, predicate: str) -> Text | None:
        by_language = {
            (v.language or "")[:2]: v.value
            for v in self._values(node, predicate)
            if isinstance(v, ox.Literal)
        }
        if not by_language:
            return None
        some = next(iter(by_language.values()))
        return Text(by_language.get("zh", some), by_language.get("en", some))

    def _need_text(self, node: ox.NamedNode, predicate: str) -> Text:
        found = self._text(node, predicate)
        if found is None:
            if predicate == SKOS + "definition":  # foreign terms are declared, not defined
                return Text("", "")
            raise self._lacks(node, predicate)
        return found

    def _label(self, node: ox.NamedNode) -> Text:
        for predicate in _LABEL:
            found = self._text(node, predicate.value)
            if found is not None:
                return found
        raise self._lacks(node, "a label")

    def _order(self, node: ox.NamedNode) -> int:
        return int(self._one(node, tkg("sortKey")) or 1_000_000)

    def _lacks(self, node: ox.NamedNode, what: str) -> InputError:
        return InputError(
            str(self._folder),
            Text(f"{node.value}缺少{what}", f"{node.value} lacks {what}"),
            help=Text("请在本体中补上", "add it to the ontology"),
        )


_HasId = TypeVar("_HasId", Term, Statement, Section, Reference, CriticalNote)


def _by_id(values: Iterator[_HasId]) -> Mapping[str, _HasId]:
    return MappingProxyType({value.id: value for value in values})


def natural(id: str) -> tuple[tuple[int, str], ...]:
    """Sort key that puts `s3-2` before `s3-10`."""
    import re

    parts = re.split(r"(\d+)", id)
    return tuple((int(p), "") if p.isdigit() else (-1, p) for p in parts)
