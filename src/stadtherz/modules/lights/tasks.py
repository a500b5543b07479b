"""Work by the clock: renewing the light of open incidents, forgetting old samples."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from stadtherz.core.occasions.models import Occasion
from stadtherz.core.people.contract import system_actor
from stadtherz.core.registry.queries import settings_of
from stadtherz.modules.lights import actions
from stadtherz.modules.lights.models import LightSample, Override, Rung
from stadtherz.modules.lights.settings import Settings

SOON = dt.timedelta(hours=1)


def renew_scene_lights() -> None:
    """Grant more time to lights of open incidents that end soon; close those left behind."""
    by, now = system_actor("lights"), timezone.now()
    held = Override.objects.filter(
        rung=Rung.RESCUE, released_at__isnull=True, source__startswith="occasion:"
    )
    for override in held:
        occasion_id = override.source.removeprefix("occasion:")
        occasion = Occasion.objects.filter(id=occasion_id).first()
        if occasion is None or not occasion.is_open:
            actions.close_scene_light(occasion_id=occasion_id, by=by)  # type: ignore[arg-type] # text of the id serves as well
        elif override.expires_at < now + SOON:
            actions.renew_scene_light(override, by=by)


def forget_samples() -> None:
    """Empty samples of single lamps after the retention; the energy stays."""
    until_at = timezone.now() - dt.timedelta(days=settings_of(Settings).sample_days)
    LightSample.objects.filter(at__lt=until_at).exclude(content=b"").update(content=b"")
