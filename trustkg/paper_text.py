"""The paper's text → sections → paragraphs → sentences.

What is read is plain text extracted from the PDF. Three rules make it comparable with the
quotes of the ontology, however the extraction divided it:

- A section's text is its heading and its lines, each stripped, joined with nothing between:
  Chinese has no blanks between words, and page breaks divide lines in mid-sentence.
- A blank line ends a paragraph only where the text before it ends in a full stop.
- A sentence ends in 。, ！ or ？ outside quotation marks and brackets; ； divides it into parts.
  The English abstract ends sentences in a period, too. Headings, title matter, keywords and
  the list of references have no sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from trustkg.errors import InputError, reason
from trustkg.language import Text

MAX_BYTES: Final = 2_000_000
"""How large a copy may be; the paper has some 32,000 bytes."""

FRONT: Final = "front"

_NAMED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "摘要": "abstract",
        "关键词": "keywords",
        "Abstract": "abstract-en",
        "Keywords": "keywords-en",
        "参考文献": "references",
    }
)
_NUMBERED: Final = re.compile(r"(\d+(?:\.\d+)*)\.\s+\S[^。！？]*")
_PROSE: Final = re.compile(r"abstract(-en)?|\d+(-\d+)*")
_CLOSERS: Final = "”’』」）)】》"
_OPENS: Final = "“『「（(【《"
_CLOSES: Final = "”』」）)】》"
_FULL_STOP: Final = re.compile(rf"[。！？.!?][{_CLOSERS}]*$")
_CHINESE_STOP: Final = re.compile(r"[。！？]")
_ENGLISH_STOP: Final = re.compile(r"[.!?](?= |$)")
_SEMICOLON: Final = re.compile(r"[；;]")
_NOT_TEXT: Final = re.compile(
    r"[^\t\n\f\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a section's text: offsets in characters, `end` exclusive."""

    start: int
    end: int

    def touches(self, other: Span) -> bool:
        """Return whether the two have a character in common."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its ordinal in the section, from 1, and where it stands.

    `parts` are what semicolons divide it into: one, the whole, where there is none.
    """

    number: int
    span: Span
    parts: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its ordinal in the section, its place in the text, and its sentences.

    The heading, in the front matter the title, is paragraph 0 and has no sentences.
    """

    number: int
    span: Span
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A section without those below it; `id` is `3-1`, `abstract` or `front`, say."""

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all paragraphs, in order."""
        return tuple(s for paragraph in self.paragraphs for s in paragraph.sentences)

    def paragraph_at(self, offset: int) -> Paragraph:
        """Return the paragraph that holds a place in the text.

        Args:
            offset: in characters, from 0 to the length of the text, exclusive.

        Raises:
            IndexError: the text has no such place.
        """
        for paragraph in self.paragraphs:
            if paragraph.span.touches(Span(offset, offset + 1)):
                return paragraph
        raise IndexError(offset)


@dataclass(frozen=True, slots=True)
class Paper:
    """A copy of the paper: the file's name and its sections by id, in order."""

    name: str
    sections: Mapping[str, Section]


