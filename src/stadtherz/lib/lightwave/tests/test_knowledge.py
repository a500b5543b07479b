import numpy as np
import pytest

from stadtherz.lib.lightwave import Capability, Fleet, Knowledge, Replies
from stadtherz.lib.lightwave.knowledge import TABLE, Event, after
from stadtherz.lib.lightwave.tests.town import NIGHT_S, NOON_S, engine
from stadtherz.lib.lightwave.twin import FleetTwin


def test_only_a_report_of_the_lamp_itself_turns_a_level_into_a_confirmed_one():
    leading = {
        event
        for event, row in TABLE.items()
        for before, now in zip(Knowledge, row, strict=True)
        if now is Knowledge.CONFIRMED and before is not Knowledge.CONFIRMED
    }
    assert leading == {Event.LAMP_REPORTED}
    assert set(TABLE) == set(Event)


def test_the_table_works_on_arrays():
    codes = np.array([0, 1, 2, 3], dtype=np.uint8)
    assert after(Event.REPLY_OVERDUE, codes).tolist() == [0, 1, 0, 3]


@pytest.fixture
def twin():
    return FleetTwin(Fleet.of(3), np.random.default_rng(1))


def test_command_reply_and_age(twin):
    town = engine(twin.fleet)
    twin.receive(town.tick(NIGHT_S).commands, NIGHT_S)
    assert town.state.knowledge.tolist() == [Knowledge.COMMANDED] * 3
    assert np.isnan(town.state.reported).all()
    town.reply(twin.poll(NIGHT_S + 1), NIGHT_S + 1)
    changes = town.tick(NIGHT_S + 1).changes
    assert changes.knowledge.tolist() == [Knowledge.CONFIRMED] * 3
    assert town.state.reported.tolist() == [70] * 3
    town.tick(NIGHT_S + 3700)
    assert town.state.knowledge.tolist() == [Knowledge.EXPECTED] * 3


def test_a_lamp_that_does_not_answer_is_asked_three_times_then_unknown_then_probed(twin):
    twin.not_answering[1] = True
    town = engine(twin.fleet)
    sent = []
    for second in range(100):
        tick = town.tick(NIGHT_S + second)
        sent += [second] * (1 in tick.commands.lamps)
        twin.receive(tick.commands, NIGHT_S + second)
        town.reply(twin.poll(NIGHT_S + second), NIGHT_S + second)
    assert sent == [0, 6, 12, 73]
    assert town.state.knowledge[1] == Knowledge.UNKNOWN
    twin.not_answering[1] = False
    for second in range(100, 200):
        tick = town.tick(NIGHT_S + second)
        twin.receive(tick.commands, NIGHT_S + second)
        town.reply(twin.poll(NIGHT_S + second), NIGHT_S + second)
    assert town.state.knowledge[1] == Knowledge.CONFIRMED


def test_a_day_burner_is_shown_as_it_burns_and_not_commanded_for_ever(twin):
    twin.day_burner[0] = True
    town = engine(twin.fleet)
    sent = 0
    for second in range(60):
        tick = town.tick(NOON_S + second)
        sent += 0 in tick.commands.lamps
        twin.receive(tick.commands, NOON_S + second)
        town.reply(twin.poll(NOON_S + second), NOON_S + second)
    assert sent == 3
    assert town.state.level[0] == 100
    assert town.state.reported[0] == 100
    assert twin.shining_percent.tolist() == [100, 0, 0]


def test_a_cabinet_confirms_the_supply_not_the_light():
    fleet = Fleet.of(2, capability=Capability.CIRCUIT, circuit=0)
    twin, town = FleetTwin(fleet, np.random.default_rng(1)), engine(fleet)
    twin.receive(town.tick(NIGHT_S).commands, NIGHT_S)
    town.reply(twin.poll(NIGHT_S + 1), NIGHT_S + 1)
    town.tick(NIGHT_S + 1)
    assert town.state.knowledge.tolist() == [Knowledge.EXPECTED] * 2
    assert twin.level_percent.tolist() == [100, 100]


def test_what_is_only_planned_is_expected_and_lost_contact_is_unknown():
    town = engine(Fleet.of(2, capability=Capability.AUTONOMOUS_PROFILE))
    town.tick(NIGHT_S)
    assert town.state.knowledge.tolist() == [Knowledge.EXPECTED] * 2
    assert np.isnan(town.state.reported).all()
    town.lose_contact(np.array([1]), NIGHT_S)
    assert town.snapshot().knowledge.tolist() == [Knowledge.EXPECTED, Knowledge.UNKNOWN]


def test_a_reply_of_another_level_is_measured_and_commanded_again():
    town = engine(Fleet.of(1))
    town.tick(NIGHT_S)
    odd = Replies(
        lamps=np.array([0]),
        level_percent=np.array([35], dtype=np.float32),
        circuits=np.empty(0, dtype=np.int32),
    )
    town.reply(odd, NIGHT_S + 1)
    assert town.tick(NIGHT_S + 1).commands.level_percent.tolist() == [70]
    assert town.state.reported[0] == 35
