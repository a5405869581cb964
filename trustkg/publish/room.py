"""What the makers of pages share: one framework, seen in one language."""

from __future__ import annotations

from dataclasses import dataclass

from trustkg.framework import Framework
from trustkg.language import Language, Text
from trustkg.publish.addresses import Addresses
from trustkg.publish.press import DataFile, Press
from trustkg.publish.views import Link, Reader


@dataclass(frozen=True, slots=True)
class Room:
    """A framework in one language, with what is needed to put it on pages.

    `graph_files` hold the whole graph: the data of pages that have none of their own.
    `work_files` hold the literature for reference managers, `about_files` what describes the
    dataset.
    """

    framework: Framework
    language: Language
    addresses: Addresses
    press: Press
    reader: Reader
    graph_files: tuple[DataFile, ...]
    work_files: tuple[DataFile, ...]
    about_files: tuple[DataFile, ...]

    def text(self, text: Text) -> str:
        """Return a text in this language."""
        return text[self.language]

    def other(self, text: Text) -> str:
        """Return a text in the other language."""
        return text[Language.EN if self.language is Language.ZH else Language.ZH]

    def tab(self, path: str, message: str) -> Link:
        """Return a page of the navigation by its address and its English title."""
        return Link(path, self.press.gettext(message), path)
