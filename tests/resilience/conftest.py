"""One running installation with the demo, shared by the tests that do not need one of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.conftest import built_house

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.conftest import House


@pytest.fixture(scope="session")
def demo() -> Iterator[House]:
    """Web, worker and bridge over the demo's town."""
    with built_house() as running:
        yield running
