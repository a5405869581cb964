"""The JSON-LD context of plans: every key and every name of a term, in both languages."""

from __future__ import annotations

from typing import Final

from trustkg.language import Language
from trustkg.plans.outline import Named, Names
from trustkg.plans.vocabulary import Property, ValueType, Vocabulary
from trustkg.vocab import BASE, PLAN, PREFIXES, XSD

CONTEXT: Final = BASE + "plan.context.jsonld"
"""The address that stands for the context in a plan."""

Json = dict[str, "Json"] | list["Json"] | str | float | bool | None


def context(vocabulary: Vocabulary, names: tuple[Names, ...]) -> Json:
    """Derive the context from the vocabulary.

    Args:
        vocabulary: the keys of plans.
        names: of terms, for each language.

    Returns:
        The value of `@context`. Names of terms hold for the property that they stand with,
        since one name can mean different terms in different places. A quantity is an object
        of number and unit; where it is a text, only readers of plans understand it.
    """
    terms: dict[str, Json] = {
        "@version": 1.1,
        "tkg": BASE,
        "tkp": PLAN,
        "xsd": XSD,
        "unit": PREFIXES["unit"],
        "cur": PREFIXES["cur"],
    }
    terms |= {
        kind.removeprefix(PLAN): f"tkp:{kind.removeprefix(PLAN)}" for kind in vocabulary.properties
    }
    properties = {p.iri: p for found in vocabulary.properties.values() for p in found}
    for property in properties.values():
        for name in property.names:
            terms.setdefault(name, _definition(property, names))
    return terms


def _definition(property: Property, names: tuple[Names, ...]) -> Json:
    definition: dict[str, Json] = {"@id": f"tkp:{property.iri.removeprefix(PLAN)}"}
    number = property.iri == PLAN + "number"
    if number:
        definition["@type"] = "xsd:decimal"
    elif property.type is ValueType.DATE:
        definition["@type"] = "xsd:date"
    elif property.type is ValueType.TERM:
        definition["@type"] = "@vocab"
        known: dict[str, Json] = {}
        for language in names:
            for iri in language.iris(property):
                known.setdefault(
                    language.term(Named(iri), property), f"tkg:{iri.removeprefix(BASE)}"
                )
                known.setdefault(iri.removeprefix(BASE), f"tkg:{iri.removeprefix(BASE)}")
        if known:
            definition["@context"] = known
    return definition


def both_languages(names: Names) -> tuple[Names, ...]:
    """Return the names of keys and terms for each language, the given one first."""
    return (names, *(names.into(language) for language in Language if language != names.language))
