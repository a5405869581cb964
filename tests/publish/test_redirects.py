"""The rules for w3id.org, run by a small model of mod_rewrite against the built site."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from trustkg import __version__
from trustkg.framework import Framework
from trustkg.publish import Page, site
from trustkg.publish.redirects import redirects

SITE = "https://example.org/trust/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass(frozen=True)
class Rule:
    """A RewriteRule with the conditions before it."""

    pattern: str
    target: str
    flags: tuple[str, ...]
    conditions: tuple[tuple[str, str, bool], ...]


def parse(text: str) -> list[Rule]:
    """Read `.htaccess`; anything that is not understood fails."""
    rules, conditions = [], []
    for line in text.splitlines():
        if (
            not line
            or line.startswith("#")
            or line in ("Options +FollowSymLinks", "RewriteEngine on")
        ):
            continue
        if condition := re.fullmatch(r"RewriteCond (\S+) (\S+)( \[NC\])?", line):
            conditions.append((condition[1], condition[2], bool(condition[3])))
            continue
        rule = re.fullmatch(r"RewriteRule (\S+) (\S+) \[(\S+)\]", line)
        assert rule, line
        rules.append(Rule(rule[1], rule[2], tuple(rule[3].split(",")), tuple(conditions)))
        conditions = []
    return rules


def lead(rules: list[Rule], path: str, accept: str = BROWSER, language: str = "en") -> str:
    """Return where a request is sent, as Apache's mod_rewrite documentation says."""
    values: dict[str, str] = {"HTTP_ACCEPT": accept, "HTTP:Accept-Language": language}
    for rule in rules:
        found = re.search(rule.pattern, path)
        last: re.Match[str] | None = None
        held = found is not None
        for test, pattern, folded in rule.conditions:
            value = values.get(test.removeprefix("%{").removesuffix("}"), "")
            last = re.search(pattern, value, re.IGNORECASE if folded else 0)
            held = held and last is not None
        if not held or found is None:
            continue
        for flag in rule.flags:
            if flag.startswith("E="):
                name, _, value = flag.removeprefix("E=").partition(":")
                values[f"ENV:{name}"] = value
        if rule.target != "-":
            assert {"R=303", "L"} <= set(rule.flags)
            assert "#" not in rule.target or "NE" in rule.flags, "Apache would escape the #"
            target = rule.target.replace("%{ENV:LANG}", values["ENV:LANG"])
            target = target.replace("$1", found[1] if "$1" in target else "")
            return target.replace("%1", last[1] if last else "")
    pytest.fail(f"{path} leads nowhere")


@pytest.fixture(scope="module")
def rules(framework: Framework) -> list[Rule]:
    """The rules as they would be submitted."""
    file = next(p for p in redirects(framework, SITE) if p.path == "w3id/.htaccess")
    return parse(file.content.decode())


@pytest.fixture(scope="module")
def there(files: tuple[Page, ...]) -> Mapping[str, bytes]:
    """What the built site holds by path."""
    return {page.path: page.content for page in files}


def stands(there: Mapping[str, bytes], target: str) -> bool:
    """Whether the site has the page, and the page what the fragment names."""
    path, _, fragment = target.removeprefix(SITE).partition("#")
    return path in there and (not fragment or f'id="{fragment}"'.encode() in there[path])


@pytest.mark.parametrize(
    ("asked", "target"),
    [
        (("", BROWSER, "en"), "en/index.html"),
        (("", BROWSER, "zh-CN,zh;q=0.9,en;q=0.8"), "zh/index.html"),
        (("", "text/turtle", ""), "data/trustkg.ttl"),
        (("", "", ""), "en/index.html"),
        (("", "application/json", ""), "en/index.html"),
        ((f"{__version__}/", "application/rdf+xml", ""), "data/trustkg.rdf"),
        ((f"{__version__}/", BROWSER, "en"), "en/index.html"),
        (("hostTrust", BROWSER, "zh"), "zh/term/hostTrust.html"),
        (("hostTrust", "application/ld+json", ""), "data/term/hostTrust.jsonld"),
        (("hostTrust", "text/turtle, text/html;q=0.5", ""), "data/term/hostTrust.ttl"),
        (("hostTrust", "text/html, text/turtle;q=0.5", "en"), "en/term/hostTrust.html"),
        (("hostTrust", "application/n-triples, text/turtle", ""), "data/term/hostTrust.nt"),
        (("influences", BROWSER, "en"), "en/relation/influences.html"),
        (("influences", "text/turtle", ""), "data/trustkg.ttl"),
        (("TrustDimension", BROWSER, "en"), "en/kind/TrustDimension.html"),
        (("positive", BROWSER, "en"), "en/kind/Sign.html#positive"),
        (("cui2026", BROWSER, "zh"), "zh/paper.html"),
        (("section/3-1", BROWSER, "en"), "en/section/3-1.html"),
        (("reference/5", BROWSER, "en"), "en/reference/5.html"),
        (("citation/c5-1", BROWSER, "en"), "en/reference/5.html"),
        (("statement/s3-1-01", BROWSER, "en"), "en/section/3-1.html#s3-1-01"),
        (("statement/p001", BROWSER, "en"), "en/inferences.html#p001"),
        (("statement/s3-1-01", "application/rdf+xml", ""), "data/trustkg.rdf"),
        (("graph/paper", "text/turtle", ""), "data/trustkg.trig"),
        (("dataset", BROWSER, "en"), "data/dataset.ttl"),
    ],
)
def test_representative_names_lead_where_they_should(
    rules: list[Rule], there: Mapping[str, bytes], asked: tuple[str, str, str], target: str
) -> None:
    """One of each kind, for people and for machines; the target is there."""
    path, accept, language = asked
    found = lead(rules, path, accept, language)
    assert SITE + target == found
    assert stands(there, found)


@pytest.mark.parametrize("accept", [BROWSER, "text/turtle"])
def test_every_name_leads_to_something_that_is_there(
    framework: Framework, rules: list[Rule], there: Mapping[str, bytes], accept: str
) -> None:
    """No term, statement, section, reference, class or property ends at a missing page."""
    ids = {
        *framework.terms,
        *framework.statements,
        *framework.sections,
        *framework.references,
        *(id for id in framework.labels if ":" not in id),
    }
    wrong = {id: lead(rules, id, accept) for id in ids}
    assert {} == {id: target for id, target in wrong.items() if not stands(there, target)}


def test_each_term_leads_to_its_own_page(framework: Framework, rules: list[Rule]) -> None:
    """Not merely to some page."""
    for id in framework.terms:
        assert f"{SITE}en/term/{id}.html" == lead(rules, id)
        assert f"{SITE}data/term/{id}.ttl" == lead(rules, id, "text/turtle")


def test_they_come_with_a_base_url_only(framework: Framework, there: Mapping[str, bytes]) -> None:
    """Rules that lead to no address would be of no use."""
    assert "w3id/.htaccess" not in there
    first = next(page for page in site(framework, SITE) if page.path.startswith("w3id/"))
    assert "w3id/.htaccess" == first.path


def test_nothing_claims_that_the_name_is_registered(framework: Framework) -> None:
    """The folder says itself that it still has to be handed in."""
    readme = next(p for p in redirects(framework, SITE) if p.path.endswith("README.md"))
    assert b"Not registered yet" in readme.content
