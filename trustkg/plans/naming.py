"""What to call a term where its label alone would leave it open which is meant."""

from __future__ import annotations

from trustkg.framework import Framework
from trustkg.framework.model import fold
from trustkg.language import Language, Text


def distinct_name(framework: Framework, id: str) -> Text:
    """Return a term's label, or another name of it where several terms share the label.

    Args:
        framework: whose terms.
        id: of a term, or of anything else that has a label.

    Returns:
        For each language the label, else the first other name in its script that is the
        term's alone, else the label with the id.
    """
    label = framework.label(id)

    def told(language: Language) -> str:
        if not _shared(framework, label[language]):
            return label[language]
        term = framework.terms.get(id)
        names = (*term.aliases, *term.other_names) if term else ()
        own = (
            name
            for name in names
            if name.isascii() == (language is Language.EN) and not _shared(framework, name)
        )
        brackets = "（{}）" if language is Language.ZH else " ({})"
        return next(own, label[language] + brackets.format(id))

    return Text(told(Language.ZH), told(Language.EN))


def _shared(framework: Framework, name: str) -> bool:
    return len(framework.names.get(fold(name), ())) > 1
