"""`Plan` → the parts that a file of it is written from, in the order of a plan file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trustkg.framework import Framework
from trustkg.language import Language
from trustkg.plans.document import IN_BRACKETS
from trustkg.plans.model import Place, Plan
from trustkg.plans.terms import Misread, Terms
from trustkg.plans.vocabulary import (
    AS_WRITTEN,
    IDENTIFIER,
    PLAN_CLASS,
    Property,
    ValueType,
    Vocabulary,
)
from trustkg.vocab import local_id


@dataclass(frozen=True, slots=True)
class Named:
    """A term, by its IRI."""

    iri: str


@dataclass(frozen=True, slots=True)
class Field:
    """A property with its values: texts as they are written, terms, or parts."""

    key: Property
    values: tuple[str | Named | Part, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The values that are parts."""
        return tuple(value for value in self.values if isinstance(value, Part))


@dataclass(frozen=True, slots=True)
class Part:
    """A node of a plan with what is said of it; `kind` is the IRI of its class."""

    node: str
    kind: str
    fields: tuple[Field, ...]

    def field(self, iri: str) -> Field | None:
        """Return what is said with a property, if anything is."""
        return next((field for field in self.fields if field.key.iri == iri), None)


def outline(plan: Plan, vocabulary: Vocabulary) -> Part:
    """Put a plan's graph in the order in which it is written.

    Args:
        plan: a plan without problems; what was not understood is in no graph.
        vocabulary: the keys of plans.

    Returns:
        The plan itself; values of a property keep the order of the file.
    """
    return _Outliner(plan, vocabulary).part(plan.node, PLAN_CLASS)


class _Outliner:
    def __init__(self, plan: Plan, vocabulary: Vocabulary) -> None:
        self._graph = plan.graph
        self._vocabulary = vocabulary
        self._order = {place: number for number, place in enumerate(plan.positions)}

    def part(self, node: str, kind: str) -> Part:
        fields = []
        for property in self._vocabulary.properties[kind]:
            values = tuple(self._values(node, property))
            if values:
                fields.append(Field(property, values))
        return Part(node, kind, tuple(fields))

    def _values(self, node: str, property: Property) -> Iterator[str | Named | Part]:
        import rdflib

        found = self._graph.objects(rdflib.URIRef(node), rdflib.URIRef(property.iri))
        last = len(self._order)
        for value in sorted(
            map(str, found), key=lambda v: self._order.get(Place(node, property.iri, v), last)
        ):
            if property.type is ValueType.NODE:
                yield self.part(value, property.ranges[0])
            elif property.type is ValueType.TERM:
                yield Named(value)
            elif property.type is ValueType.QUANTITY:
                written = self._graph.value(rdflib.URIRef(value), rdflib.URIRef(AS_WRITTEN))
                yield str(written)
            else:
                yield value


class Names:
    """What keys and terms are called in a file of one language.

    Args:
        framework: whose terms.
        vocabulary: the keys of plans.
        language: of keys and terms.
    """

    def __init__(self, framework: Framework, vocabulary: Vocabulary, language: Language) -> None:
        self._framework = framework
        self._vocabulary = vocabulary
        self._terms = Terms(framework, IN_BRACKETS)
        self.language = language

    def key(self, kind: str, property: Property) -> str:
        """Return the key of a property in a node of a class.

        A plan's own id stands after the word for a plan, which makes a good first line.
        """
        if kind == PLAN_CLASS and property.iri == IDENTIFIER:
            english = self.language is Language.EN
            return next(name for name in property.names[2:] if name.isascii() == english)
        return property.label[self.language]

    def written(self, value: str | Named | Part, property: Property) -> str:
        """Return a value that is no part as a file has it."""
        return self.term(value, property) if isinstance(value, Named) else str(value)

    def term(self, value: Named, property: Property) -> str:
        """Return a name that a reader takes for this term where it stands for this property."""
        term = self._framework.terms[local_id(value.iri)]
        english = self.language is Language.EN
        others = (n for n in (*term.aliases, *term.other_names) if n.isascii() == english)
        for name in (term.label[self.language], *others):
            found = self._terms.read(name, property)
            plain = name == name.strip() and not any(sign in name for sign in "；;\n")
            if plain and not isinstance(found, Misread) and found.id == term.id:
                return name
        return term.id

    def choices(self, property: Property) -> tuple[str, ...]:
        """Return the names of all terms that may stand for a property, in order."""
        fitting = self._terms.fitting(property).values()
        return tuple(self.term(Named(term.iri), property) for term in fitting)

    def iris(self, property: Property) -> tuple[str, ...]:
        """Return the IRIs of all terms that may stand for a property, in order."""
        return tuple(term.iri for term in self._terms.fitting(property).values())

    def into(self, language: Language) -> Names:
        """Return the same names in a language."""
        return Names(self._framework, self._vocabulary, language)

    def kinds(self, property: Property) -> str:
        """Say which kinds of term may stand for a property."""
        labels = [self._framework.label(local_id(iri)) for iri in property.ranges]
        joined = "、" if self.language is Language.ZH else ", "
        return joined.join(label[self.language] for label in labels)
