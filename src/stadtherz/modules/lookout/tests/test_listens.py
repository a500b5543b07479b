"""A photo is read as soon as the lookout is told of it; what takes long or fails is queued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.journal import dispatch
from stadtherz.core.journal.models import Delivery
from stadtherz.core.tasks.models import Work
from stadtherz.modules.lookout import actions, listens, tasks
from stadtherz.modules.lookout.domain import State
from stadtherz.modules.lookout.models import Photo
from stadtherz.modules.lookout.tests.conftest import Worker, received, sample

if TYPE_CHECKING:
    import pytest

    from stadtherz.modules.lookout.tests.conftest import House


def arrive(house: House) -> Photo:
    """Have a photo come in and be told of, as the worker's outbox does it."""
    received(sample("DJI_0021.JPG"), occasion=house.incident, by=house.crew)
    dispatch.deliver_due()
    return Photo.objects.get()


def queued() -> list[str]:
    return list(Work.objects.order_by("created_at").values_list("task", flat=True))


def test_an_ordinary_photo_is_placed_without_a_turn_in_the_queue(house: House) -> None:
    photo = arrive(house)
    assert photo.state == State.PLACED
    assert photo.item.derivatives.filter(name=photo.thumb_name).exists()
    assert "lookout.read" not in queued()
    assert "lookout.enlarge" in queued()


def test_a_large_one_waits_its_turn(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listens, "QUICK_BYTES", 1000)
    photo = arrive(house)
    assert (photo.state, queued()) == (State.RECEIVED, ["lookout.read"])


def test_a_third_one_at_the_same_time_waits_its_turn(house: House) -> None:
    with listens._AT_ONCE, listens._AT_ONCE:
        photo = arrive(house)
    assert (photo.state, queued()) == (State.RECEIVED, ["lookout.read"])
    tasks.read.run(Worker(), str(photo.id))  # type: ignore[arg-type] # stands for Progress
    photo.refresh_from_db()
    assert photo.state == State.PLACED


def test_what_fails_is_tried_again_by_the_queue(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_named: object) -> None:
        raise OSError("No space left on device")

    with monkeypatch.context() as full:
        full.setattr(tasks, "_sealed", broken)
        photo = arrive(house)
    assert (photo.state, queued()) == (State.RECEIVED, ["lookout.read"])
    assert Delivery.objects.filter(state=Delivery.State.DEAD).count() == 0
    with listens._AT_ONCE, listens._AT_ONCE:
        pass  # both places are free again


def test_ending_a_mission_ends_its_keys_and_no_others(house: House) -> None:
    ended, other = (
        actions.open_mission(house.incident, organisation=house.fire, name=name, by=house.crew)
        for name in ("Fritz", "Liese")
    )
    keys = [actions.issue_key(mission, by=house.crew).key for mission in (ended, other)]
    actions.close_mission(ended, by=house.crew)
    for key in keys:
        key.token.refresh_from_db()
    assert keys[0].token.revoked_at is not None
    assert keys[1].token.revoked_at is None
    actions.close_mission(ended, by=house.crew)
