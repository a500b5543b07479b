"""What people want of the lamps: durable commands that the bridge carries out."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stadtherz.core.people.models import Organisation, Person
from stadtherz.core.registry.identity import new_id


class Rung(models.IntegerChoices):
    """Who wants it; the smaller number wins. The numbers are those of `lib.lightwave.Rung`."""

    RESCUE = 0, _("rescue")
    SAFETY = 1, _("safety")
    MANUAL = 2, _("by hand")


class Override(models.Model):
    """A wish above the calendar: who, why, how bright, until when.

    Args:
        scope: what was chosen, in words of the register (a street, a group, an incident).
        rows: the lamps' row numbers at the moment of the decision.
        source: names what it belongs to, such as ``occasion:<id>``; one running per source.
        taken_at: when the bridge took it; confirmed_at: when every lamp that answers had.

    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    rung = models.PositiveSmallIntegerField(choices=Rung.choices, default=Rung.MANUAL)
    scope = models.CharField(max_length=200)
    rows = models.JSONField()
    level_percent = models.FloatField()
    reason = models.CharField(max_length=200)
    owner = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    owner_label = models.CharField(max_length=60, blank=True, help_text="Where no person owns it.")
    cause_id = models.UUIDField(null=True)
    source = models.CharField(max_length=80, blank=True)
    is_exercise = models.BooleanField(default=False)
    starts_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)
    taken_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-starts_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(released_at__isnull=True) & ~Q(source=""),
                name="override_once_per_source",
            ),
            models.CheckConstraint(
                condition=Q(level_percent__range=(0, 100)), name="override_level_in_percent"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("starts_at")), name="override_ends_after_start"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["released_at", "expires_at"], name="override_running"),
        ]

    def __str__(self) -> str:
        return f"{self.scope}: {self.level_percent:g} %"

    @property
    def left_s(self) -> float:
        """Seconds until it ends; a span, because a simulated town's clock is another one."""
        return max((self.expires_at - timezone.now()).total_seconds(), 0.0)

    @property
    def owner_name(self) -> str:
        """Who is responsible, for people."""
        return self.owner.name if self.owner else self.owner_label


class WorkLock(models.Model):
    """An open work permit: no command reaches these lamps until its holder closes it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    permit = models.CharField(max_length=60, help_text="Number of the work permit.")
    scope = models.CharField(max_length=200)
    rows = models.JSONField()
    holder = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-opened_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "permit"],
                condition=Q(closed_at__isnull=True),
                name="work_permit_open_once",
            ),
        ]

    def __str__(self) -> str:
        return self.permit
