"""Tables of occasions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from stadtherz.core.occasions.domain import Kind, Phase
from stadtherz.core.people.models import Organisation
from stadtherz.core.registry.identity import new_id


class Occasion(models.Model):
    """An incident or event at a place, owned by one organisation, open to its participants.

    `is_exercise` marks everything that hangs on it as an exercise, for good.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="occasions"
    )
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind])
    phase = models.CharField(max_length=16, choices=[(p.value, p.value) for p in Phase])
    title = models.CharField(max_length=200)
    keyword = models.CharField(max_length=80, blank=True, help_text="Einsatzstichwort, e.g. B3.")
    address = models.CharField(max_length=240, blank=True)
    lon_deg = models.FloatField()
    lat_deg = models.FloatField()
    is_exercise = models.BooleanField(default=False)
    source = models.CharField(max_length=60, blank=True, help_text="Dispatch system it came from.")
    number = models.CharField(max_length=60, blank=True, help_text="Its number there.")
    units = models.JSONField(default=list, help_text="Call signs of the units.")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "source", "number"],
                condition=~Q(number=""),
                name="occasion_once_per_source_and_number",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, phase__in=[p for p in Phase if p != "closed"])
                | Q(closed_at__isnull=False, phase="closed"),
                name="closed_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(lon_deg__range=(-180, 180), lat_deg__range=(-90, 90)),
                name="occasion_on_earth",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "closed_at"], name="occasion_open_by_org"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether it is still going on."""
        return self.closed_at is None


class Participation(models.Model):
    """A further organisation that takes part and may see the occasion."""

    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    since_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["occasion", "organisation"], name="takes_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} @ {self.occasion_id}"


class PhaseChange(models.Model):
    """When an occasion entered a phase."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="phase_changes")
    phase = models.CharField(max_length=16, choices=[(p.value, p.value) for p in Phase])
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.phase} {self.at:%H:%M}"
