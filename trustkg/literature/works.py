"""What can be cited, gathered from the graph."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import pyoxigraph as ox

from trustkg.errors import InputError, shortened
from trustkg.framework import Framework
from trustkg.language import Language, Text
from trustkg.vocab import BASE, PREFIXES, named_id

Sort = Literal["article", "paper", "dataset", "entry"]

_PAPER: Final = "cui2026"
_NOTHING: Final = Text("", "")


@dataclass(frozen=True, slots=True)
class Name:
    """An author's name; `given` is empty for a group, whose whole name is `family`."""

    family: Text
    given: Text

    @property
    def group(self) -> bool:
        """Whether it is the name of a group and not of a person."""
        return not self.given.zh


@dataclass(frozen=True, slots=True)
class Work:
    """Something that can be cited; what its source doesn't give is empty.

    `issued` is an ISO date or a year, `pages` a range with a hyphen; `original` is the
    language in which the work itself is written.
    """

    id: str
    key: str
    sort: Sort
    authors: tuple[Name, ...]
    title: Text
    issued: str
    journal: Text = _NOTHING
    publisher: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    version: str = ""
    licence: str = ""
    note: Text = _NOTHING
    original: Language | None = Language.ZH

    @property
    def url(self) -> str:
        """Where it is to be found; the paper and its references print no address."""
        return BASE + self.id if self.sort in ("dataset", "entry") else ""

    @property
    def year(self) -> str:
        """The year in which it appeared."""
        return self.issued.partition("-")[0]

    @property
    def month(self) -> str:
        """The number of the month, empty where only the year is known."""
        return str(int(self.issued.split("-")[1])) if "-" in self.issued else ""


def everything(framework: Framework) -> tuple[Work, ...]:
    """Return the paper, the references in the order of their numbers, and the dataset."""
    references = tuple(_reference(framework, id) for id in framework.references)
    return (paper(framework), *references, dataset(framework))


def cited(framework: Framework, name: str) -> tuple[Work, ...]:
    """Return what a reader who names something has to cite.

    Args:
        framework: where it is looked up.
        name: `paper`, `dataset`, a reference (`5`, `[5]` or `reference/5`), a statement
            (`s5-1-12`), or a term by any of its names.

    Returns:
        The work; for a statement or term its entry in the graph, and the paper as well
        where the paper says it.

    Raises:
        InputError: the paper has no reference of that number.
        UnknownTermError: nothing goes by that name; it carries the nearest names.
        AmbiguousTermError: several terms go by it.
    """
    wanted = named_id(name)
    if wanted in ("paper", _PAPER):
        return (paper(framework),)
    if wanted == "dataset" or (wanted == "" and name.strip()):
        return (dataset(framework),)
    number = re.fullmatch(r"\[?(?:reference/)?(\d+)\]?", wanted)
    if number:
        id = f"reference/{number[1].lstrip('0') or '0'}"
        if id not in framework.references:
            raise _no_reference(framework, name)
        return (_reference(framework, id),)
    id = wanted if wanted in framework.statements else f"statement/{wanted}"
    return _statement(framework, id) if id in framework.statements else _term(framework, name)


def _no_reference(framework: Framework, name: str) -> InputError:
    numbers = [reference.number for reference in framework.references.values()]
    first, last = min(numbers), max(numbers)
    return InputError(
        shortened(name),
        Text("没有这条参考文献", "no such reference"),
        help=Text(
            f"论文的参考文献编号为{first}到{last}；论文本身用 trustkg cite paper",
            f"the paper's references are {first} to {last}; trustkg cite paper is for the"
            " paper itself",
        ),
    )


def paper(framework: Framework) -> Work:
    """Return the paper that the graph encodes."""
    facts = _facts(framework, f"tkg:{_PAPER}")
    return Work(
        id=_PAPER,
        key=_PAPER,
        sort="paper",
        authors=_authors(framework, f"tkg:{_PAPER}"),
        title=facts.text("title"),
        issued=facts.one("issued"),
        publisher=facts.one("publisher"),
        licence=facts.one("license"),
        note=facts.text("bibliographicNote"),
    )


def dataset(framework: Framework) -> Work:
    """Return this dataset in the version at hand."""
    facts = _facts(framework, "tkg:")
    creator = facts.one("creator")
    return Work(
        id="",
        key="trustkg",
        sort="dataset",
        authors=(Name(Text(creator, creator), _NOTHING),),
        title=facts.text("title"),
        issued=facts.one("issued"),
        publisher=facts.one("publisher"),
        version=facts.one("versionInfo"),
        licence=facts.one("license"),
        original=None,
    )


