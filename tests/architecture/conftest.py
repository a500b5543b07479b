"""The town and its demo, built once for the tests of a file and taken back after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from stadtherz.core.registry import queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.plugin import DjangoDbBlocker


def build_demo() -> None:
    """Run all stages in their order, as `stadtherz demo` does; the clock is left alone."""
    with translation.override("de"):
        for stage in queries.demo_stages():
            stage.run()


@pytest.fixture(scope="module")
def demo_town(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Have the installation's town and the demo; each test's own changes are taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("town", "load", settings.INSTALLATION.town)
        build_demo()
        yield
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def demo(demo_town: None, db: None) -> None:
    """Stand in the demo town, in a transaction of the test's own."""
    cache.clear()
