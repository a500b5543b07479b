"""Tables of the lookout: missions, their keys, and photos with their place on the ground.

What a photo recorded is never altered. Where a mission is relocated (exercises only), the shown
place is computed from the recorded one when it is read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q

from stadtherz.core.media.models import Item
from stadtherz.core.occasions.models import Occasion
from stadtherz.core.people.models import Organisation, Token
from stadtherz.core.registry.identity import new_id
from stadtherz.modules.lookout.domain import LonLat, State, Trouble, moved

if TYPE_CHECKING:
    from uuid import UUID

KEPT_TURNS = {"turned_90": 90, "turned_180": 180, "turned_270": 270}


class Mission(models.Model):
    """A crew's flight for an incident. The automatic one takes photos that no crew announced."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    occasion = models.ForeignKey(Occasion, on_delete=models.CASCADE, related_name="missions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    crew_note = models.CharField(max_length=400, blank=True)
    is_automatic = models.BooleanField(default=False)
    opened_by_id = models.UUIDField(null=True, help_text="Person; not for tokens and listeners.")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    from_lon_deg = models.FloatField(null=True, help_text="Recorded place that is moved …")
    from_lat_deg = models.FloatField(null=True)
    to_lon_deg = models.FloatField(null=True, help_text="… to here. Exercises only.")
    to_lat_deg = models.FloatField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["occasion"], condition=Q(is_automatic=True), name="one_automatic_mission"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_relocated(self) -> bool:
        """Whether its photos are to be shown at another place than recorded."""
        return self.to_lon_deg is not None

    def shown(self, point: LonLat) -> LonLat:
        """Where a recorded point is shown."""
        if None in (self.from_lon_deg, self.from_lat_deg, self.to_lon_deg, self.to_lat_deg):
            return point
        origin = (float(self.from_lon_deg or 0), float(self.from_lat_deg or 0))
        target = (float(self.to_lon_deg or 0), float(self.to_lat_deg or 0))
        return moved(point, origin=origin, target=target)


class MissionKey(models.Model):
    """A key that sends photos of one incident and can do nothing else."""

    mission = models.ForeignKey(Mission, on_delete=models.CASCADE, related_name="keys")
    token = models.OneToOneField(Token, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.token)


class Photo(models.Model):
    """A photo of an incident: what its file says, and the ground that it shows.

    ``corners`` are longitude and latitude of top left, top right, bottom right, bottom left of
    the picture as shown (turned as decided). Heights: ``height_m`` above the take-off point,
    ``altitude_m`` against ``altitude_reference``.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="photo")
    occasion = models.ForeignKey(Occasion, on_delete=models.PROTECT, related_name="photos")
    mission = models.ForeignKey(Mission, on_delete=models.PROTECT, null=True, related_name="photos")
    is_exercise = models.BooleanField()
    state = models.CharField(
        max_length=10, choices=[(s.value, s.value) for s in State], default=State.RECEIVED
    )
    trouble = models.CharField(
        max_length=20, choices=[(t.value, t.value) for t in Trouble], blank=True
    )
    detail = models.CharField(max_length=300, blank=True, help_text="What exactly was refused.")
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    enlarged_at = models.DateTimeField(null=True, help_text="The large copy was made.")
    compared_at = models.DateTimeField(null=True, help_text="Held against its neighbours.")
    taken_at = models.DateTimeField(null=True)
    is_zone_assumed = models.BooleanField(default=False)
    maker = models.CharField(max_length=80, blank=True)
    model = models.CharField(max_length=80, blank=True)
    lon_deg = models.FloatField(null=True)
    lat_deg = models.FloatField(null=True)
    height_m = models.FloatField(null=True)
    altitude_m = models.FloatField(null=True)
    altitude_reference = models.CharField(max_length=12, blank=True)
    yaw_deg = models.FloatField(null=True)
    pitch_deg = models.FloatField(null=True)
    roll_deg = models.FloatField(null=True)
    look_azimuth_deg = models.FloatField(null=True)
    corners = models.JSONField(null=True)
    centre = models.JSONField(null=True)
    is_clipped = models.BooleanField(default=False)
    error_ce90_m = models.FloatField(null=True)
    gsd_m = models.FloatField(null=True)
    orientation = models.CharField(max_length=12, blank=True)
    orientation_confidence = models.FloatField(null=True)
    orientation_reasons = models.JSONField(default=list)
    address = models.CharField(max_length=240, blank=True, help_text="Nearest, where shown.")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["occasion", "-received_at"], name="photos_of_incident"),
            models.Index(fields=["state", "received_at"], name="photos_by_state"),
        ]

    def __str__(self) -> str:
        return str(self.item_id)

    @property
    def organisation_id(self) -> UUID:
        """The incident's owner."""
        return self.occasion.organisation_id

    @property
    def shown_position(self) -> LonLat | None:
        """Where the camera is shown: as recorded, or relocated."""
        if self.lon_deg is None or self.lat_deg is None:
            return None
        return self._shown((self.lon_deg, self.lat_deg))

    @property
    def shown_corners(self) -> list[LonLat] | None:
        """The outline where it is shown."""
        return [self._shown((x, y)) for x, y in self.corners] if self.corners else None

    @property
    def shown_centre(self) -> LonLat | None:
        """What the picture's centre shows, else where the camera was."""
        if self.centre:
            return self._shown((self.centre[0], self.centre[1]))
        return self.shown_position

    @property
    def turned_back_deg(self) -> int:
        """By how many degrees the shown copies were turned back."""
        return KEPT_TURNS.get(self.orientation, 0)

    @property
    def thumb_name(self) -> str:
        """Derivative for lists and the map."""
        return f"thumb-{self.turned_back_deg}"

    @property
    def view_name(self) -> str:
        """Derivative that opens large."""
        return f"view-{self.turned_back_deg}"

    def _shown(self, point: Any) -> LonLat:
        lon, lat = point
        return self.mission.shown((lon, lat)) if self.mission else (lon, lat)
