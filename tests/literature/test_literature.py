"""Citations: read back by other people's parsers, and true to the list of references."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence

import pytest
import rispy
from pybtex.database import Entry, Person, parse_string

from trustkg import literature
from trustkg.errors import InputError, UnknownTermError
from trustkg.framework import BasisKind, Framework
from trustkg.language import Language, Text
from trustkg.literature import Name, Work


@pytest.fixture(scope="module")
def works(framework: Framework) -> tuple[Work, ...]:
    """Everything that is cited where nothing is named."""
    return literature.everything(framework)


def bibtex(works: Sequence[Work], language: Language) -> dict[str, Entry]:
    """Write as BibTeX and read with pybtex."""
    return dict(parse_string(literature.write(works, "bibtex", language), "bibtex").entries)


def plain(text: str) -> str:
    """Undo what BibTeX needs: escapes and braces."""
    return re.sub(r"\\([&%$#_])", r"\1", text).replace("{", "").replace("}", "")


def person(found: Person) -> str:
    """A person's name as one string."""
    return plain(
        ", ".join(filter(None, (" ".join(found.last_names), " ".join(found.first_names))))
    )


def test_everything_is_the_paper_nine_references_and_the_dataset(works: tuple[Work, ...]) -> None:
    """Nothing that has to be cited is left out."""
    expected = ["cui2026", *(f"reference/{number}" for number in range(1, 10)), ""]
    assert expected == [work.id for work in works]
    assert len(works) == len({work.key for work in works})


def test_references_read_as_the_paper_prints_them(framework: Framework) -> None:
    """Put together from its parts, a Chinese reference is the paper's own, to the letter."""
    for reference in framework.references.values():
        works = literature.cited(framework, str(reference.number))
        assert reference.text + "\n" == literature.write(works, "text", Language.ZH)


def test_authors_are_those_printed_in_that_order(
    framework: Framework, works: tuple[Work, ...]
) -> None:
    """The individuals say the same as the literal that the paper's list is read from."""
    for work in works[1:-1]:
        authors = framework.references[work.id].authors
        hanzi = "、".join(name.family.zh + name.given.zh for name in work.authors)
        pinyin = ", ".join(f"{name.family.en} {name.given.en}" for name in work.authors)
        assert authors == Text(hanzi, pinyin)


@pytest.mark.parametrize("language", list(Language))
def test_bibtex_is_read_back(works: tuple[Work, ...], language: Language) -> None:
    """A reference manager gets every field of every work."""
    read = bibtex(works, language)
    assert [work.key for work in works] == list(read)
    for work in works:
        fields = read[work.key].fields
        assert work.title[language] == plain(fields["title"])
        assert work.year == fields["year"]
        assert work.pages == fields.get("pages", "").replace("--", "-")
        assert (work.volume, work.issue) == (fields.get("volume", ""), fields.get("number", ""))
        assert work.journal[language] == plain(fields.get("journal", ""))
        assert len(work.authors) == len(read[work.key].persons["author"])


def test_bibtex_keeps_names_whole(works: tuple[Work, ...]) -> None:
    """A name in hanzi isn't taken apart; one in pinyin is sorted by its family name."""
    lu = works[2]
    hanzi, pinyin = (
        [person(one) for one in bibtex([lu], language)[lu.key].persons["author"]]
        for language in Language
    )
    assert ["陆本江", "崔雪彬", "何蕾", "孙晓池"] == hanzi
    assert ["Lu, Benjiang", "Cui, Xuebin", "He, Lei", "Sun, Xiaochi"] == pinyin


NASTY = Work(
    id="x",
    key="nasty",
    sort="article",
    authors=(Name(Text("R & D 小组", "R & D Group and Friends"), Text("", "")),),
    title=Text("100% 的 {信任}_1 #2 $3", "100% {trust}_1 #2 $3 and R&D"),
    issued="2026",
    journal=Text("甲\n乙", "A & B"),
    pages="1-2",
)


@pytest.mark.parametrize("language", list(Language))
def test_bibtex_escapes_what_tex_would_eat(language: Language) -> None:
    """Percent signs, braces and an “and” in a name don't break the file."""
    read = bibtex([NASTY, dataclasses.replace(NASTY, key="next")], language)
    assert ["nasty", "next"] == list(read)
    assert 1 == len(read["nasty"].persons["author"])
    raw = read["nasty"].fields["title"]
    assert [] == re.findall(r"(?<!\\)[%#$&_]", raw)
    unescaped = re.sub(r"\\([&%$#_{}])", r"\1", raw.removeprefix("{").removesuffix("}"))
    assert NASTY.title[language] == unescaped


@pytest.mark.parametrize("language", list(Language))
def test_ris_is_read_back(works: tuple[Work, ...], language: Language) -> None:
    """Every record has its type, its people in order and its pages apart."""
    read = rispy.loads(literature.write((*works, NASTY), "ris", language))
    assert [work.key for work in (*works, NASTY)] == [record["id"] for record in read]
    for work, record in zip(works, read, strict=False):
        assert work.title[language] == record["title"]
        assert work.year == record["year"]
        assert len(work.authors) == len(record["authors"])
        start, _, end = work.pages.partition("-")
        assert (start, end) == (record.get("start_page", ""), record.get("end_page", ""))
        assert (work.volume, work.issue) == (record.get("volume", ""), record.get("number", ""))
    assert ["GEN", *["JOUR"] * 9, "DATA"] == [r["type_of_reference"] for r in read[:-1]]


