"""The paper's text → sections → paragraphs → sentences, on texts made up for it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from trustkg import paper_text
from trustkg.errors import InputError
from trustkg.paper_text import Paper, Section

TEXT = """
题目

作者

摘要

甲影响乙。

1. 引言

第一段第一句。第一段第二

句,断在换页处。

第二段只有一句

2. 理论

2.1. 某理论

甲包括：一是乙；二是丙。丁！戊？

2.1.1. 细目

参考文献

- [1] 某人. 某书[J]. 某刊, 2021.
"""


@pytest.fixture
def paper() -> Paper:
    """The text above, divided."""
    return paper_text.parse("paper.txt", TEXT)


def sentences(section: Section) -> list[str]:
    """Return the sentences of a section."""
    return [section.text[s.span.start : s.span.end] for s in section.sentences]


def divided(body: str, heading: str = "1. 引言") -> list[str]:
    """Return the sentences of a section with a given body."""
    (section,) = paper_text.parse("paper.txt", f"{heading}\n\n{body}\n").sections.values()
    return sentences(section)


def test_sections_in_order(paper: Paper) -> None:
    """Each heading opens a section; what stands before the first is the front matter."""
    assert ["front", "abstract", "1", "2", "2-1", "2-1-1", "references"] == list(paper.sections)


def test_text_of_a_section_is_joined_with_nothing_between(paper: Paper) -> None:
    """Quotes were written against this text, heading first."""
    expected = "1. 引言第一段第一句。第一段第二句,断在换页处。第二段只有一句"
    assert expected == paper.sections["1"].text


def test_a_section_holds_nothing_of_those_below_it(paper: Paper) -> None:
    """Otherwise a quote would stand in two sections."""
    assert "2. 理论" == paper.sections["2"].text


def test_a_blank_line_in_mid_sentence_ends_no_paragraph(paper: Paper) -> None:
    """Page breaks divide sentences; a new paragraph follows a full stop."""
    section = paper.sections["1"]
    starts = [(p.number, section.text[p.span.start :][:4]) for p in section.paragraphs]
    assert [(0, "1. 引"), (1, "第一段第"), (2, "第二段只")] == starts


def test_sentences_end_in_full_stops_only(paper: Paper) -> None:
    """A semicolon stands inside a sentence; a last one without a full stop counts."""
    assert ["甲包括：一是乙；二是丙。", "丁！", "戊？"] == sentences(paper.sections["2-1"])
    expected = ["第一段第一句。", "第一段第二句,断在换页处。", "第二段只有一句"]
    assert expected == sentences(paper.sections["1"])


def test_sentences_are_numbered_through_the_section(paper: Paper) -> None:
    """“Sentence 3” is found by counting, across paragraphs."""
    assert [1, 2, 3] == [s.number for s in paper.sections["1"].sentences]


def test_semicolons_divide_a_sentence_into_parts(paper: Paper) -> None:
    """Many a sentence of the paper makes a claim in each part."""
    section = paper.sections["2-1"]
    parts = [section.text[p.start : p.end] for p in section.sentences[0].parts]
    assert ["甲包括：一是乙；", "二是丙。"] == parts


@pytest.mark.parametrize("id", ["front", "2", "2-1-1", "references"])
def test_headings_and_lists_have_no_sentences(paper: Paper, id: str) -> None:
    """A heading or an entry of the references makes no claim to cover."""
    assert () == paper.sections[id].sentences


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("他说“好。很好。”然后走了。再见。", ["他说“好。很好。”", "然后走了。", "再见。"]),
        ("所谓“有用。有料”即此。完。", ["所谓“有用。有料”即此。", "完。"]),
        ("（见上。）甲。", ["（见上。）", "甲。"]),
        ("少了一半“的引号。后一句。", ["少了一半“的引号。", "后一句。"]),
        ("真的吗？！真的。", ["真的吗？！", "真的。"]),
        ("上句。 下句。", ["上句。", "下句。"]),
        ("约3.5倍。", ["约3.5倍。"]),
    ],
)
def test_quotation_marks_keep_together(body: str, expected: list[str]) -> None:
    """A full stop in quotation marks or brackets ends no sentence, unless it closes both."""
    assert expected == divided(body)


def test_english_sentences_end_in_periods() -> None:
    """The English abstract is divided by its own punctuation."""
    found = divided("Trust matters. It has 3.5 parts. See below", "Abstract")
    assert ["Trust matters.", "It has 3.5 parts.", "See below"] == found


def test_offsets_agree_with_the_text(paper: Paper) -> None:
    """Sentences lie within their paragraphs and don't overlap."""
    for section in paper.sections.values():
        assert section.text == "".join(
            section.text[p.span.start : p.span.end] for p in section.paragraphs
        )
        for paragraph in section.paragraphs:
            for sentence in paragraph.sentences:
                assert paragraph.span.start <= sentence.span.start < sentence.span.end
                assert sentence.span.end <= paragraph.span.end
        ends = [s.span for s in section.sentences]
        assert all(a.end <= b.start for a, b in pairwise(ends))


def test_a_place_is_in_its_paragraph(paper: Paper) -> None:
    """Statements name the paragraph; the text tells which it is."""
    section = paper.sections["1"]
    assert 2 == section.paragraph_at(section.text.index("只有")).number
    with pytest.raises(IndexError):
        section.paragraph_at(len(section.text))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\f\n"])
def test_line_ends_and_byte_order_mark_do_not_matter(
    tmp_path: Path, paper: Paper, newline: str
) -> None:
    """The same text from another system gives the same sections."""
    file = tmp_path / "paper.txt"
    file.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", newline).encode())
    assert paper.sections == paper_text.read(file).sections


@pytest.mark.parametrize(
    ("data", "what"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b" \n\t\n", "empty", id="blank"),
        pytest.param("1. 引言\n\n甲。".encode("gbk"), "not UTF-8", id="GBK"),
        pytest.param(b"%PDF-1.7\n\x00\x01", "not a text file", id="binary"),
        pytest.param("只有一段，没有标题。".encode(), "heading", id="no heading"),
        pytest.param(b"a" * (paper_text.MAX_BYTES + 1), "larger", id="too large"),
    ],
)
def test_a_file_that_can_not_be_the_paper(tmp_path: Path, data: bytes, what: str) -> None:
    """Each wrong file is refused with what is wrong, never with a traceback."""
    file = tmp_path / "paper.txt"
    file.write_bytes(data)
    with pytest.raises(InputError) as caught:
        paper_text.read(file)
    assert what in caught.value.what.en
    assert caught.value.where.startswith(str(file))


def test_a_path_that_is_no_file(tmp_path: Path) -> None:
    """A folder and a missing file are refused, too."""
    for path, what in ((tmp_path, "folder"), (tmp_path / "none.txt", "no such file")):
        with pytest.raises(InputError) as caught:
            paper_text.read(path)
        assert what in caught.value.what.en
