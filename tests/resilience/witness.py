"""The bridge process with a witness: when detectors reported, which lamps rise, what was told.

Run as ``python -m tests.resilience.witness NOTES`` in an installation's environment. Moments are
of the machine's monotonic clock, which all its processes share. Nothing else is changed.
"""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import numpy as np

from stadtherz.lib.lightwave import Rung
from stadtherz.project.processes import roles

if TYPE_CHECKING:
    from stadtherz.modules.lights.live import LevelsChanged


def watch(notes: Path) -> None:
    """Lay the witness around one round's step and around what is announced."""
    telling: Any = import_module("stadtherz.modules.lights.bridges.telling")
    TownLight: Any = import_module("stadtherz.modules.lights.bridges.town_light").TownLight  # noqa: N806
    step, announce = TownLight.step, telling.announce
    out = notes.open("a", buffering=1)

    def noted_step(light: Any, now_s: float) -> Any:
        state, poll, seen = light.engine.state, light.port.poll, [0]

        def noted_poll(at_s: float) -> Any:
            word = poll(at_s)
            seen[0] = len(word.reports)
            return word

        light.port.poll = noted_poll
        at_s, shown, target = time.monotonic(), state.shown.copy(), state.target.copy()
        try:
            tick = step(light, now_s)
        finally:
            light.port.poll = poll
        rises = (state.target > target) & (state.target > shown) & (state.reason == Rung.SENSOR)
        lamps = np.flatnonzero(rises)
        if seen[0] and len(lamps):
            out.write(json.dumps({"at": at_s, "rises": [[int(n), int(shown[n])] for n in lamps]}))
            out.write("\n")
        return tick

    def noted_announce(topic: str, message: LevelsChanged) -> None:
        announce(topic, message)
        if topic == "lights.town":
            out.write(json.dumps({"told": [message.delta, message.clock]}) + "\n")

    TownLight.step = noted_step
    telling.announce = noted_announce


if __name__ == "__main__":
    django.setup()
    watch(Path(sys.argv[1]))
    sys.exit(roles.bridge())
