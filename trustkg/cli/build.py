"""`trustkg build`: the static site, from `ontology/` into a folder."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import click

from trustkg.cli import ui
from trustkg.errors import InputError
from trustkg.language import Text

if TYPE_CHECKING:
    from trustkg.publish import Page

_EVERY: Final = 50
"""How many files pass between two notes of progress."""


def command(texts: ui.Ui) -> click.Command:
    """Make the command."""
    _ = texts._
    return click.Command(
        "build",
        callback=lambda out, base_url: _run(texts, out, base_url),
        help=_("Build the static site: pages in both languages, the map, data files."),
        short_help=_("Build the site."),
        epilog="\b\n"
        + _(
            "Examples:\n"
            "  trustkg build\n"
            "  trustkg build --out public --base-url https://example.org/trust/\n"
            "\n"
            "The folder is replaced as a whole once everything is written; a folder that holds "
            "anything but an earlier build is left alone."
        ),
        params=[
            click.Option(
                ["--out", "-o"],
                type=click.Path(path_type=Path),
                default=Path("build/site"),
                show_default=True,
                metavar=_("DIR"),
                help=_("Where to put the site."),
            ),
            click.Option(
                ["--base-url"],
                metavar="URL",
                help=_("Where the site will stand; adds canonical links."),
            ),
        ],
    )


def _run(texts: ui.Ui, out: Path, base_url: str | None) -> int:
    from time import perf_counter

    from trustkg.framework import Framework
    from trustkg.publish import site, write

    if base_url is not None:
        _check_url(base_url)
    started = perf_counter()
    framework = Framework.load()
    written = write(_watched(texts, site(framework, base_url)), out)
    seconds = perf_counter() - started
    _ = texts._
    texts.say(
        _(
            "Built {files} files ({size} MB) in {seconds} s: {terms} terms, {said} statements."
        ).format(
            files=written.files,
            size=f"{written.size / 1e6:.1f}",
            seconds=f"{seconds:.1f}",
            terms=len(framework.terms),
            said=len(framework.statements),
        )
    )
    texts.say(_("Open {page} in a browser.").format(page=out / "index.html"))
    return 0


def _check_url(base_url: str) -> None:
    if not _is_address(base_url):
        raise InputError(
            f"--base-url {base_url}",
            Text("不是完整的网址", "is not a complete web address"),
            help=Text(
                "写成https://example.org/trust/的样子", "write it like https://example.org/trust/"
            ),
        )


def _is_address(url: str) -> bool:
    """Whether pages can stand below this address: http(s), a host, no query and no fragment."""
    try:
        parts = urlsplit(url)
        complete = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return complete and not re.search(r"""[\s"'<>?#]""", url)


def _watched(texts: ui.Ui, pages: Iterable[Page]) -> Iterator[Page]:
    """Pass pages on, counting them on standard error where that is a terminal."""
    shown = sys.stderr.isatty()
    for count, page in enumerate(pages, start=1):
        if shown and count % _EVERY == 0:
            line = texts._("{count} files written").format(count=count)
            click.echo(f"\r{line}", err=True, nl=False)
        yield page
    if shown:
        click.echo("\r\x1b[K", err=True, nl=False)
