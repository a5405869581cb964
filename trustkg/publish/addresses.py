"""Which page speaks of what, and how one page points at another."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from trustkg.framework import Framework
from trustkg.vocab import RDF, local_id, tkg

PAPER = "cui2026"
PAPER_PAGE = "paper.html"
CRITIQUE_PAGE = "critical-reading.html"


class Addresses:
    """Addresses of pages inside one language's folder, by the id of what they show.

    Args:
        framework: what the site shows.
    """

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._fixed = {
            PAPER: PAPER_PAGE,
            **{id: f"term/{id}.html" for id in framework.terms},
            **{id: f"relation/{id}.html" for id in framework.relations if own(id)},
            **{id: f"{id}.html" for id in (*framework.sections, *framework.references)},
            **{id: f"{CRITIQUE_PAGE}#{anchor(id)}" for id in framework.notes},
            **{
                act.id: f"{work.id}.html#{anchor(act.id)}"
                for work in framework.references.values()
                for act in work.citations
            },
        }
        self._members = {
            member: kind
            for kind in framework.kinds
            if own(kind)
            for member in individuals(framework, kind)
            if member not in self._fixed
        }

    def of(self, id: str) -> str | None:
        """Return the address of a thing, with a fragment where it has no page of its own.

        Args:
            id: of a term, statement, section, reference, citation, critical note, class,
                relation, or of one of the schema's own individuals such as a basis.

        Returns:
            A path below the language's folder, for example `section/3-1.html#s3-1-02`; None
            for what the site doesn't show.
        """
        framework = self._framework
        if id in framework.statements:
            return self._statement(id)
        if id in self._members:
            return f"{kind_page(self._members[id])}#{id}"
        if id in framework.kinds and own(id):
            return kind_page(id)
        return self._fixed.get(id)

    def _statement(self, id: str) -> str:
        section = self._framework.statements[id].section
        return f"{section or 'inferences'}.html#{anchor(id)}"


def own(id: str) -> bool:
    """Return whether an id is one of the framework's own, and not a foreign IRI kept whole."""
    return ":" not in id


def kind_page(kind: str) -> str:
    """Return the address of a class's page; `plan/Plan` and the like get a flat name."""
    return f"kind/{kind.replace('/', '-')}.html"


def anchor(id: str) -> str:
    """Return the fragment by which a page names a statement, a citation or a critical note."""
    return id.rpartition("/")[2]


def individuals(framework: Framework, kind: str) -> Iterator[str]:
    """Yield ids of the individuals that are asserted to be of a class, in order of id."""
    of_type = ox.NamedNode(RDF + "type")
    node = ox.NamedNode(tkg(kind) if own(kind) else kind)
    subjects = {
        local_id(quad.subject.value)
        for quad in framework.store.quads_for_pattern(None, of_type, node, None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    yield from sorted(subjects)


def relative(here: str, there: str) -> str:
    """Return the link from one page to another.

    Args:
        here: path of the page that links.
        there: path of the page linked to, from the same root.

    Returns:
        A link that works wherever the site's folder lies, from `file://` as well.
    """
    if there.startswith(f"{here}#"):
        return there.removeprefix(here)
    folder, _, rest = here.partition("/")
    if rest and there.startswith(f"{folder}/"):
        return "../" * rest.count("/") + there.removeprefix(f"{folder}/")
    return "../" * here.count("/") + there