def read(path: Path) -> Paper:
    """Read a copy of the paper from a file.

    Args:
        path: a file of UTF-8 text, with or without a byte order mark.

    Raises:
        InputError: it is missing, a folder, empty, larger than `MAX_BYTES`, not text, not
            UTF-8, or has none of the headings that tell sections apart.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise _refuse(path, "没有这个文件", "no such file") from error
    except IsADirectoryError as error:
        raise _refuse(path, "这是文件夹，不是文件", "this is a folder, not a file") from error
    except (OSError, ValueError) as error:
        why = reason(error)
        raise _refuse(path, f"读不了：{why.zh}", f"can't be read: {why.en}") from error
    return parse(str(path), _decode(path, data))


def parse(name: str, text: str) -> Paper:
    """Divide the paper's text into sections, paragraphs and sentences.

    Args:
        name: what messages call it.
        text: the text as extracted.

    Returns:
        The paper; what stands before the first heading is the section `front`.

    Raises:
        InputError: no line is one of the headings that tell sections apart.
    """
    here = FRONT
    blocks: dict[str, list[list[str]]] = {here: [[]]}
    for line in map(str.strip, text.splitlines()):
        heading = _heading(line)
        if heading is not None:
            here = heading
            blocks.setdefault(here, []).extend([[line], []])
        elif line:
            blocks[here][-1].append(line)
        else:
            blocks[here].append([])
    if not any(_PROSE.fullmatch(id) for id in blocks):
        raise _refuse(
            name,
            "不像论文的文本：没有“1. 引言”这样的小节标题",
            "not the paper's text: no section heading such as “1. 引言”",
        )
    found = {
        id: _section(id, ["".join(block) for block in of if block])
        for id, of in blocks.items()
        if any(of)
    }
    return Paper(name, MappingProxyType(found))


def _heading(line: str) -> str | None:
    if line in _NAMED:
        return _NAMED[line]
    numbered = _NUMBERED.fullmatch(line)
    return numbered[1].replace(".", "-") if numbered else None


def _section(id: str, blocks: list[str]) -> Section:
    prose = _PROSE.fullmatch(id) is not None
    merged: list[str] = []
    for block in blocks:
        open_end = len(merged) > 1 and not _FULL_STOP.search(merged[-1])
        if prose and open_end:
            merged[-1] += block
        else:
            merged.append(block)
    paragraphs: list[Paragraph] = []
    text = "".join(merged)
    stops = _ENGLISH_STOP if id == "abstract-en" else _CHINESE_STOP
    at = sentences = 0
    for number, block in enumerate(merged):
        whole = Span(at, at + len(block))
        spans = _divide(text, whole, stops) if prose and number else ()
        made = tuple(
            Sentence(sentences + place, span, tuple(_divide(text, span, _SEMICOLON)))
            for place, span in enumerate(spans, 1)
        )
        paragraphs.append(Paragraph(number, whole, made))
        sentences += len(made)
        at = whole.end
    return Section(id, text, tuple(paragraphs))


def _divide(text: str, whole: Span, stop: re.Pattern[str]) -> Iterator[Span]:
    """Yield the stretches that end in a stop, blanks around each left out.

    Quotation marks and brackets keep together what they enclose, unless one lacks its mate.
    """
    inside = text[whole.start : whole.end]
    pairs_match = all(
        inside.count(a) == inside.count(b) for a, b in zip(_OPENS, _CLOSES, strict=True)
    )
    start, depth = whole.start, 0
    for place in range(whole.start, whole.end):
        if pairs_match:
            depth += (text[place] in _OPENS) - (text[place] in _CLOSES)
        # 。” closes a sentence as 。 does.
        last = place - 1 if text[place] in _CLOSES else place
        ends = stop.match(text, last, whole.end)
        if ends and depth == 0 and not stop.match(text, place + 1, whole.end):
            yield _trimmed(text, Span(start, place + 1))
            start = place + 1
    if text[start : whole.end].strip():
        yield _trimmed(text, Span(start, whole.end))


def _trimmed(text: str, span: Span) -> Span:
    inside = text[span.start : span.end]
    return Span(
        span.start + len(inside) - len(inside.lstrip()),
        span.end - len(inside) + len(inside.rstrip()),
    )


def _decode(path: Path, data: bytes) -> str:
    if not data.strip():
        raise _refuse(path, "文件是空的", "the file is empty")
    if len(data) > MAX_BYTES:
        raise _refuse(
            path, f"文件超过{MAX_BYTES:,}字节", f"the file is larger than {MAX_BYTES:,} bytes"
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = f"0x{data[error.start]:02X}"
        raise _refuse(
            f"{path}:{line}",
            f"不是UTF-8文本：第{error.start + 1}个字节是{byte}",
            f"not UTF-8 text: byte {error.start + 1} is {byte}",
        ) from error
    odd = _NOT_TEXT.search(text)
    if odd:
        line = text.count("\n", 0, odd.start()) + 1
        raise _refuse(
            f"{path}:{line}",
            f"不是文本文件：含有字符U+{ord(odd[0]):04X}",
            f"not a text file: it holds character U+{ord(odd[0]):04X}",
        )
    return text


def _refuse(where: str | Path, zh: str, en: str) -> InputError:
    return InputError(
        str(where) or '""',
        Text(zh, en),
        help=Text(
            "请给出从PDF中提取的论文全文，存为UTF-8编码的纯文本",
            "give the paper's full text, extracted from its PDF and saved as plain UTF-8 text",
        ),
    )
