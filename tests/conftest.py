"""Services that any test may ask for by the name of a fixture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import services


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The address of an empty database of PostgreSQL, its role free to make others beside it."""
    with services.postgresql() as url:
        yield url
