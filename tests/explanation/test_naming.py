"""Names of what is to be explained."""

from __future__ import annotations

import pytest

from trustkg.errors import AmbiguousTermError, InputError, TrustKGError, UnknownTermError
from trustkg.explanation import Explainer, Link, Request, phrase, read
from trustkg.framework import Framework
from trustkg.language import Language
from trustkg.vocab import BASE


@pytest.fixture(scope="module")
def relations(framework: Framework) -> tuple[str, ...]:
    """Relations that stand between terms."""
    return Explainer(framework).relations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "算法透明度 influences 平台信任",
            ("algorithmTransparency", "influences", "platformTrust"),
        ),
        ("算法透明度影响平台信任", ("algorithmTransparency", "influences", "platformTrust")),
        (
            "algorithm transparency Influences platform trust",
            ("algorithmTransparency", "influences", "platformTrust"),
        ),
        ("tkg:hostTrust tkg:precedes tkg:socialTrust", ("hostTrust", "precedes", "socialTrust")),
        (
            f"<{BASE}hostTrust> <{BASE}precedes> <{BASE}socialTrust>",
            ("hostTrust", "precedes", "socialTrust"),
        ),
        # The object stands within the name of the relation.
        ("用户信任 受 内容真实性 影响", ("userTrust", "isInfluencedBy", "contentAuthenticity")),
        ("用户信任受内容真实性影响", ("userTrust", "isInfluencedBy", "contentAuthenticity")),
        # One relation's name begins or contains another's.
        ("专业信任 （间接）属于 用户信任", ("professionalTrust", "isPartOf", "userTrust")),
        ("专业信任 属于 主播信任", ("professionalTrust", "isDirectPartOf", "hostTrust")),
        (
            "算法透明度 属于层面 技术层",
            ("algorithmTransparency", "belongsToLayer", "technologyLayer"),
        ),
        (
            "professional trust is part of, directly or not user trust",
            ("professionalTrust", "isPartOf", "userTrust"),
        ),
        (
            "user trust is influenced by content authenticity",
            ("userTrust", "isInfluencedBy", "contentAuthenticity"),
        ),
        # Verbs that readers use for a signed influence.
        ("host trust reduces information risk", ("hostTrust", "weakens", "informationRisk")),
        ("主播信任减少信息风险", ("hostTrust", "weakens", "informationRisk")),
        ("主播信任 商品信任", ("hostTrust", "", "commodityTrust")),
        ("hostTrust commodityTrust", ("hostTrust", "", "commodityTrust")),
    ],
)
def test_links_are_read(
    framework: Framework, relations: tuple[str, ...], text: str, expected: tuple[str, str, str]
) -> None:
    """Ids, labels of both languages, with spaces or without; the longest relation counts."""
    request = read(framework, text, relations)
    assert isinstance(request, Request)
    found = (request.subject, next(iter(request.relations), ""), request.object)
    assert expected == found


@pytest.mark.parametrize(
    "text", ["p001", "statement/p001", "tks:p001", f"{BASE}statement/p001", " p001 "]
)
def test_statements_are_read(framework: Framework, relations: tuple[str, ...], text: str) -> None:
    """Ids that other commands print, and IRIs that the data have."""
    assert framework.statements["statement/p001"] == read(framework, text, relations)


@pytest.mark.parametrize(
    ("text", "error", "where"),
    [
        ("主播信认 影响 商品信任", UnknownTermError, "主播信认"),
        ("主播信任 影响 商品信认", UnknownTermError, "商品信认"),
        ("服务信任 影响 用户信任", AmbiguousTermError, "服务信任"),
        ("主播信任 吃掉 商品信任", InputError, "吃掉"),
        ("主播信任", InputError, "主播信任"),
        ("p9999", UnknownTermError, "p9999"),
        ("", UnknownTermError, '""'),
        ("hostTrust xyz", UnknownTermError, "xyz"),
        ("影响", UnknownTermError, "影响"),
        ("x" * 100_000, UnknownTermError, "x" * 59 + "…"),
    ],
)
def test_what_is_not_known_is_named(
    framework: Framework,
    relations: tuple[str, ...],
    text: str,
    error: type[TrustKGError],
    where: str,
) -> None:
    """The message points at the part that can't be read, and not at the whole."""
    with pytest.raises(error) as caught:
        read(framework, text, relations)
    assert where == caught.value.where
    assert caught.value.help.zh
    assert caught.value.help.en


def test_every_link_can_be_asked_for_as_it_is_written(
    framework: Framework, relations: tuple[str, ...]
) -> None:
    """What one command prints, another takes: each link by its sentence in both languages.

    Some relations share a label; then all of them are asked about.
    """
    explainer = Explainer(framework)
    by_relation = {link.relation: link for link in explainer.links}
    for link in by_relation.values():
        ids = f"{link.subject} {link.relation} {link.object}"
        sentences = [phrase(framework, link, language) for language in Language]
        for text in (ids, *sentences):
            try:
                request = read(framework, text, relations)
            except AmbiguousTermError:
                continue
            assert isinstance(request, Request)
            assert (link.subject, link.object) == (request.subject, request.object), text
            assert link.relation in request.relations, text


def test_letters_can_stand_for_terms(framework: Framework) -> None:
    """The pattern of an inference is shown with letters, in the gap of a relation too."""
    link = Link("userTrust", "isInfluencedBy", "hostTrust")
    names = {"userTrust": "X", "hostTrust": "Y"}
    assert "X 受 Y 影响" == phrase(framework, link, Language.ZH, names)
