"""What HermiT finds in the ontology, and the paper's text: each made once for all tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from excerpt import by_hermit, excerpt

from trustkg import paper_text
from trustkg.errors import MissingToolError
from trustkg.framework import Framework
from trustkg.paper_text import Paper
from trustkg.reasoning import Reasoning, find_java


@pytest.fixture(scope="session")
def java() -> None:
    """Skip where no Java runs; the `test` extra brings one."""
    try:
        find_java()
    except MissingToolError as error:
        pytest.skip(f"HermiT needs Java: {error.help.en}")


@pytest.fixture(scope="session")
def by_paper(framework: Framework, java: None) -> Reasoning:
    """What the excerpt of schema and paper entails, by HermiT."""
    del java
    return by_hermit(excerpt(framework), project=False)


@pytest.fixture(scope="session")
def by_all(framework: Framework, java: None) -> Reasoning:
    """What the excerpt of schema, paper and project entails, by HermiT."""
    del java
    return by_hermit(excerpt(framework), project=True)


@pytest.fixture(scope="session")
def paper(checkout: Path) -> Paper:
    """The paper's text, which lies beside the checkout where it is developed."""
    file = checkout.parent / "shared" / "paper" / "cui-2026.zh.txt"
    if not file.is_file():
        pytest.skip("the text of the paper is not part of the product")
    return paper_text.read(file)
