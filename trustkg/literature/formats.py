"""Works as BibTeX, RIS, CSL-JSON and plain references."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from trustkg.language import Language
from trustkg.literature.works import Name, Work

Format = Literal["bibtex", "ris", "csl", "text"]

FORMATS: Final[Mapping[Format, str]] = {
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl": "application/vnd.citationstyles.csl+json",
    "text": "text/plain",
}
"""Media type of each format."""


def write(works: Sequence[Work], format: Format, language: Language) -> str:
    """Write works as a list of references.

    Args:
        works: in the order in which they are to stand.
        format: one of `FORMATS`.
        language: of names and titles; English ones are marked as translated where they are.

    Returns:
        Text that ends with a line break.
    """
    writers: dict[Format, Callable[[Sequence[Work], Language], str]] = {
        "bibtex": _bibtex,
        "ris": _ris,
        "csl": _csl,
        "text": _plain,
    }
    return writers[format](works, language)


_LATEX: Final = str.maketrans(
    {c: f"\\{c}" for c in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


def _bibtex(works: Sequence[Work], language: Language) -> str:
    return "\n".join(_bibtex_entry(work, language) for work in works)


def _bibtex_entry(work: Work, language: Language) -> str:
    """Write an entry whose note has names and title in the other language.

    Any BibTeX style prints `note`, and what is searched for in either script is found.
    """
    entry = {"article": "article", "paper": "misc", "dataset": "misc", "entry": "misc"}[work.sort]
    authors = " and ".join(_bibtex_name(name, language) for name in work.authors)
    fields = {
        "author": authors,
        "title": f"{{{_latex(work.title[language])}}}",
        "journal" if work.sort == "article" else "howpublished": _latex(work.journal[language]),
        "publisher": _latex(work.publisher),
        "year": work.year,
        "month": work.month,
        "volume": work.volume,
        "number": work.issue,
        "pages": work.pages.replace("-", "--"),
        "version": work.version,
        "language": _latex("" if work.original is None else "chinese"),
        "url": work.url,
        "note": _latex(" ".join(filter(None, (work.note[language], _twin(work, language))))),
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{entry}{{{work.key},\n{body}\n}}\n"


def _twin(work: Work, language: Language) -> str:
    """Return names and title in the other language; nothing for a work without an original."""
    if work.original is None:
        return ""
    if language is Language.ZH:
        names = "; ".join(_full_name(name, Language.EN) for name in work.authors)
        return f"英文：{names}. {work.title.en}."
    names = ", ".join(_full_name(name, Language.ZH) for name in work.authors)
    return f"Original: {names}. {work.title.zh}."


def _full_name(name: Name, language: Language) -> str:
    family, given = name.family[language], name.given[language]
    if name.group or language is Language.ZH:
        return family + given
    return f"{family}, {given}"


def _bibtex_name(name: Name, language: Language) -> str:
    """Braces keep a group's name, and a name in hanzi, from being taken apart."""
    family, given = (_latex(part[language]) for part in (name.family, name.given))
    if name.group or language is Language.ZH:
        return f"{{{family}{given}}}"
    return f"{family}, {given}"


def _latex(text: str) -> str:
    return text.translate(_LATEX)


def _ris(works: Sequence[Work], language: Language) -> str:
    return "\n".join(_ris_entry(work, language) for work in works)


