"""The light engine: lamps on demand along the street graph, under a ladder of priorities.

engine.py      LightEngine: reports, overrides, locks in; levels and commands out
ladder.py      rungs and capabilities        knowledge.py  how a level is known (a table)
fleet.py       lamps as arrays               state.py      their state as arrays
calendar.py    nights by sun and clock       schedule.py   laid out over the lamps
overrides.py   undone exactly                worklock.py   above everything
graph.py       what a street graph must give reach.py      lamps ahead, found once
presence.py    the wave                      detectors.py  stuck and silent ones
resolve.py     ladder, floor, hardware       ramps.py      levels on their way
dispatch.py    commands, repeats, replies    delta.py      changes as few bytes
rescue.py      light for rescue forces       limits.py     its limits, with source
people.py      simulated street users        twin.py       simulated lamps and their faults
"""

from stadtherz.lib.lightwave.calendar import (
    OFF_BY_PLAN,
    Calendar,
    NightLevel,
    Programme,
    Rule,
    Spell,
    Step,
)
from stadtherz.lib.lightwave.delta import decode_delta, encode_delta
from stadtherz.lib.lightwave.detectors import DetectorWatch
from stadtherz.lib.lightwave.engine import LightEngine
from stadtherz.lib.lightwave.fleet import Fleet
from stadtherz.lib.lightwave.graph import StreetArrays
from stadtherz.lib.lightwave.knowledge import Knowledge
from stadtherz.lib.lightwave.ladder import LOCKED, Capability, Rung
from stadtherz.lib.lightwave.messages import Changes, Commands, Replies, Reports, Tick
from stadtherz.lib.lightwave.overrides import Override, OverrideError
from stadtherz.lib.lightwave.policy import Mover, Policy, Presence
from stadtherz.lib.lightwave.presence import PresenceWave
from stadtherz.lib.lightwave.reach import LampOrder, Reach
from stadtherz.lib.lightwave.rescue import breathing_percent, nearest_lamps, scene_light
from stadtherz.lib.lightwave.schedule import Schedule
from stadtherz.lib.lightwave.state import LightState
from stadtherz.lib.lightwave.worklock import WorkLock, WorkLockError

__all__ = [
    "LOCKED",
    "OFF_BY_PLAN",
    "Calendar",
    "Capability",
    "Changes",
    "Commands",
    "DetectorWatch",
    "Fleet",
    "Knowledge",
    "LampOrder",
    "LightEngine",
    "LightState",
    "Mover",
    "NightLevel",
    "Override",
    "OverrideError",
    "Policy",
    "Presence",
    "PresenceWave",
    "Programme",
    "Reach",
    "Replies",
    "Reports",
    "Rule",
    "Rung",
    "Schedule",
    "Spell",
    "Step",
    "StreetArrays",
    "Tick",
    "WorkLock",
    "WorkLockError",
    "breathing_percent",
    "decode_delta",
    "encode_delta",
    "nearest_lamps",
    "scene_light",
]
