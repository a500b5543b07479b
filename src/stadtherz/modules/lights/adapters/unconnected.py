"""A town with real lamps and no gateway: nothing is sent, nothing comes in, nothing is invented."""

from __future__ import annotations

import numpy as np

from stadtherz.lib.lightwave import Commands, Replies, Reports
from stadtherz.modules.lights.domain import Word


def silence() -> Word:
    """Nothing arrived."""
    none = np.empty(0, dtype=np.int32)
    return Word(
        replies=Replies(
            lamps=none.astype(np.intp), level_percent=none.astype(np.float32), circuits=none
        ),
        reports=Reports(
            detector=none,
            edge=none,
            position_m=none.astype(np.float32),
            direction=none.astype(np.int8),
            mover=none.astype(np.uint8),
        ),
        alive=none,
    )


class Unconnected:
    """The device port where there is none; lamps that were commanded become unknown."""

    def send(self, commands: Commands, now_s: float) -> None:
        """Drop the commands: nobody is there to take them."""

    def poll(self, now_s: float) -> Word:
        """Give nothing."""
        return silence()
