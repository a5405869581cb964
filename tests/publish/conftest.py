"""The site, made once for all tests of this folder."""

from __future__ import annotations

import pytest

from trustkg.framework import Framework
from trustkg.publish import Page, site


@pytest.fixture(scope="session")
def files(framework: Framework) -> tuple[Page, ...]:
    """Everything that the site consists of."""
    return tuple(site(framework))
