"""The Chinese texts of the command line."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import trustkg

LOCALE = Path(trustkg.__file__).parent / "locale"


def compiled(domain: str) -> gettext.NullTranslations:
    """Return what the program loads."""
    return gettext.translation(domain, LOCALE, ["zh"])


def test_every_text_has_its_chinese() -> None:
    """A text that was added or reworded without its Chinese would appear in English."""
    chinese = compiled("trustkg")
    missing = [
        text
        for _, _, text, _, _ in extract_from_dir(
            LOCALE.parent / "cli", [("**.py", "python")], keywords={"_": None}
        )
        if isinstance(text, str)
        and not re.search(r"[\u4e00-\u9fff]", chinese.gettext(text))
        and not re.fullmatch(r"(\{\w+\}|\W)+", chinese.gettext(text))  # the values say it all
    ]
    keeps_its_english = [text for text in missing if not re.search(r"[a-z]{4}", text)]
    assert keeps_its_english == missing


def messages(domain: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield each message of a catalog: its keys (singular, plural) and its translations."""
    with (LOCALE / "zh" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        for message in read_po(file, locale="zh"):
            if message.id:
                yield _texts(message.id), _texts(message.string)


def _texts(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text),)


@pytest.mark.parametrize("domain", ["trustkg", "click"])
def test_the_compiled_catalog_is_current(domain: str) -> None:
    """What is edited is the .po file, what is loaded is the .mo file: they must agree."""
    chinese = compiled(domain)
    for keys, texts in messages(domain):
        key, plural = keys[0], keys[-1]
        loaded = chinese.gettext(key) if key == plural else chinese.ngettext(key, plural, 1)
        assert texts[0] == loaded


@pytest.mark.parametrize("domain", ["trustkg", "click"])
def test_placeholders_survive_translation(domain: str) -> None:
    """A translation that names a value which the program doesn't give would crash it."""
    for keys, texts in messages(domain):
        given = {name for text in keys for name in re.findall(r"{(\w+)", text)}
        for text in texts:
            assert set(re.findall(r"{(\w+)", text)) <= given, keys
