from __future__ import annotations

import datetime as dt
import threading
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from stadtherz.core.bridges.context import BridgeContext
from stadtherz.core.bridges.domain import BridgeState
from stadtherz.core.bridges.queries import Health, health
from stadtherz.core.bridges.recording import record
from stadtherz.core.registry.contract import BridgeSpec, Module
from stadtherz.core.registry.queries import checks, registered

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def room() -> Iterator[None]:
    spec = BridgeSpec(key="testing.lamps", label="Lamps", run=lambda _: None)
    with registered(Module(key="testing", label="t", purpose="t", bridges=(spec,))):
        yield


def lamps() -> Health:
    return next(one for one in health() if one.key == "testing.lamps")


def codes() -> set[str]:
    check = next(c for c in checks() if c.key == "bridges.health")
    return {f.code for f in check.run() if "Lamps" in str(f.message)}


def test_bridge_that_never_ran_is_silent_and_has_a_finding() -> None:
    assert lamps().is_silent
    assert not lamps().is_well
    assert codes() == {"bridges.W001"}


def test_what_the_bridge_says_is_read_back_and_updated_in_place() -> None:
    context = BridgeContext("testing.lamps", threading.Event())
    context.failed("no answer")
    record([context])
    assert (lamps().state, lamps().error) == (BridgeState.FAILED, "no answer")
    assert codes() == {"bridges.W002"}
    context.connected()
    context.count("messages_in", 7)
    record([context])
    assert lamps().is_well
    assert lamps().counters == {"messages_in": 7}
    assert codes() == set()


def test_row_that_no_process_touches_becomes_silent() -> None:
    then = timezone.now() - dt.timedelta(minutes=1)
    context = BridgeContext("testing.lamps", threading.Event(), now=lambda: then)
    context.connected()
    record([context])
    assert lamps().is_silent
    assert not lamps().is_well
