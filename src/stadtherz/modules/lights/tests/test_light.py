"""From a wish to the lamps and back: actions, bridge, incidents, work locks."""

from __future__ import annotations

import datetime as dt
import threading

import numpy as np
import pytest
from django.utils import timezone

from stadtherz.core.bridges.contract import BridgeContext
from stadtherz.core.occasions.events import IncidentClosed, IncidentMoved, IncidentOpened
from stadtherz.core.people import actions as people_actions
from stadtherz.core.people import make as people
from stadtherz.core.people.contract import NotAllowedError, system_actor
from stadtherz.core.registry.identity import new_id
from stadtherz.lib.lightwave import Knowledge, decode_delta
from stadtherz.modules.lights import actions, checks, listens, make, privacy, queries, tasks
from stadtherz.modules.lights.bridges.keeping import Keeper
from stadtherz.modules.lights.domain import LightsError
from stadtherz.modules.lights.models import (
    Capability,
    LightPicture,
    LightSample,
    Override,
    Rung,
    WorkLock,
)

pytestmark = pytest.mark.django_db
NIGHT = dt.datetime(2026, 10, 17, 20, 30, tzinfo=dt.UTC)
HERE = (7.7689, 49.4447)


@pytest.fixture
def office():
    return people.organisation("beleuchtung")


@pytest.fixture
def operator(office):
    return people.actor("lighting_operator", of=office)


@pytest.fixture
def lamps(office):
    people_actions.start_simulation(office.town, from_at=NIGHT, by=system_actor("people"))
    kinds = (Capability.ADDRESSABLE,) * 4 + (Capability.CIRCUIT, Capability.NOTHING)
    return [
        make.lamp(office, capability=kind, lon=HERE[0] + 0.0004 * index, lat=HERE[1])
        for index, kind in enumerate(kinds)
    ]


class Clock:
    """A clock of the bridge that the test moves."""

    def __init__(self):
        self.at = timezone.now()

    def __call__(self):
        return self.at


@pytest.fixture
def run(lamps):
    """Run a fresh bridge for so many seconds; gives its engine's state."""
    clock = Clock()

    def running(seconds=5.0, keeper=None):
        if keeper is None:
            context = BridgeContext("lights.engine", threading.Event(), now=clock)
            town = lamps[0].organisation.town
            keeper = Keeper(context, town, queries.load_fleet(town, version="1"))
        for _ in range(int(seconds / 0.2)):
            clock.at += dt.timedelta(seconds=0.2)
            keeper.round(must_look=True)
        return keeper

    running.clock = clock
    return running


def shown(keeper):
    return keeper.light.engine.state.shown.tolist()


def switched(office, operator, level_percent=90.0, **selection):
    return actions.switch(
        queries.Selection(**(selection or {"street": "Musterweg"})),
        organisation=office,
        level_percent=level_percent,
        reason="Umzug",
        expires_at=timezone.now() + dt.timedelta(hours=1),
        by=operator,
    )


def test_the_calendar_lights_the_night_and_knowledge_is_honest(run):
    keeper = run(20)
    assert shown(keeper) == [60, 60, 60, 60, 100, 60]  # circuits know only on and off
    known = keeper.light.engine.state.knowledge.tolist()
    assert known[:4] == [Knowledge.CONFIRMED] * 4
    assert known[4:] == [Knowledge.EXPECTED] * 2  # a cabinet's word is no lamp's


def test_an_override_is_carried_out_confirmed_and_released_exactly(run, office, operator):
    keeper = run(20)
    before = shown(keeper)
    override = switched(office, operator)
    run(8, keeper)
    assert shown(keeper) == [90, 90, 90, 90, 100, 60]
    override.refresh_from_db()
    assert override.taken_at is not None
    assert override.confirmed_at is not None
    actions.release(override, by=operator)
    run(20, keeper)
    assert shown(keeper) == before


def test_an_override_ends_by_itself_in_real_time(run, office, operator):
    keeper = run(20)
    switched(office, operator)
    run(8, keeper)
    run.clock.at += dt.timedelta(hours=2)
    run(30, keeper)
    assert shown(keeper)[:4] == [60] * 4


def test_a_clock_that_falls_back_ends_nothing_and_extends_nothing(run, office, operator):
    keeper = run(20)
    override = switched(office, operator)
    run(8, keeper)
    run.clock.at -= dt.timedelta(minutes=20)
    run(8, keeper)
    assert shown(keeper)[0] == 90
    run.clock.at = override.expires_at + dt.timedelta(seconds=1)
    run(30, keeper)
    assert shown(keeper)[0] == 60


