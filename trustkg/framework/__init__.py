"""The framework: the only reader of `ontology/`.

`Framework.load()` reads the folders of `ontology/`, each into a named graph of its own, adds
what they entail, and offers the result both as an Oxigraph store and as plain values (`Term`,
`Statement`, `Section`, `Reference`, `CriticalNote`).
"""

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

__all__ = [
    "BasisKind",
    "Citation",
    "CriticalNote",
    "Framework",
    "Kind",
    "Reference",
    "Relation",
    "Section",
    "Statement",
    "Term",
]
