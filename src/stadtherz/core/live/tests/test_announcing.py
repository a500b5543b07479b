from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from stadtherz.core.live.announcing import announce
from stadtherz.core.live.errors import BusError, UnknownTopicError
from stadtherz.core.registry.contract import Module, Topic
from stadtherz.core.registry.queries import registered

if TYPE_CHECKING:
    from collections.abc import Iterator


class Colour(enum.Enum):
    WARM = "warm"


@dataclass(frozen=True)
class Level:
    lamp_id: UUID
    at: dt.datetime
    colour: Colour
    steps: tuple[int, ...] = ()


@dataclass(frozen=True)
class Other:
    n: int = 0


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, Any]]]:
    found: list[tuple[str, Any]] = []
    monkeypatch.setattr(
        "stadtherz.core.live.announcing.publish", lambda topic, m: found.append((topic, m))
    )
    topic = Topic(key="testing.level", label="l", message=Level)
    with registered(Module(key="testing", label="t", purpose="t", topics=(topic,))):
        yield found


@pytest.mark.django_db(transaction=True)
def test_announcement_goes_out_after_commit_and_only_then(sent: list[tuple[str, Any]]) -> None:
    lamp_id, office_id = uuid4(), uuid4()
    at = dt.datetime(2026, 11, 22, 22, 30, tzinfo=dt.UTC)
    with transaction.atomic():
        announce(
            "testing.level", Level(lamp_id, at, Colour.WARM, (1, 2)), organisation_id=office_id
        )
        assert sent == []
    assert sent == [
        (
            "live.testing.level",
            {
                "lamp_id": str(lamp_id),
                "at": "2026-11-22T22:30:00+00:00",
                "colour": "warm",
                "steps": [1, 2],
                "_organisation": str(office_id),
            },
        )
    ]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_never_announced(sent: list[tuple[str, Any]]) -> None:
    at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    with transaction.atomic():
        announce("testing.level", Level(uuid4(), at, Colour.WARM))
        transaction.set_rollback(True)
    assert sent == []


def test_message_that_cannot_travel_fails_before_the_commit(sent: list[tuple[str, Any]]) -> None:
    at = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    with pytest.raises(BusError, match=r"live\.E005"):
        announce("testing.level", Level(uuid4(), at, Colour.WARM, tuple(range(100_000))))


def test_unknown_topics_and_other_types_are_refused(sent: list[tuple[str, Any]]) -> None:
    with pytest.raises(UnknownTopicError, match=r"live\.E006"):
        announce("testing.nothing", Other())
    with pytest.raises(UnknownTopicError, match="Level"):
        announce("testing.level", Other())
