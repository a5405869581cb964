"""What the tests of repairs share."""

import pytest
from shop import Shop

from trustkg.framework import Framework


@pytest.fixture(scope="session")
def shop(framework: Framework) -> Shop:
    """One shop for all tests, because setting one up takes long."""
    return Shop(framework)
