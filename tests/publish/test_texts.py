"""Interface texts: each has its Chinese, and the compiled catalog is the written one."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from trustkg import publish, resources


@pytest.fixture(scope="module")
def folder() -> Path:
    """Where the Chinese catalog is."""
    return resources.data("site") / "locale" / "zh" / "LC_MESSAGES"


@pytest.fixture(scope="module")
def catalog(folder: Path) -> Catalog:
    """The Chinese catalog."""
    return read_po(io.BytesIO((folder / "site.po").read_bytes()), locale="zh", domain="site")


def used() -> set[str | tuple[str, ...]]:
    """Return every text that templates and page makers ask for."""
    templates = extract_from_dir(
        str(resources.data("site") / "templates"),
        method_map=[("**.html", "jinja2.ext.babel_extract")],
        options_map={"**.html": {"trimmed": "true", "silent": "false"}},
    )
    code = extract_from_dir(
        str(Path(publish.__file__).parent),
        method_map=[("**.py", "python")],
        keywords={"gettext": None, "text": None, "tab": (2,)},
    )
    found = (message for _, _, message, _, _ in (*templates, *code) if message)
    return {message if isinstance(message, str) else tuple(message) for message in found}


def translations(message: Message) -> tuple[str, ...]:
    """Return a message's translations: one, or one for each plural form."""
    text = message.string or ""
    return (text,) if isinstance(text, str) else tuple(text)


def key(message: Message) -> str:
    """Return the text by which the program asks for a message."""
    return message.id if isinstance(message.id, str) else message.id[0]


def test_every_text_has_its_chinese(catalog: Catalog) -> None:
    """No English sentence shows up on a Chinese page, and no translation is left over."""
    assert {message.id for message in catalog if message.id} == used()
    assert [] == [m.id for m in catalog if m.id and (m.fuzzy or not all(translations(m)))]


def test_placeholders_survive_translation(catalog: Catalog) -> None:
    """A translation that drops or renames a placeholder would break its page."""
    assert [] == [(m.id, e) for m in catalog for e in m.check()]


def test_compiled_catalog_is_up_to_date(folder: Path, catalog: Catalog) -> None:
    """What runs is what translators edit."""
    compiled = read_mo(io.BytesIO((folder / "site.mo").read_bytes()))
    expected = {key(m): translations(m) for m in catalog if m.id}
    assert expected == {key(m): translations(m) for m in compiled if m.id}
