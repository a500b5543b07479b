"""An incident with two organisations, and work done at once as the worker does it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from stadtherz.core.journal import dispatch
from stadtherz.core.media import actions as media
from stadtherz.core.media.spooling import Spool
from stadtherz.core.occasions import make as make_occasions
from stadtherz.core.people import make as make_people
from stadtherz.modules.lookout import actions, queries, tasks
from stadtherz.modules.lookout.models import Photo

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.media.models import Item
    from stadtherz.core.occasions.models import Occasion
    from stadtherz.core.people.models import Organisation

SAMPLES = Path(__file__).parents[1] / "demo_photos"
Send = Callable[[bytes], Photo]


@dataclass(frozen=True)
class House:
    """A control centre that leads, a fire service that takes part, and strangers."""

    centre: Organisation
    fire: Organisation
    strangers: Organisation
    dispatcher: Actor
    crew: Actor
    stranger: Actor
    incident: Occasion


class Worker:
    """What the worker gives a task."""

    actor = make_people.system_of("lookout")

    def report(self, done: float, message: str = "") -> None:
        """Nothing to write down."""


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def work() -> None:
    """Deliver what waits and read every photo that came."""
    dispatch.deliver_due()
    for photo in Photo.objects.filter(read_at__isnull=True):
        tasks.read.run(Worker(), str(photo.id))  # type: ignore[arg-type] # stands for Progress


def received(data: bytes, *, occasion: Occasion, by: Actor, filename: str = "") -> Item:
    """A picture that has come in, as the upload edge takes it."""
    name = filename or f"{os.urandom(4).hex()}.jpg"
    upload = media.begin_upload(occasion, filename=name, length_bytes=len(data), by=by)
    spool = Spool(upload)
    try:
        spool.write(data)
        spool.finish()
    finally:
        spool.close()
    return media.receive(upload, by=by)


@pytest.fixture
def house(db: None) -> House:
    town = make_people.town()
    centre, fire, strangers = (
        make_people.organisation(key, within=town) for key in ("centre", "fire", "strangers")
    )
    dispatcher = make_people.actor("dispatcher", of=centre)
    incident = make_occasions.incident(organisation=centre, by=dispatcher, is_exercise=True)
    actions.invite(incident, fire, by=dispatcher)
    return House(
        centre=centre,
        fire=fire,
        strangers=strangers,
        dispatcher=dispatcher,
        crew=make_people.actor("drone_crew", of=fire),
        stranger=make_people.actor("dispatcher", of=strangers),
        incident=incident,
    )


@pytest.fixture
def send(house: House) -> Send:
    def sent(data: bytes) -> Photo:
        item = received(data, occasion=house.incident, by=house.crew)
        work()
        return queries.photo_record(Photo.objects.get(item=item).id)

    return sent
