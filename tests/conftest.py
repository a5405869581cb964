"""Fixtures that every folder of tests shares."""

from __future__ import annotations

from pathlib import Path

import pytest

from trustkg.framework import Framework


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout that the tests stand in."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def framework() -> Framework:
    """The framework that comes with trustkg; it is immutable, so one serves all."""
    return Framework.load()