def test_a_new_bridge_goes_on_with_what_was_acknowledged(run, office, operator):
    run(5)
    switched(office, operator)  # acknowledged; the old bridge dies without having seen it
    assert shown(run(20))[:4] == [90] * 4


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"level_percent": 101.0}, "lights.E005"),
        ({"level_percent": float("nan")}, "lights.E005"),
        ({"reason": " "}, "lights.E006"),
        ({"expires_at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}, "lights.E007"),
        ({"expires_at": dt.datetime(2100, 1, 1, tzinfo=dt.UTC)}, "lights.E007"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_written(office, operator, lamps, change, code):
    told = {
        "level_percent": 50.0,
        "reason": "Umzug",
        "expires_at": timezone.now() + dt.timedelta(hours=1),
    }
    with pytest.raises(LightsError) as error:
        actions.switch(
            queries.Selection(street="Musterweg"),
            organisation=office,
            by=operator,
            **(told | change),
        )
    assert error.value.code == code
    assert not Override.objects.exists()


def test_what_nothing_commands_is_not_switched(office, operator, lamps):
    with pytest.raises(LightsError, match="Nothing can command"):
        switched(office, operator, numbers=(lamps[5].number,))
    with pytest.raises(LightsError, match="no lamp 999-999"):
        switched(office, operator, numbers=("999-999",))


def test_only_the_lamps_own_organisation_switches(office, lamps):
    other = people.organisation("feuerwehr", within=office.town)
    with pytest.raises(NotAllowedError):
        switched(office, people.actor("lighting_operator", of=other))


def event(kind, key, lon=HERE[0], *, is_exercise=False):
    return kind(
        occasion_id=key, organisation_id=new_id(), lon_deg=lon, lat_deg=HERE[1],
        is_exercise=is_exercise,
    )  # fmt: skip


def test_an_incident_lights_its_scene_moves_and_gives_it_back(run):
    keeper = run(20)
    before = shown(keeper)
    house, one, two = system_actor("lights"), new_id(), new_id()
    for _ in range(2):  # at least once may be twice
        listens.light_scene(event(IncidentOpened, one), house)
    listens.light_scene(event(IncidentOpened, two), house)
    run(8, keeper)
    assert shown(keeper) == [100, 100, 100, 100, 100, 60]
    listens.end_scene(event(IncidentClosed, one), house)
    run(20, keeper)
    assert shown(keeper)[:4] == [100] * 4  # the other incident still stands there
    listens.light_scene(event(IncidentMoved, two, lon=HERE[0] + 0.0001), house)
    listens.end_scene(event(IncidentClosed, two), house)
    listens.end_scene(event(IncidentClosed, two), house)
    run(20, keeper)
    assert shown(keeper) == before


def test_rescue_wins_over_a_hand_and_cannot_be_released_by_one(run, office, operator):
    keeper = run(20)
    switched(office, operator, 10.0)
    listens.light_scene(event(IncidentOpened, new_id()), system_actor("lights"))
    run(8, keeper)
    assert shown(keeper)[0] == 100
    with pytest.raises(LightsError, match="open incident"):
        actions.release(Override.objects.get(rung=Rung.RESCUE), by=operator)


def test_an_exercise_leaves_real_lamps_alone(office):
    make.lamp(office)  # no simulated clock: a real town
    house = system_actor("lights")
    listens.light_scene(event(IncidentOpened, new_id(), is_exercise=True), house)
    assert not Override.objects.exists()
    listens.light_scene(event(IncidentOpened, new_id()), house)
    assert Override.objects.count() == 1


def test_a_light_left_behind_is_closed_by_the_clock(lamps):
    listens.light_scene(event(IncidentOpened, new_id()), system_actor("lights"))
    tasks.renew_scene_lights()
    assert Override.objects.get().released_at is not None


def test_nothing_reaches_a_lamp_under_a_work_permit(run, office, operator, lamps):
    keeper = run(20)
    held = actions.lock(
        queries.Selection(numbers=(lamps[0].number,)),
        organisation=office,
        permit="A-17",
        by=operator,
    )
    run(2, keeper)
    switched(office, operator)
    run(8, keeper)
    assert shown(keeper)[:2] == [60, 90]
    with pytest.raises(LightsError, match="another person"):
        actions.unlock(held, by=people.actor("lighting_operator", of=office))
    actions.unlock(held, by=operator)
    run(8, keeper)
    assert shown(keeper)[0] == 90
    assert WorkLock.objects.get().closed_at is not None


def test_the_picture_and_samples_are_stored_and_public_only_in_a_simulation(run, lamps, settings):
    run(70)
    picture = LightPicture.objects.get()
    rows, levels, _known = decode_delta(bytes(picture.content))
    assert rows.tolist() == list(range(6))
    assert bytes(picture.public) == bytes(picture.content)
    sample = LightSample.objects.get()
    assert 0 < sample.energy_wh < sample.full_wh
    assert queries.history_of(0, picture.town)[0].level_percent == levels[0] == 60
    light = queries.levels_of(picture, [0, 5, 99], now_at=picture.at)
    assert [one.known for one in light] == ["confirmed", "expected", "unknown"]
    stale = queries.levels_of(picture, [0], now_at=picture.at + dt.timedelta(minutes=1))
    assert stale[0].known == "unknown"


def test_a_real_town_without_gateway_shows_nothing_as_measured(office):
    for _ in range(3):
        make.lamp(office)
    clock = Clock()
    context = BridgeContext("lights.engine", threading.Event(), now=clock)
    keeper = Keeper(context, office.town, queries.load_fleet(office.town, version="1"))
    for _ in range(200):
        clock.at += dt.timedelta(seconds=0.2)
        keeper.round(must_look=True)
    assert not np.any(keeper.light.engine.state.knowledge == Knowledge.CONFIRMED)
    _rows, _levels, known = decode_delta(bytes(LightPicture.objects.get().public))
    assert not known.any()  # a street of three lamps is nobody's business
    codes = [finding.code for finding in checks.engine_beats()]
    assert "lights.W022" in codes


def test_names_of_owners_are_exported_and_erased(office, operator, lamps):
    switched(office, operator)
    assert [row["reason"] for row in privacy.export_overrides(operator.id)] == ["Umzug"]
    assert privacy.erase_overrides(operator.id) == 1
    assert privacy.export_overrides(operator.id) == []


def test_gaps_in_the_rows_stop_the_engine(office, lamps):
    lamps[2].delete()
    with pytest.raises(LightsError, match="gaps"):
        queries.load_fleet(office.town, version="1")
