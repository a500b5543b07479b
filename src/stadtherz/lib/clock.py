"""A clock that begins at a moment of one's choice and runs at real speed, night after night."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SimulatedClock:
    """Maps real moments to simulated ones.

    Args:
        begins_at: simulated moment at which the clock begins.
        started_at: real moment at which it was started.
        night: length after which it begins again; so a demo never runs into the day.

    """

    begins_at: dt.datetime
    started_at: dt.datetime
    night: dt.timedelta = dt.timedelta(hours=7)

    def at(self, real_at: dt.datetime) -> dt.datetime:
        """The simulated moment; before its start the clock stands at its beginning.

        Args:
            real_at: aware moment.

        """
        gone = max(real_at - self.started_at, dt.timedelta())
        return self.begins_at + gone % self.night
