"""Jinja2, set up once for each language, and the frame that every page shares."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import jinja2

from trustkg import __version__, resources
from trustkg.language import Language
from trustkg.publish.addresses import Addresses, relative
from trustkg.publish.views import Link

NAMES: Final = {Language.ZH: "中文", Language.EN: "English"}


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the site: its path below the site's folder, and what it holds."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that holds a page's data."""

    path: str
    type: str
    name: str
    size: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """The same page in one of the languages."""

    tag: str
    name: str
    href: str
    href_relative: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page's own content.

    `path` is below the language's folder; `tab` is the path of the page of the navigation
    that this page belongs to; `crumbs` are the pages above it.
    """

    path: str
    title: str
    description: str
    tab: str
    crumbs: tuple[Link, ...] = ()
    data: tuple[DataFile, ...] = ()
    style: str = ""


def environment(language: Language) -> jinja2.Environment:
    """Return templates with autoescape, strict names and the texts of one language."""
    folder = resources.data("site")
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    env.policies["ext.i18n.trimmed"] = True
    env.install_gettext_translations(catalog(language), newstyle=True)  # type: ignore[attr-defined]
    return env


def catalog(language: Language) -> gettext.NullTranslations:
    """Return the interface texts of one language; the English text is the key."""
    folder = resources.data("site") / "locale"
    return gettext.translation("site", folder, [language.value], fallback=True)


class Press:
    """Renders pages of one language.

    Args:
        language: of the pages.
        addresses: where the site shows what.
        label: gives the label of anything by its id.
        base_url: where the site will stand, for canonical links; None where nobody knows.
    """

    def __init__(
        self,
        language: Language,
        addresses: Addresses,
        label: Callable[[str], str],
        base_url: str | None,
    ) -> None:
        self.language = language
        self._addresses = addresses
        self._label = label
        self._base_url = base_url.rstrip("/") + "/" if base_url else None
        self._env = environment(language)
        self._catalog = catalog(language)

    def gettext(self, message: str) -> str:
        """Return an interface text in this language."""
        return self._catalog.gettext(message)

    def page(self, template: str, frame: Frame, values: Mapping[str, object]) -> Page:
        """Render a page.

        Args:
            template: its file name.
            frame: title, place and data of the page.
            values: what the template shows, by name.
        """
        here = f"{self.language.value}/{frame.path}"
        context = {
            "tag": self.language.tag,
            "other_tag": (Language.EN if self.language is Language.ZH else Language.ZH).tag,
            "title": frame.title,
            "description": frame.description,
            "here": frame.path,
            "tab": frame.tab,
            "crumbs": frame.crumbs,
            "data": frame.data,
            "style": frame.style,
            "version": __version__,
            "twins": self._twins(frame.path, here),
            "canonical": self._base_url and self._base_url + here,
            "go": lambda to: relative(here, f"{self.language.value}/{to}"),
            "root": lambda to: relative(here, to),
            "label": self._label,
            "address": self._addresses.of,
        }
        text = self._env.get_template(template).render({**context, **values})
        return Page(here, text.encode())

    def _twins(self, path: str, here: str) -> Sequence[Twin]:
        twins = []
        for language in Language:
            there = f"{language.value}/{path}"
            close = relative(here, there)
            far = self._base_url + there if self._base_url else close
            twins.append(Twin(language.tag, NAMES[language], far, close))
        return twins