CSL_TYPES = {"article-journal", "document", "dataset", "entry"}
CSL_STRINGS = {
    *("id", "type", "title", "original-title", "container-title", "publisher"),
    *("volume", "issue", "page", "version", "language", "URL", "note"),
}
CSL_NAMES = {"author", "original-author"}


@pytest.mark.parametrize("language", list(Language))
def test_csl_has_the_shape_of_the_schema(works: tuple[Work, ...], language: Language) -> None:
    """Only variables of CSL 1.0.2, each of its type; citation tools reject anything else."""
    items = json.loads(literature.write(works, "csl", language))
    assert [work.key for work in works] == [item["id"] for item in items]
    for work, item in zip(works, items, strict=True):
        assert CSL_STRINGS | CSL_NAMES | {"issued"} >= set(item)
        assert CSL_TYPES >= {item["type"]}
        assert all(isinstance(item[name], str) for name in CSL_STRINGS & set(item))
        for name in (name for kind in CSL_NAMES for name in item.get(kind, ())):
            assert set(name) in ({"family", "given"}, {"literal"})
        (parts,) = item["issued"]["date-parts"]
        assert parts == [int(part) for part in work.issued.split("-")]


def test_csl_in_english_keeps_the_original(works: tuple[Work, ...]) -> None:
    """A translated title comes with the one that can be looked up in a library."""
    (item,) = json.loads(literature.write([works[1]], "csl", Language.EN))
    assert works[1].title.zh == item["original-title"]
    assert {"family": "官", "given": "振中"} == item["original-author"][0]
    assert {"family": "Guan", "given": "Zhenzhong"} == item["author"][0]


def test_english_pages_have_an_en_dash_in_prose_only(works: tuple[Work, ...]) -> None:
    """Prose has 93–97; data have 93-97, or BibTeX's 93--97."""
    one = [works[1]]
    assert "93–97" in literature.write(one, "text", Language.EN)
    assert "{93--97}" in literature.write(one, "bibtex", Language.EN)
    assert '"93-97"' in literature.write(one, "csl", Language.EN)


def test_nothing_is_made_up_for_the_paper(framework: Framework) -> None:
    """Critical reading I52: the paper prints no journal, volume, issue, DOI or address."""
    work = literature.paper(framework)
    assert ("", "", "", "") == (work.journal.zh, work.volume, work.issue, work.url)
    assert "2026-06-26" == work.issued
    assert "DOI" in work.note.zh


@pytest.mark.parametrize("name", ["5", "[5]", "reference/5", "tkref:5"])
def test_a_reference_is_found_by_number(framework: Framework, name: str) -> None:
    """However a reader writes the number."""
    assert ["reference/5"] == [work.id for work in literature.cited(framework, name)]


def test_a_statement_is_cited_with_its_place(framework: Framework) -> None:
    """Who cites a statement of the paper cites its entry here, its place, and the paper."""
    entry, source = literature.cited(framework, "s5-1-12")
    assert ("statement/s5-1-12", "cui2026") == (entry.id, source.id)
    assert "5.1" in entry.note.zh
    assert "5.1" in entry.note.en
    assert entry.url.endswith("/statement/s5-1-12")


def test_what_the_project_says_is_not_cited_as_the_papers(framework: Framework) -> None:
    """An inference goes without the paper: the paper doesn't say it."""
    own = next(s for s in framework.statements.values() if s.basis_kind is BasisKind.PROJECT)
    assert [own.id] == [work.id for work in literature.cited(framework, own.id)]


def test_a_term_is_cited_by_any_of_its_names(framework: Framework) -> None:
    """As everywhere else on the command line."""
    assert "hostTrust" == literature.cited(framework, "主播信任")[0].id


@pytest.mark.parametrize("name", ["0", "10", "[10]", "tkref:10", "9" * 5000])
def test_a_number_too_high_is_told_the_range(framework: Framework, name: str) -> None:
    """Whoever asks for a reference that isn't there learns which are."""
    with pytest.raises(InputError) as caught:
        literature.cited(framework, name)
    assert "1 to 9" in caught.value.help.en
    assert len(caught.value.where) <= 60


def test_a_reported_claim_is_cited_as_such(framework: Framework) -> None:
    """A claim that the paper takes over from a work or theory isn't cited as its own."""
    attributed = [s for s in framework.statements.values() if s.attributed_to]
    assert attributed
    for statement in attributed:
        note = literature.cited(framework, statement.id)[0].note
        for source in framework.attribution(statement):
            assert source.zh in note.zh
            assert source.en in note.en


@pytest.mark.parametrize("format", ["bibtex", "ris", "csl"])
def test_either_export_has_both_scripts(
    works: tuple[Work, ...], format: literature.Format
) -> None:
    """Whoever searches in hanzi finds the English export, and the other way round."""
    for work in works[1:-1]:
        first = work.authors[0]
        for language in Language:
            text = literature.write([work], format, language)
            assert work.title.zh in text
            assert work.title.en in text
            for part in (first.family, first.given):
                assert part.zh in text
                assert part.en in text


@pytest.mark.parametrize("name", ["s9-9-99", "nothing"])
def test_what_is_not_there_is_an_error(framework: Framework, name: str) -> None:
    """A misspelt name gives no empty file."""
    with pytest.raises(UnknownTermError):
        literature.cited(framework, name)


@pytest.mark.parametrize("format", list(literature.FORMATS))
def test_every_statement_can_be_cited(framework: Framework, format: literature.Format) -> None:
    """No statement lacks what a reference needs."""
    for id in framework.statements:
        assert id.removeprefix("statement/") in literature.write(
            literature.cited(framework, id)[:1], format, Language.EN
        )
