"""The register: lamps, what they are, what switches them, which nights they follow."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from stadtherz.core.people.models import Organisation
from stadtherz.core.registry.identity import new_id


class Capability(models.IntegerChoices):
    """What can command a lamp; the numbers are those of `lib.lightwave.Capability`."""

    NOTHING = 0, _("nothing")
    CIRCUIT = 1, _("its circuit, on or off")
    AUTONOMOUS = 2, _("its own stored profile")
    ADDRESSABLE = 3, _("addressable, any level")
    PRESENCE = 4, _("addressable, with presence light")


class LampStatus(models.TextChoices):
    """Whether a lamp stands; rows are never deleted, so that numbers keep their meaning."""

    STANDING = "standing", _("standing")
    REMOVED = "removed", _("removed")


class LuminaireType(models.Model):
    """A kind of luminaire."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    power_w = models.FloatField(help_text="Gross power at full, watts.")
    standby_w = models.FloatField(default=0.0, help_text="Power while dark, watts.")
    minimal_percent = models.FloatField(
        default=0.0, help_text="Lowest level at which its street still passes its class."
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "key"], name="luminaire_type_key"),
        ]

    def __str__(self) -> str:
        return self.label


class Programme(models.Model):
    """A kind of night; steps are ``{"clock": "22:00", "level_percent", "idle_percent"}``.

    A step with ``"off": true`` is darkness by plan, in which no class floor holds.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    level_percent = models.FloatField()
    idle_percent = models.FloatField(null=True, help_text="Level while nobody is near.")
    on_offset_s = models.FloatField(default=0.0, help_text="Seconds after sunset.")
    off_offset_s = models.FloatField(default=0.0, help_text="Seconds after sunrise.")
    steps = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar = ["key"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "key"], name="programme_key"),
        ]

    def __str__(self) -> str:
        return self.label


class Circuit(models.Model):
    """Lamps that a cabinet switches together, all night or half the night."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    row = models.PositiveIntegerField(unique=True, help_text="Its number in the engine.")
    cabinet = models.CharField(max_length=60, help_text="Schaltschrank.")
    name = models.CharField(max_length=80)
    is_half_night = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="circuit_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Lamp(models.Model):
    """A light on a pole.

    `row` is its number in the engine, in map tiles and in live messages: 0, 1, 2 … without gaps,
    never given twice. `edge` and `along_m` are its place on the town pack's street graph.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lamps")
    row = models.PositiveIntegerField(unique=True)
    number = models.CharField(max_length=40)
    street = models.CharField(max_length=200, blank=True)
    lon = models.FloatField(help_text="Longitude, degrees.")
    lat = models.FloatField(help_text="Latitude, degrees.")
    edge = models.IntegerField(default=-1)
    along_m = models.FloatField(default=0.0)
    height_m = models.FloatField(default=6.0)
    luminaire_type = models.ForeignKey(LuminaireType, on_delete=models.PROTECT, related_name="+")
    power_w = models.FloatField(help_text="Nominal power, watts.")
    capability = models.PositiveSmallIntegerField(choices=Capability.choices)
    circuit = models.ForeignKey(Circuit, on_delete=models.PROTECT, null=True, related_name="lamps")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    near_window = models.BooleanField(default=False)
    position_is_derived = models.BooleanField(default=False)
    count_is_published = models.BooleanField(default=False)
    status = models.CharField(
        max_length=10, choices=LampStatus.choices, default=LampStatus.STANDING
    )
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "number"], name="lamp_number"),
            models.CheckConstraint(
                condition=~models.Q(capability=1, circuit__isnull=True),
                name="lamp_switched_by_circuit_has_one",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "street"], name="lamp_street"),
            models.Index(fields=["status", "number"], name="lamp_status_number"),
            models.Index(fields=["status", "street"], name="lamp_status_street"),
        ]

    def __str__(self) -> str:
        return self.number


class LampGroup(models.Model):
    """A named set of lamps."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    lamps = models.ManyToManyField(Lamp, related_name="groups")

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="lamp_group_name"),
        ]

    def __str__(self) -> str:
        return self.name
