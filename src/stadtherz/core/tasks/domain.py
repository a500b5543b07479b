"""Rules of durable work, pure: pauses between tries, and when scheduled work is due."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_FIRST_PAUSE_S: Final = 2.0
_LONGEST_PAUSE_S: Final = 3600.0


class WorkState(enum.StrEnum):
    """Where a piece of work stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN_STATES: Final = (WorkState.QUEUED, WorkState.RUNNING)


def longest_retry_pause_s() -> float:
    """No pause before the next try is longer."""
    return _LONGEST_PAUSE_S * 1.5


def retry_pause_s(attempts: int, *, chance: float) -> float:
    """How long to wait before the next try: doubling, spread, at most about an hour.

    Args:
        attempts: tries so far, from 1.
        chance: a random number in [0, 1); work that failed together does not return together.

    """
    steady_s = min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0 ** min(attempts - 1, 30))
    return steady_s * (0.5 + chance)


def next_due(
    now: dt.datetime,
    *,
    every_s: float | None = None,
    daily_at: dt.time | None = None,
    zone: ZoneInfo,
) -> dt.datetime:
    """The next moment after `now`, so that runs missed in a gap never come in a burst.

    A daily time that the change to summer time leaves out falls an hour later; one that comes
    twice counts the first time.

    Args:
        now: aware.
        every_s: seconds between runs; or
        daily_at: wall-clock time in `zone`.

    Raises:
        ValueError: not exactly one of the two is given, or `every_s` is not positive.

    """
    if (every_s is None) == (daily_at is None) or (every_s is not None and every_s <= 0):
        raise ValueError("Scheduled work needs either every_s > 0 or daily_at.")
    if every_s is not None:
        return now + dt.timedelta(seconds=every_s)
    assert daily_at is not None  # noqa: S101 -- told to mypy; checked above
    day = now.astimezone(zone).date()
    due = _moment(day, daily_at, zone)
    return due if due > now else _moment(day + dt.timedelta(days=1), daily_at, zone)


def is_due(
    due_at: dt.datetime, now: dt.datetime, *, every_s: float | None, daily_at: dt.time | None
) -> bool:
    """Whether to run: the moment has come, or it lies so far off that the clock was set back."""
    period_s = every_s if daily_at is None and every_s is not None else 25 * 3600.0
    return due_at <= now or due_at - now > dt.timedelta(seconds=period_s)


def _moment(day: dt.date, at: dt.time, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, at.replace(tzinfo=None), zone).astimezone(dt.UTC)
