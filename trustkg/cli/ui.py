"""What every command is given: the language, its texts, and where to write."""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from trustkg.errors import TrustKGError
from trustkg.language import Language

_CATALOGS: Final = Path(__file__).resolve().parent.parent / "locale"


@dataclass(frozen=True, slots=True)
class Ui:
    """The reader's language and the texts in it.

    `_` translates an English text; the English text itself is the key.
    """

    language: Language
    _: Callable[[str], str]

    def say(self, text: str) -> None:
        """Write a line to standard output."""
        click.echo(text)

    def note(self, text: str) -> None:
        """Write a line to standard error: progress and summaries, never results."""
        click.echo(text, err=True)

    def report(self, error: TrustKGError) -> None:
        """Write an error to standard error: where and what, then what to do."""
        severity, remedy = self._("error"), self._("help")
        self.note(f"{error.where}: {severity}: {error.what[self.language]}")
        self.note(f"{remedy}: {error.help[self.language]}")


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Choose the language before any option is parsed, so that help is in it too.

    Args:
        arguments: the command line without the program's name.
        environment: environment variables.

    Returns:
        What `--lang` says, else `TRUSTKG_LANG`, else the locale; English where none tells.
    """
    wanted, said = environment.get("TRUSTKG_LANG", ""), ""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith("--lang="):
            said = argument.removeprefix("--lang=")
        elif argument == "--lang" and place + 1 < len(arguments):
            said = arguments[place + 1]
        if said in tuple(Language):  # `report --lang both` says nothing of messages
            wanted = said
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "LANG"):
        wanted = wanted or environment.get(name, "")
    return Language.ZH if wanted.lower().startswith("zh") else Language.EN


def make(language: Language) -> Ui:
    """Return the texts of a language."""
    catalog = gettext.translation("trustkg", _CATALOGS, [language.value], fallback=True)
    return Ui(language, catalog.gettext)


def from_process() -> Ui:
    """Return the texts in the language of this process, and let click speak it as well.

    click takes its own texts from the default gettext domain of the process; only the
    program's entry point may set that.
    """
    texts = make(choose_language(sys.argv[1:], os.environ))
    os.environ["LANGUAGE"] = texts.language.value
    gettext.bindtextdomain("click", str(_CATALOGS))
    gettext.textdomain("click")
    return texts
