"""The site: every page in both languages, the data files, style and icon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from trustkg import literature, resources
from trustkg.errors import InputError
from trustkg.framework import Framework
from trustkg.framework.serialise import FORMATS, Format
from trustkg.language import Language, Text
from trustkg.publish.actions import action_pages
from trustkg.publish.addresses import Addresses
from trustkg.publish.critique import critique_pages
from trustkg.publish.data import Data, Scribe, Triple
from trustkg.publish.description import Download, describe
from trustkg.publish.front import DataSet, front_pages
from trustkg.publish.indicators import indicator_pages
from trustkg.publish.press import DataFile, Page, Press, environment
from trustkg.publish.questions import answers, question_pages
from trustkg.publish.redirects import redirects
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
LITERATURE_NAMES: Mapping[literature.Format, str] = {
    "bibtex": "BibTeX",
    "ris": "RIS",
    "csl": "CSL-JSON",
    "text": "TXT",
}
LITERATURE_SUFFIXES: Mapping[literature.Format, str] = {
    "bibtex": "bib",
    "ris": "ris",
    "csl": "csl.json",
    "text": "txt",
}


@dataclass(frozen=True, slots=True)
class _Downloads:
    """The data files, and the graphs that they hold whole: everything, paper, by graph.

    `works` are the literature in both languages, `about` what describes the dataset.
    """

    whole: DataSet
    paper: DataSet
    named: DataSet
    works: tuple[DataFile, ...]
    about: tuple[DataFile, ...]
    files: tuple[Page, ...]


def site(framework: Framework, base_url: str | None = None) -> Iterator[Page]:
    """Yield everything that the site consists of.

    Args:
        framework: what to show.
        base_url: where the site will stand; adds canonical and absolute links where given.

    Yields:
        Pages and data files; the same framework gives the same bytes in the same order.

    Raises:
        InputError: a template or asset of the installation can't be read.
    """
    with _readable():
        yield from _pages(framework, base_url)


def _pages(framework: Framework, base_url: str | None) -> Iterator[Page]:
    addresses = Addresses(framework)
    yield from _assets()
    yield _root(base_url)
    downloads = _downloads(framework, base_url)
    yield from downloads.files
    if base_url:
        yield from redirects(framework, base_url)
    sets = (downloads.whole, downloads.named, downloads.paper)
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
            graph_files=downloads.whole.files,
            work_files=tuple(f for f in downloads.works if f".{language}." in f.path),
            about_files=downloads.about,
        )
        yield from front_pages(room, sets, questions)
        yield from indicator_pages(room)
        yield from term_pages(room, term_files)
        yield from action_pages(room)
        yield from reference_pages(room)
        yield from critique_pages(room)
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


def _downloads(framework: Framework, base_url: str | None) -> _Downloads:
    """Write all data files."""
    triples, scribe = Data(framework), Scribe()
    pages: list[Page] = []

    def whole(name: str, content: tuple[Triple, ...]) -> DataSet:
        files = []
        for format in FORMATS:
            written = scribe.write(content, format)
            pages.append(Page(f"data/{name}.{format}", written))
            files.append(_file(f"data/{name}", format, len(written)))
        return DataSet(name, len(content), tuple(files))

    everything, paper = whole("trustkg", triples.whole), whole("paper", triples.paper())
    named = triples.named()
    trig = Page("data/trustkg.trig", scribe.trig(named))
    size = _size(len(trig.content))
    by_graph = DataSet(
        "named",
        sum(map(len, named.values())),
        (DataFile(trig.path, "application/trig", "TriG", size),),
    )
    pages.append(trig)
    cited = list(_literature(framework))
    types = {"trig": "application/trig", **{str(f): type for f, type in FORMATS.items()}}
    listed = [Download(page, types[page.path.rpartition(".")[2]]) for page in pages]
    description = describe(triples.whole, named, [*listed, *cited], base_url)
    pages.append(description)
    pages += [download.page for download in cited]
    for id in framework.terms:
        own = triples.term(id)
        pages += [Page(f"data/term/{id}.{f}", scribe.write(own, f)) for f in FORMATS]
    described = DataFile(
        description.path, FORMATS["ttl"], FORMAT_NAMES["ttl"], _size(len(description.content))
    )
    works = tuple(_work_file(download) for download in cited)
    return _Downloads(everything, paper, by_graph, works, (described,), tuple(pages))


def _literature(framework: Framework) -> Iterator[Download]:
    """Write the paper, its references and the dataset as files for reference managers."""
    works = literature.everything(framework)
    for format, type in literature.FORMATS.items():
        for language in Language:
            text = literature.write(works, format, language)
            path = f"data/literature.{language}.{LITERATURE_SUFFIXES[format]}"
            yield Download(Page(path, text.encode()), type)


def _work_file(download: Download) -> DataFile:
    page = download.page
    suffix = page.path.split(".", 2)[2]
    name = next(LITERATURE_NAMES[f] for f, s in LITERATURE_SUFFIXES.items() if s == suffix)
    return DataFile(page.path, download.type, name, _size(len(page.content)))


def _term_files(id: str) -> tuple[DataFile, ...]:
    return tuple(_file(f"data/term/{id}", format) for format in FORMATS)


def _file(stem: str, format: Format, size: int = 0) -> DataFile:
    return DataFile(f"{stem}.{format}", FORMATS[format], FORMAT_NAMES[format], _size(size))


def _size(size: int) -> str:
    return f"{max(1, round(size / 1024))} KB" if size else ""


@contextmanager
def _readable() -> Iterator[None]:
    """Turn a missing template or asset into an error that says what to do."""
    try:
        yield
    except OSError as error:
        raise InputError(
            str(error.filename or error),
            Text("读不到站点的模板或样式文件", "a template or asset of the site can't be read"),
            help=Text("请重新安装trustkg", "install trustkg again"),
        ) from error
