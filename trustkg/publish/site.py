"""The site: every page in both languages, the data files, style and icon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from trustkg import resources
from trustkg.framework import Framework
from trustkg.framework.serialise import FORMATS, Format
from trustkg.language import Language
from trustkg.publish import data
from trustkg.publish.addresses import Addresses
from trustkg.publish.house import house_pages
from trustkg.publish.indicators import indicator_pages
from trustkg.publish.press import DataFile, Page, Press, environment
from trustkg.publish.questions import answers, question_pages
from trustkg.publish.reference import reference_pages
from trustkg.publish.room import Room
from trustkg.publish.terms import term_pages
from trustkg.publish.views import Reader

FORMAT_NAMES: Mapping[Format, str] = {
    "ttl": "Turtle",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
    "rdf": "RDF/XML",
}


def site(framework: Framework, base_url: str | None = None) -> Iterator[Page]:
    """Yield everything that the site consists of.

    Args:
        framework: what to show.
        base_url: where the site will stand; adds canonical and absolute links where given.

    Yields:
        Pages and data files; the same framework gives the same bytes in the same order.
    """
    addresses = Addresses(framework)
    yield from _assets()
    yield _root(base_url)
    sets, files = _data(framework)
    yield from files
    questions = answers(framework)
    term_files = {id: _term_files(id) for id in framework.terms}
    for language in Language:
        reader = Reader(framework, language, addresses)
        room = Room(
            framework=framework,
            language=language,
            addresses=addresses,
            press=Press(language, addresses, reader.label, base_url),
            reader=reader,
            whole=sets["trustkg"][1],
        )
        yield from house_pages(room, sets, questions)
        yield from indicator_pages(room)
        yield from term_pages(room, term_files)
        yield from reference_pages(room)
        yield from question_pages(room, questions)


def _assets() -> Iterator[Page]:
    folder = resources.data("site")
    for name in ("style.css", "icon.svg"):
        yield Page(f"assets/{name}", (folder / name).read_bytes())


def _root(base_url: str | None) -> Page:
    base = base_url.rstrip("/") + "/" if base_url else ""
    template = environment(Language.ZH).get_template("root.html")
    text = template.render({"zh": f"{base}zh/index.html", "en": f"{base}en/index.html"})
    return Page("index.html", text.encode())


def _data(
    framework: Framework,
) -> tuple[Mapping[str, tuple[int, tuple[DataFile, ...]]], list[Page]]:
    """Write all data files, and describe the two that hold a whole graph."""
    triples = data.Data(framework)
    pages: list[Page] = []
    sets = {}
    for name, content in (("trustkg", triples.whole), ("paper", triples.paper())):
        files = []
        for format in FORMATS:
            written = data.write(content, format)
            pages.append(Page(f"data/{name}.{format}", written))
            files.append(_file(f"data/{name}", format, len(written)))
        sets[name] = (len(content), tuple(files))
    for id in framework.terms:
        own = triples.term(id)
        pages += [Page(f"data/term/{id}.{f}", data.write(own, f)) for f in FORMATS]
    return sets, pages


def _term_files(id: str) -> tuple[DataFile, ...]:
    return tuple(_file(f"data/term/{id}", format) for format in FORMATS)


def _file(stem: str, format: Format, size: int = 0) -> DataFile:
    amount = f"{size / 1024:.0f} KB" if size else ""
    return DataFile(f"{stem}.{format}", FORMATS[format], FORMAT_NAMES[format], amount)
