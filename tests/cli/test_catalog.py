"""The Chinese texts of the command line."""

from __future__ import annotations

import gettext
import re
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
        if isinstance(text, str) and not re.search(r"[\u4e00-\u9fff]", chinese.gettext(text))
    ]
    keeps_its_english = [text for text in missing if not re.search(r"[a-z]{4}", text)]
    assert keeps_its_english == missing


@pytest.mark.parametrize("domain", ["trustkg", "click"])
def test_the_compiled_catalog_is_current(domain: str) -> None:
    """What is edited is the .po file, what is loaded is the .mo file: they must agree."""
    chinese = compiled(domain)
    with (LOCALE / "zh" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        for message in read_po(file, locale="zh"):
            if not message.id:
                continue
            if message.pluralizable:
                one, many = message.id
                assert message.string[0] == chinese.ngettext(one, many, 1)
            else:
                assert message.string == chinese.gettext(str(message.id))


@pytest.mark.parametrize("domain", ["trustkg", "click"])
def test_placeholders_survive_translation(domain: str) -> None:
    """A translation that names a value which the program doesn't give would crash it."""
    with (LOCALE / "zh" / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        for message in read_po(file, locale="zh"):
            keys = message.id if message.pluralizable else (message.id,)
            texts = message.string if message.pluralizable else (message.string,)
            given = {name for key in keys for name in re.findall(r"{(\w+)", str(key))}
            for text in texts:
                assert set(re.findall(r"{(\w+)", text)) <= given, text
