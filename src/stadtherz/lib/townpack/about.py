"""``town.toml``: written by hand-made lines (the standard library only reads TOML), read back."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from typing import TYPE_CHECKING, Any

from stadtherz.lib.townpack.values import FORMAT, TownAbout

if TYPE_CHECKING:
    from collections.abc import Mapping


def about_to_text(about: TownAbout) -> str:
    """TOML 1.0; strings are written as JSON strings, which are valid TOML basic strings."""
    day = about.source_on.isoformat() if about.source_on else ""
    head = {
        "format": about.format,
        "key": about.key,
        "name": about.name,
        "country": about.country,
        "timezone": about.timezone,
        "bbox": [round(value, 7) for value in about.bbox],
        "centre": [round(value, 7) for value in about.centre],
        "source": about.source,
        "source_on": day,
        "licence": about.licence,
        "attribution": about.attribution,
        "length_km": about.length_km,
    }
    return (
        "# Built by `stadtherz town build`; lon before lat, degrees WGS84.\n"
        + _lines(head)
        + "\n[counts]\n"
        + _lines(about.counts)
        + "\n[sha256]\n"
        + _lines({json.dumps(name): digest for name, digest in about.sha256.items()})
    )


def about_from_text(text: str) -> TownAbout:
    """Read ``town.toml``; ``ValueError`` when a field is missing, wrong, or of another format."""
    try:
        content = tomllib.loads(text)
        if content["format"] != FORMAT:
            raise ValueError(f"format {content['format']}, this program reads {FORMAT}")
        return _about(content)
    except (KeyError, TypeError) as error:
        raise ValueError(f"field missing or of another type: {error}") from error


def _about(content: Mapping[str, Any]) -> TownAbout:
    west, south, east, north = (float(value) for value in content["bbox"])
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees
        raise ValueError("bbox is not west, south, east, north in degrees")
    lon, lat = (float(value) for value in content["centre"])
    day = content["source_on"]
    texts = ("key", "name", "country", "timezone", "source", "licence", "attribution")
    return TownAbout(
        format=FORMAT,
        bbox=(west, south, east, north),
        centre=(lon, lat),
        source_on=date.fromisoformat(day) if day else None,
        length_km=float(content["length_km"]),
        counts={str(name): int(count) for name, count in content["counts"].items()},
        sha256={str(name): str(digest) for name, digest in content["sha256"].items()},
        **{name: str(content[name]) for name in texts},
    )


def _lines(values: Mapping[str, object]) -> str:
    return "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items()
    )
