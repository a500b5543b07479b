"""The shape of missions and photos for the API, the map and the pages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Field, Schema

from stadtherz.modules.lookout.domain import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stadtherz.modules.lookout.models import Mission, Photo

Position = tuple[float, float]


class MissionOut(Schema):
    """A crew's flight for an incident."""

    id: UUID
    incident: UUID
    organisation: str = Field(description="Key of the crew's organisation")
    name: str
    crew_note: str
    is_automatic: bool = Field(description="Takes photos that no crew announced")
    is_relocated: bool = Field(description="Exercise: shown at another place than recorded")
    opened_at: dt.datetime
    closed_at: dt.datetime | None


class MissionIn(Schema):
    """A flight to be opened."""

    organisation: str = Field(description="Key of the crew's organisation, such as `feuerwehr`")
    name: str = Field(min_length=1, max_length=120)
    crew_note: str = Field("", max_length=400)


class KeyOut(Schema):
    """A mission key. `secret` is told this once and stored nowhere."""

    secret: str
    expires_at: dt.datetime | None
    upload: str = Field(description="Address for a PUT per photo: add the file's name")


class Facts(Schema):
    """What is known of a photo. Metres, degrees; moments in UTC."""

    incident: UUID
    mission: UUID | None
    filename: str
    state: str = Field(description="received, placed, unplaced or failed")
    trouble: str = Field(description="Why it has no place or no outline; empty when all is well")
    received_at: dt.datetime
    taken_at: dt.datetime | None
    is_exercise: bool
    is_relocated: bool
    camera: Position | None = Field(description="Longitude, latitude of the camera as shown")
    centre: Position | None = Field(description="What the picture's centre shows")
    height_m: float | None = Field(description="Above the take-off point")
    altitude_m: float | None
    altitude_reference: str = Field(description="ellipsoid, sea_level or unknown")
    yaw_deg: float | None
    pitch_deg: float | None
    roll_deg: float | None
    look_azimuth_deg: float | None
    error_ce90_m: float | None = Field(description="90 % of positions lie within this radius")
    gsd_m: float | None = Field(description="Ground size of a pixel")
    is_clipped: bool = Field(description="The view passes the horizon: outline cut, do not drape")
    orientation: str = Field(description="as_shot, turned_90/180/270 (turned back) or unverified")
    orientation_reasons: list[str]
    address: str
    maker: str
    model: str


class PhotoFeature(Schema):
    """GeoJSON Feature (RFC 7946): the ground that the photo shows, or the camera's place."""

    type: str = "Feature"
    id: UUID
    geometry: dict[str, Any] | None
    properties: Facts


class PhotoCollection(Schema):
    """GeoJSON FeatureCollection with the mark of the exercise."""

    type: str = "FeatureCollection"
    is_exercise: bool
    features: list[PhotoFeature]


_SAME = (
    "state",
    "trouble",
    "received_at",
    "taken_at",
    "is_exercise",
    "height_m",
    "altitude_m",
    "altitude_reference",
    "yaw_deg",
    "pitch_deg",
    "roll_deg",
    "look_azimuth_deg",
    "error_ce90_m",
    "gsd_m",
    "is_clipped",
    "orientation",
    "orientation_reasons",
    "address",
    "maker",
    "model",
)


def to_feature(photo: Photo) -> dict[str, Any]:
    """Write a photo as a GeoJSON Feature."""
    facts = {name: getattr(photo, name) for name in _SAME}
    facts |= {
        "incident": photo.occasion_id,
        "mission": photo.mission_id,
        "filename": photo.item.filename,
        "is_relocated": bool(photo.mission and photo.mission.is_relocated),
        "camera": photo.shown_position,
        "centre": photo.shown_centre,
    }
    return {"type": "Feature", "id": photo.id, "geometry": _geometry(photo), "properties": facts}


def to_collection(photos: Iterable[Photo], *, is_exercise: bool) -> dict[str, Any]:
    """Write photos as a GeoJSON FeatureCollection."""
    features = [to_feature(photo) for photo in photos]
    return {"type": "FeatureCollection", "is_exercise": is_exercise, "features": features}


def to_mission(mission: Mission) -> dict[str, Any]:
    """Write a mission for the API."""
    return {
        "id": mission.id,
        "incident": mission.occasion_id,
        "organisation": mission.organisation.key,
        "name": mission.name,
        "crew_note": mission.crew_note,
        "is_automatic": mission.is_automatic,
        "is_relocated": mission.is_relocated,
        "opened_at": mission.opened_at,
        "closed_at": mission.closed_at,
    }


def _geometry(photo: Photo) -> dict[str, Any] | None:
    if photo.state != State.PLACED:
        return None
    if corners := photo.shown_corners:
        ring = [list(corner) for corner in (*reversed(corners), corners[-1])]
        return {"type": "Polygon", "coordinates": [ring]}
    position = photo.shown_position
    return {"type": "Point", "coordinates": list(position)} if position else None
