"""What the bridge recorded: the picture of now, and samples over time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from stadtherz.core.people.models import Town
from stadtherz.core.registry.identity import new_id


class LightPicture(models.Model):
    """The whole town's light at one moment; one row per town, written by the bridge alone.

    `content` and `public` are deltas of `lib.lightwave.encode_delta` over all rows.
    """

    town = models.OneToOneField(Town, on_delete=models.CASCADE, primary_key=True)
    content = models.BinaryField()
    public = models.BinaryField()
    at = models.DateTimeField(help_text="Real moment.")
    town_at = models.DateTimeField(help_text="What the town's clock said.")
    lamps = models.PositiveIntegerField()
    power_w = models.FloatField()

    def __str__(self) -> str:
        return f"{self.lamps} @ {self.at:%H:%M:%S}"


class LightSample(models.Model):
    """Levels of all lamps at one moment, and the energy since the sample before.

    `content` is zlib over N bytes of levels and N bytes of knowledge codes, by row; it is
    emptied after the retention, the energy stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    town = models.ForeignKey(Town, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)
    town_at = models.DateTimeField()
    is_simulated = models.BooleanField()
    seconds = models.FloatField(help_text="Time that the energy is of.")
    energy_wh = models.FloatField(help_text="Computed from levels and nominal power.")
    full_wh = models.FloatField(help_text="The same with every lamp at full.")
    content = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return f"{self.town_at:%H:%M}"
