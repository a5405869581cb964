"""What the tests of plan readers share."""

import pytest

from trustkg.framework import Framework
from trustkg.plans import Vocabulary


@pytest.fixture(scope="session")
def vocabulary(framework: Framework) -> Vocabulary:
    """The keys of plans."""
    return Vocabulary.of(framework)
