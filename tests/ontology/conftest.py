"""What HermiT finds in the ontology, run once for all tests."""

from __future__ import annotations

import pytest

from trustkg.errors import MissingToolError
from trustkg.framework import Framework
from trustkg.reasoning import Reasoning, find_java, reason


@pytest.fixture(scope="session")
def java() -> None:
    """Skip where no Java runs; the `test` extra brings one."""
    try:
        find_java()
    except MissingToolError as error:
        pytest.skip(f"HermiT needs Java: {error.help.en}")


@pytest.fixture(scope="session")
def by_paper(framework: Framework, java: None) -> Reasoning:
    """What schema and paper entail."""
    del java
    return reason(framework, project=False)


@pytest.fixture(scope="session")
def by_all(framework: Framework, java: None) -> Reasoning:
    """What schema, paper and project entail."""
    del java
    return reason(framework)
