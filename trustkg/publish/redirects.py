"""The rules by which w3id.org would lead each IRI to its page or data, for submission there.

Nothing here says that the name is registered: until somebody hands these two files in, the
IRIs are names that lead nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from trustkg import __version__
from trustkg.framework import Framework
from trustkg.framework.serialise import FORMATS
from trustkg.publish.addresses import Addresses, own
from trustkg.publish.press import Page
from trustkg.vocab import BASE, local_id

FOLDER: Final = "w3id"

_HTML: Final = ("text/html", "application/xhtml+xml")
_HEAD: Final = """\
# {base} -> {site}
# Written by trustkg {version}, to be submitted to w3id.org as {name}/.htaccess.
# The first media type in Accept that is known here decides; none known means a page.

Options +FollowSymLinks
RewriteEngine on

"""
_README: Final = """\
# {name}

Permanent identifiers of trustkg, a knowledge graph of the trust mechanism of short-video
commerce: <{base}>.

Not registered yet. To register, copy this folder as `{name}/` into a fork of
`perma-id/w3id.org`, add the maintainer's name and GitHub account below, and open a pull
request there. Make it anew with `trustkg build --base-url {site}` after each release.

Maintainer:
"""


def redirects(framework: Framework, base_url: str) -> Iterator[Page]:
    """Yield the folder to submit to w3id.org.

    Args:
        framework: whose IRIs.
        base_url: where the site stands.

    Yields:
        `.htaccess` and `README.md`.

    Source: Apache HTTP Server 2.4, mod_rewrite; Cool URIs for the Semantic Web (W3C, 2008),
    section 4.3, for the answer 303.
    """
    site = base_url.rstrip("/") + "/"
    name = BASE.removeprefix("https://w3id.org/").strip("/")
    head = _HEAD.format(base=BASE, site=site, version=__version__, name=name)
    rules = "".join(
        f"{line}\n" for line in (*_choices(), *_data(framework, site), *_pages(framework, site))
    )
    yield Page(f"{FOLDER}/.htaccess", (head + rules).encode())
    yield Page(f"{FOLDER}/README.md", _README.format(base=BASE, site=site, name=name).encode())


def _choices() -> Iterator[str]:
    """Yield the rules that choose format and language once for all others."""
    types = (*_HTML, *FORMATS.values())
    yield "RewriteRule ^ - [E=FORMAT:,E=LANG:en]"
    yield "RewriteCond %{HTTP:Accept-Language} ^zh [NC]"
    yield "RewriteRule ^ - [E=LANG:zh]"
    for format, type in FORMATS.items():
        before = "|".join(re.escape(other) for other in types if other != type)
        yield f"RewriteCond %{{HTTP_ACCEPT}} ^(?:(?!{before}).)*{re.escape(type)}"
        yield f"RewriteRule ^ - [E=FORMAT:{format}]"
    yield ""


def _data(framework: Framework, site: str) -> Iterator[str]:
    yield "# Data"
    for terms in _by_initial(framework.terms):
        yield "RewriteCond %{ENV:FORMAT} ^(.+)$"
        yield f"RewriteRule ^({terms})$ {site}data/term/$1.%1 [R=303,L]"
    yield f"RewriteRule ^graph/ {site}data/trustkg.trig [R=303,L]"
    yield f"RewriteRule ^dataset {site}data/dataset.ttl [R=303,L]"
    yield "RewriteCond %{ENV:FORMAT} ^(.+)$"
    yield f"RewriteRule ^ {site}data/trustkg.%1 [R=303,L]"
    yield ""


def _pages(framework: Framework, site: str) -> Iterator[str]:
    here = site + "%{ENV:LANG}/"
    version = re.escape(__version__)
    yield "# Pages"
    yield f"RewriteRule ^(?:{version}/?)?$ {here}index.html [R=303,L]"
    for id, page in sorted(_singles(framework).items()):
        yield f"RewriteRule ^{re.escape(id)}$ {here}{page} [R=303,NE,L]"
    for terms in _by_initial(framework.terms):
        yield f"RewriteRule ^({terms})$ {here}term/$1.html [R=303,L]"
    yield f"RewriteRule ^((?:section|reference)/[\\w-]+)$ {here}$1.html [R=303,L]"
    yield f"RewriteRule ^citation/c(\\d+)-\\d+$ {here}reference/$1.html [R=303,L]"
    for id, page in sorted(_statements(framework).items()):
        yield f"RewriteRule ^statement/({id})$ {here}{page}#$1 [R=303,NE,L]"
    yield f"RewriteRule ^ {here}vocab.html [R=303,L]"


def _singles(framework: Framework) -> dict[str, str]:
    """Return the pages of what is neither term, section, reference nor statement."""
    addresses = Addresses(framework)
    plain = {*framework.terms, *framework.sections, *framework.references, *framework.statements}
    found = {id: addresses.of(id) for id in framework.labels if own(local_id(id)) and id}
    return {
        id: page
        for id, page in found.items()
        if page and id not in plain and not id.startswith("citation/")
    }


def _statements(framework: Framework) -> dict[str, str]:
    """Return the page of each group of statements, by a pattern of their fragments."""
    addresses = Addresses(framework)
    groups: dict[str, list[str]] = {}
    for id in framework.statements:
        page, _, fragment = (addresses.of(id) or "").partition("#")
        groups.setdefault(page, []).append(fragment)
    return {_numbered(fragments): page for page, fragments in groups.items()}


def _numbered(fragments: Iterable[str]) -> str:
    """Return a pattern for names that differ in the number at their end."""
    return _any({re.sub(r"\d+$", "", fragment) for fragment in fragments}) + r"\d+"


def _by_initial(names: Iterable[str]) -> Iterator[str]:
    """Yield a pattern for the names with each initial; Apache's lines may not be endless."""
    for _, group in groupby(sorted(names), key=lambda name: name[0]):
        yield _any(group)


def _any(names: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(name) for name in sorted(names)) + ")"