def _reference(framework: Framework, id: str) -> Work:
    reference = framework.references[id]
    node = f"tkref:{reference.number}"
    facts = _facts(framework, node)
    authors = _authors(framework, node)
    family = re.sub(r"\W", "", authors[0].family.en).lower() if authors else "anon"
    return Work(
        id=id,
        key=f"{family}{reference.year}",
        sort="article",
        authors=authors,
        title=reference.title,
        issued=reference.year,
        journal=reference.journal,
        volume=facts.one("volume"),
        issue=facts.one("issue"),
        pages=facts.one("pages"),
        note=Text("", "Title and journal translated by trustkg."),
    )


def _statement(framework: Framework, id: str) -> tuple[Work, ...]:
    statement = framework.statements[id]
    whole = dataset(framework)
    basis = framework.label(statement.basis)
    place = Text(basis.zh, basis.en)
    sources = framework.attribution(statement)
    if statement.section:
        section = framework.sections[statement.section]
        paragraph = statement.paragraph
        place = Text(
            f"{basis.zh}：崔聿禾（2026）{_section(section.number, section.label.zh, Language.ZH)}"
            + (f"第{paragraph}段" if paragraph else ""),
            f"{basis.en}: Cui (2026), {_section(section.number, section.label.en, Language.EN)}"
            + (f", paragraph {paragraph}" if paragraph else ""),
        )
    if sources:
        place = Text(
            f"{place.zh}（{'，'.join(source.zh for source in sources)}）",
            f"{place.en} ({', '.join(source.en for source in sources)})",
        )
    entry = _entry(
        whole,
        id,
        Text(*(framework.sentence(statement, language) for language in Language)),
        place,
    )
    return (entry, paper(framework)) if statement.section else (entry,)


def _section(number: str, label: str, language: Language) -> str:
    if not number:
        return label
    return f"第{number}节" if language is Language.ZH else f"section {number}"


def _term(framework: Framework, name: str) -> tuple[Work, ...]:
    term = framework.find(name)
    entry = _entry(dataset(framework), term.id, term.label, framework.label(term.basis))
    return (entry, paper(framework)) if term.named_in else (entry,)


def _entry(whole: Work, id: str, title: Text, note: Text) -> Work:
    key = "trustkg-" + id.removeprefix("statement/")
    return Work(
        id=id,
        key=key,
        sort="entry",
        authors=whole.authors,
        title=title,
        issued=whole.issued,
        journal=whole.title,
        publisher=whole.publisher,
        version=whole.version,
        licence=whole.licence,
        note=note,
        original=None,
    )


# -- from the graph ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Facts:
    """Values of one node by the local name of the property."""

    values: Mapping[str, tuple[ox.Literal | ox.NamedNode, ...]]

    def one(self, name: str) -> str:
        return next((value.value for value in self.values.get(name, ())), "")

    def text(self, name: str) -> Text:
        by_language = {
            (value.language or "")[:2]: value.value
            for value in self.values.get(name, ())
            if isinstance(value, ox.Literal)
        }
        return Text(by_language.get("zh", ""), by_language.get("en", ""))


def _facts(framework: Framework, node: str) -> _Facts:
    found: dict[str, list[ox.Literal | ox.NamedNode]] = {}
    for row in _rows(framework, f"SELECT DISTINCT ?p ?o {{ {node} ?p ?o }} ORDER BY ?p ?o"):
        value = row["o"]
        if isinstance(value, ox.Literal | ox.NamedNode):
            name = re.split(r"[/#]", str(row["p"].value))[-1]
            found.setdefault(name, []).append(value)
    return _Facts({name: tuple(values) for name, values in found.items()})


def _authors(framework: Framework, node: str) -> tuple[Name, ...]:
    query = f"""
        SELECT DISTINCT ?rank ?language ?family ?given {{
          {node} tkg:hasAuthorship ?authorship .
          ?authorship tkg:rank ?rank ; tkg:authorAgent ?author .
          ?author foaf:familyName ?family ; foaf:givenName ?given .
          BIND(SUBSTR(LANG(?family), 1, 2) AS ?language)
          FILTER(LANG(?family) = LANG(?given))
        }} ORDER BY ?rank"""
    names: dict[int, dict[str, tuple[str, str]]] = {}
    for row in _rows(framework, query):
        rank, language, family, given = (
            row[name].value for name in ("rank", "language", "family", "given")
        )
        names.setdefault(int(rank), {})[language] = (family, given)
    return tuple(
        Name(Text(name["zh"][0], name["en"][0]), Text(name["zh"][1], name["en"][1]))
        for name in names.values()
    )


def _rows(framework: Framework, query: str) -> ox.QuerySolutions:
    prefixes = {**PREFIXES, "foaf": "http://xmlns.com/foaf/0.1/"}
    found = framework.store.query(query, prefixes=prefixes, use_default_graph_as_union=True)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError(query)
    return found
