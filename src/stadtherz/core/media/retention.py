"""Deletion by the calendar, and finishing what a killed process left half done."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from stadtherz.core.journal.contract import system_actor
from stadtherz.core.media import actions, keys, store
from stadtherz.core.media.models import Item, Keeping, Upload
from stadtherz.core.media.settings import Settings
from stadtherz.core.registry.queries import settings_of

MEDIA = system_actor("media")


def delete_due() -> None:
    """Destroy the pictures of occasions whose time is over and that nothing holds."""
    waiting = Keeping.objects.filter(
        destroyed_at__isnull=True, hold_reason="", occasion__closed_at__isnull=False
    )
    now = timezone.now()
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
