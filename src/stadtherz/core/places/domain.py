"""How names and questions are compared: folded words, house numbers, boxes."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees (WGS84)."""

EARTH_MAJOR_M = 6_378_137.0
ECCENTRICITY_SQUARED = 6.694_379_990_14e-3
"""WGS84, NIMA TR8350.2 table 3.1 and 3.3."""

_UMLAUTS = (("ß", "ss"), ("ae", "a"), ("oe", "o"), ("ue", "u"))
_WORD = re.compile(r"[a-z0-9]+")
_NUMBER = re.compile(r"\d+[a-z]?")
_POSTCODE = re.compile(r"\d{5}")
LONGEST_QUESTION = 120


def folded(text: str) -> list[str]:
    """Words as they are compared: small letters, no accents; ä, ae and a are one, ß is ss."""
    text = text.casefold()
    for written, plain in _UMLAUTS:
        text = text.replace(written, plain)
    decomposed = unicodedata.normalize("NFKD", text)
    return _WORD.findall("".join(c for c in decomposed if not unicodedata.combining(c)))


def search_text(*names: str) -> str:
    """What a row is found by: every word behind a space, then the words of a name as one.

    ``Richard-Wagner-Straße`` becomes `` richard wagner strasse richardwagnerstrasse``; a
    question's word is looked for as a space and its letters, so that only beginnings match.
    """
    parts: list[str] = []
    for name in names:
        words = folded(name)
        parts += words
        if len(words) > 1:
            parts.append("".join(words))
            # "Kaiser Str." also finds the Kaiserstraße's neighbour "Alte Kaiserstraße"
            parts += ["".join(words[start:]) for start in range(1, len(words) - 1)]
    return "".join(f" {part}" for part in parts)


def number_key(housenumber: str) -> str:
    """A house number as it is compared: ``12 A`` and ``12a`` are one."""
    return "".join(folded(housenumber))


def number_order(housenumber: str) -> int:
    """The leading digits, to order 2 before 10; 0 when there are none."""
    found = re.match(r"\s*(\d{1,9})", housenumber)
    return int(found.group(1)) if found else 0


@dataclass(frozen=True, slots=True)
class Question:
    """A typed address, taken apart: folded street words, folded number (may be empty)."""

    words: tuple[str, ...]
    number: str = ""


def questions(text: str, town_name: str = "") -> list[Question]:
    """The ways in which a typed line can be meant, the likeliest first.

    The number may stand before or behind the street; digits inside a name ("17. Juni") stay
    words in the last way. Postcodes and the town's own name are left out where words remain.
    """
    words = folded(text[:LONGEST_QUESTION])
    town = set(folded(town_name))
    kept = [word for word in words if not _POSTCODE.fullmatch(word) and word not in town]
    kept = kept or words
    ways = []
    at = next((i for i in range(len(kept) - 1, -1, -1) if _NUMBER.fullmatch(kept[i])), None)
    if at is not None and len(kept) > 1:
        tail = kept[at + 1 :]
        letter = tail[:1] if tail and len(tail[0]) == 1 else []
        rest = (*kept[:at], *tail[len(letter) :])
        if rest:
            ways.append(Question(rest, kept[at] + "".join(letter)))
    ways.append(Question(tuple(kept)))
    if kept != words:
        ways.append(Question(tuple(words)))
    return [way for way in ways if way.words]


def metres_per_degree(lat: float) -> tuple[float, float]:
    """Metres per degree of longitude and of latitude at a latitude.

    From the radii of curvature of the WGS84 ellipsoid (prime vertical and meridian); within
    10 km of the point a distance built from them is good to 0.1 % below 70 degrees.
    """
    sine = math.sin(math.radians(lat))
    bend = 1 - ECCENTRICITY_SQUARED * sine * sine
    prime_vertical_m = EARTH_MAJOR_M / math.sqrt(bend)
    meridian_m = EARTH_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / bend**1.5
    per_degree = math.radians(1.0)
    return (
        max(prime_vertical_m * math.cos(math.radians(lat)) * per_degree, 1e-6),
        meridian_m * per_degree,
    )


def box_around(lon: float, lat: float, radius_m: float) -> Box:
    """The box that holds a circle, a hair larger; not for circles over a pole or date line."""
    lon_m, lat_m = metres_per_degree(min(abs(lat) + radius_m / 110_000, 89.9))
    wide, high = 1.001 * radius_m / lon_m, 1.011 * radius_m / lat_m
    return lon - wide, lat - high, lon + wide, lat + high
