"""Deletion by the calendar, and finishing what a killed process left half done."""

from __future__ import annotations

import datetime as dt
import logging

from django.utils import timezone

from stadtherz.core.journal.contract import system_actor
from stadtherz.core.media import actions, keys, store
from stadtherz.core.media.models import Item, Keeping, Upload
from stadtherz.core.media.settings import Settings
from stadtherz.core.registry.queries import settings_of

log = logging.getLogger(__name__)

MEDIA = system_actor("media")
LONGEST_PAUSE = dt.timedelta(days=2)
"""The job runs every night: after a longer pause the clock leapt, or the machine was off."""


def delete_due() -> None:
    """Destroy the pictures of occasions whose time is over and that nothing holds.

    After a long pause nothing is destroyed yet: a clock that leapt forward makes every picture
    look old, and whoever sees it has a day to set it right.
    """
    now = timezone.now()
    if _pause_until(now) > LONGEST_PAUSE:
        log.warning("no deletion tonight: the clock leapt, or the machine was off; next night")
        return
    waiting = Keeping.objects.filter(
        destroyed_at__isnull=True, hold_reason="", occasion__closed_at__isnull=False
    )
    for keeping in waiting.select_related("occasion"):
        closed_at = keeping.occasion.closed_at
        if closed_at and closed_at + dt.timedelta(days=keeping.retention_days) < now:
            actions.forget(keeping.occasion, by=MEDIA)


def sweep() -> None:
    """Destroy keys of what was deleted, should a process have died before; drop old uploads."""
    for keeping in Keeping.objects.filter(destroyed_at__isnull=False):
        keys.destroy_key(keeping.occasion_id)
        for address in Item.objects.filter(occasion=keeping.occasion_id).values_list(
            "address", flat=True
        ):
            store.remove(address)
    hours = settings_of(Settings).unfinished_hours
    oldest = timezone.now() - dt.timedelta(hours=hours)
    for upload in Upload.objects.filter(begun_at__lt=oldest).select_related("occasion"):
        actions.abandon(upload, by=MEDIA)


def _pause_until(now: dt.datetime) -> dt.timedelta:
    """Give the time since the last run by the wall clock, zero at the first; note this one."""
    path = store.root() / "retention-ran-at"
    try:
        last_at = dt.datetime.fromisoformat(path.read_text("ascii"))
    except (FileNotFoundError, ValueError):
        last_at = now
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(now.isoformat(), "ascii")
    fresh.replace(path)
    return now - last_at
