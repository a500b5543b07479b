"""How each bridge stands, for health; written in batches by the bridge process alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from stadtherz.core.bridges.domain import BridgeState


class BridgeHealth(models.Model):
    """One bridge. `seen_at` moves while its process lives; counters count since its start."""

    key = models.CharField(max_length=80, primary_key=True)
    state = models.CharField(max_length=12, choices=[(s, s) for s in BridgeState])
    since_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    starts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=500, blank=True)
    counters = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[str(s) for s in BridgeState]), name="bridge_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"
