"""The two languages, and texts that exist in both."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Language(enum.StrEnum):
    """A language of labels and messages."""

    ZH = "zh"
    EN = "en"

    @property
    def tag(self) -> str:
        """The BCP 47 tag: `zh-Hans` or `en`."""
        return "zh-Hans" if self is Language.ZH else "en"


@dataclass(frozen=True, slots=True)
class Text:
    """The same text in both languages."""

    zh: str
    en: str

    def __getitem__(self, language: Language) -> str:
        return self.zh if language is Language.ZH else self.en