def _ris_entry(work: Work, language: Language) -> str:
    sort = {"article": "JOUR", "paper": "GEN", "dataset": "DATA", "entry": "GEN"}[work.sort]
    start, _, end = work.pages.partition("-")
    other = Language.EN if language is Language.ZH else Language.ZH
    lines = [
        ("TY", sort),
        ("ID", work.key),
        *(("AU", _full_name(name, language)) for name in work.authors),
        ("TI", work.title[language]),
        ("TT", work.title[other] if work.original else ""),
        ("T2", work.journal[language]),
        ("PB", work.publisher),
        ("PY", work.year),
        ("DA", work.issued.replace("-", "/") if work.month else ""),
        ("VL", work.volume),
        ("IS", work.issue),
        ("SP", start),
        ("EP", end),
        ("ET", work.version),
        ("LA", "zh" if work.original else ""),
        ("UR", work.url),
        ("N1", work.note[language]),
        ("N1", _twin(work, language)),
    ]
    body = "".join(f"{tag}  - {_one_line(value)}\n" for tag, value in lines if value)
    return body + "ER  - \n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _csl(works: Sequence[Work], language: Language) -> str:
    items = [_csl_item(work, language) for work in works]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _csl_item(work: Work, language: Language) -> dict[str, object]:
    sort = {"article": "article-journal", "paper": "document", "dataset": "dataset"}
    translated = work.original is not None and language is not work.original
    fields: dict[str, object] = {
        "id": work.key,
        "type": sort.get(work.sort, "entry"),
        "title": work.title[language],
        "original-title": work.title.zh if translated else "",
        "author": [_csl_name(name, language) for name in work.authors],
        "original-author": [_csl_name(n, Language.ZH) for n in work.authors] if translated else [],
        "container-title": work.journal[language],
        "publisher": work.publisher,
        "issued": {"date-parts": [[int(part) for part in work.issued.split("-")]]},
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages,
        "version": work.version,
        "language": work.original.tag if work.original else "",
        "URL": work.url,
        "note": " ".join(filter(None, (work.note[language], _twin(work, language)))),
    }
    return {name: value for name, value in fields.items() if value}


def _csl_name(name: Name, language: Language) -> dict[str, str]:
    if name.group:
        return {"literal": name.family[language]}
    return {"family": name.family[language], "given": name.given[language]}


def _plain(works: Sequence[Work], language: Language) -> str:
    line = _plain_zh if language is Language.ZH else _plain_en
    return "".join(line(work) + "\n" for work in works)


def _plain_zh(work: Work) -> str:
    """Source: GB/T 7714-2015, sections 4.1 and 4.4, in the order of citation."""
    authors = ", ".join(name.family.zh + name.given.zh for name in work.authors)
    if work.sort == "article":
        volume = f", {work.volume}" if work.volume else ""
        issue = f"({work.issue})" if work.issue else ""
        return f"{authors}. {work.title.zh}[J]. {work.journal.zh}, {work.year}{volume}{issue}: {work.pages}."
    mark = "[DS/OL]" if work.url else "[Z]"
    within = f"//{work.journal.zh}" if work.journal.zh else ""
    version = f" {work.version}版." if work.version else ""
    note = f" {work.note.zh.rstrip('。')}." if work.sort == "entry" and work.note.zh else ""
    issued = f"{work.publisher}, {work.year}({work.issued})"
    url = f" {work.url}." if work.url else ""
    return f"{authors}. {work.title.zh}{mark}{within}.{version} {issued}.{note}{url}"


def _plain_en(work: Work) -> str:
    """Source: the author-date order of the APA manual, 7th edition, section 9.4."""
    names = [
        f"{n.family.en}, {_initials(n.given.en)}" if not n.group else n.family.en
        for n in work.authors
    ]
    authors = names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"
    stop = "" if authors.endswith(".") else "."
    head = f"{authors}{stop} ({work.year}). {work.title.en}"
    if work.sort == "article":
        issue = f"({work.issue})" if work.issue else ""
        volume = f"{work.volume}{issue}" if work.volume else issue
        pages = work.pages.replace("-", "–")
        return f"{head} [{work.title.zh}]. {work.journal.en}, {volume}, {pages}."
    if work.sort == "paper":
        return f"{head} [{work.title.zh}]. {work.publisher}"
    within = f" In {work.journal.en}" if work.journal.en else ""
    note = f" {work.note.en.rstrip('.')}." if work.sort == "entry" and work.note.en else ""
    mark = " [Data set]." if work.sort == "dataset" else "."
    return f"{head}{mark if not within else '.'}{within}{'.' if within else ''} Version {work.version}.{note} {work.url}"


def _initials(given: str) -> str:
    return " ".join(f"{part[0]}." for part in re.split(r"[ -]", given) if part)
