"""JSON-LD → `Document`, with the places of objects and, where they can be told, of values.

Contexts are never fetched: the address of this package's own context stands for it, and
every other has to be written into the file.

Source: JSON-LD 1.1, chapters 3.1 (context) and 9.
"""

from __future__ import annotations

import json
from typing import Final

from trustkg.errors import InputError
from trustkg.language import Text
from trustkg.plans.context import CONTEXT, Json
from trustkg.plans.document import Document, Mapping, Node, Scalar, Sequence
from trustkg.plans.json_reader import read as read_json
from trustkg.plans.model import Position
from trustkg.plans.rdf_tree import Source, Triple, document_of
from trustkg.plans.refusal import PlanError
from trustkg.plans.vocabulary import Vocabulary
from trustkg.vocab import local_id

_NODES: Final = "urn:trustkg:json:"
_VALUES: Final = frozenset({"@value", "@list", "@set", "@graph"})


def read(name: str, text: str, vocabulary: Vocabulary, own: Json) -> Document:
    """Read a plan from JSON-LD.

    Args:
        name: how messages call the file.
        text: its text.
        vocabulary: the keys of plans.
        own: the value of this package's context.

    Returns:
        The document.

    Raises:
        InputError: the text is not well-formed JSON-LD, names a context elsewhere, or holds
            no plan or several.
    """
    read_as_json = read_json(name, text)
    objects = _Objects(read_as_json, own)
    tree = objects.value(read_as_json.root)
    triples = _parse(name, tree)

    places = _Places(objects.nodes, read_as_json.root.position, vocabulary)
    order = {node: place for place, node in enumerate(objects.nodes)}
    triples.sort(
        key=lambda t: (
            order.get(t.subject, -1),
            order.get(t.object, -1),
            places.value(t),
            t.object,
        )
    )
    return document_of(
        Source(name, read_as_json.lines, triples, places.key, places.value), vocabulary
    )


class _Objects:
    """Gives every object without a name one of its own, so that its place is known."""

    def __init__(self, source: Document, own: Json) -> None:
        self._source = source
        self._own = own
        self.nodes: dict[str, Mapping] = {}

    def value(self, node: Node, *, context: bool = False) -> Json:
        if isinstance(node, Mapping):
            return self._object(node, context=context)
        if isinstance(node, Sequence):
            return [self.value(item, context=context) for item in node.items]
        if isinstance(node, Scalar):
            return self._scalar(node)
        return None

    def _scalar(self, node: Scalar) -> Json:
        line = self._source.lines[node.position.line - 1]
        quoted = line[node.position.column - 1 : node.position.column] == '"'
        value: Json = node.text if quoted else json.loads(node.text)
        return value

    def _object(self, node: Mapping, *, context: bool) -> Json:
        found: dict[str, Json] = {}
        for entry in node.entries:
            key = entry.key.text
            if key == "@import":
                raise self._elsewhere(entry.value.position)
            if key == "@context":
                found[key] = self._context(entry.value)
            else:
                found[key] = self.value(entry.value, context=context)
        if context or not _VALUES.isdisjoint(found):
            return found
        name = found.setdefault("@id", f"{_NODES}{len(self.nodes)}")
        if isinstance(name, str):
            self.nodes.setdefault(name, node)
        return found

    def _context(self, node: Node) -> Json:
        if isinstance(node, Sequence):
            return [self._context(item) for item in node.items]
        if isinstance(node, Scalar) and node.text == CONTEXT:
            return self._own
        if isinstance(node, Scalar) and not node.empty:
            raise self._elsewhere(node.position)
        return self.value(node, context=True)

    def _elsewhere(self, position: Position) -> InputError:
        return PlanError(
            position,
            Text("不从别处取上下文", "contexts are not fetched from elsewhere"),
            help=Text(
                f"请把上下文写在文件里，或写“{CONTEXT}”",
                f"write the context into the file, or name “{CONTEXT}”",
            ),
            lines=self._source.lines,
        )


def _parse(name: str, tree: Json) -> list[Triple]:
    import rdflib

    graph = rdflib.Graph()
    try:
        graph.parse(data=json.dumps(tree), format="json-ld")
        triples = [
            Triple(_name(s), str(p), _name(o), not isinstance(o, rdflib.Literal))
            for s, p, o in graph
        ]
    except Exception as error:  # the parser's errors have no common class
        raise InputError(
            name,
            Text("不是合格的JSON-LD", "not well-formed JSON-LD"),
            help=Text("请检查@context、@id和@type", "check @context, @id and @type"),
        ) from error
    return triples


def _name(term: object) -> str:
    import rdflib

    return f"_:{term}" if isinstance(term, rdflib.BNode) else str(term)


class _Places:
    """Where the keys and values of objects stand."""

    def __init__(self, nodes: dict[str, Mapping], root: Position, vocabulary: Vocabulary) -> None:
        self._nodes = nodes
        self._root = root
        every = {p.iri: p for found in vocabulary.properties.values() for p in found}
        self._names = {iri: frozenset({*p.names, _tail(iri)}) for iri, p in every.items()}
        self._values: dict[tuple[str, str], dict[str, Position]] = {}

    def key(self, triple: Triple) -> Position:
        mapping = self._nodes.get(triple.subject)
        if mapping is None:
            return self._root
        names = self._keys(triple)
        found = (e.key.position for e in mapping.entries if _tail(e.key.text) in names)
        return next(found, mapping.position)

    def value(self, triple: Triple) -> Position:
        node = self._nodes.get(triple.object) if triple.resource else None
        if node is not None:
            return node.position
        where = (triple.subject, triple.predicate)
        if where not in self._values:
            self._values[where] = self._scalars(triple)
        values = self._values[where]
        only = next(iter(values.values())) if len(values) == 1 else None
        return values.get(_tail(triple.object)) or only or self.key(triple)

    def _scalars(self, triple: Triple) -> dict[str, Position]:
        """Return the values of a key by the last part of their names; the first of each."""
        mapping = self._nodes.get(triple.subject)
        names = self._keys(triple)
        entries = mapping.entries if mapping else ()
        waiting: list[Node] = [e.value for e in entries if _tail(e.key.text) in names]
        found: dict[str, Position] = {}
        for node in waiting:  # grows on the way
            if isinstance(node, Scalar):
                found.setdefault(_tail(node.text), node.position)
            elif isinstance(node, Sequence):
                waiting += node.items
            elif isinstance(node, Mapping):
                waiting += [e.value for e in node.entries if e.key.text in ("@value", "@id")]
        return found

    def _keys(self, triple: Triple) -> frozenset[str]:
        return self._names.get(triple.predicate, frozenset({_tail(triple.predicate)}))


def _tail(name: str) -> str:
    """Return the last part of a name, whether an IRI or a compact one."""
    return local_id(name).rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]
