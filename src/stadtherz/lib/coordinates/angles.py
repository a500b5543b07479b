"""Angles in degrees, in degrees and minutes, and in degrees, minutes and seconds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from stadtherz.lib.coordinates.position import Position, Reading, unreadable

if TYPE_CHECKING:
    from collections.abc import Sequence

_METRES_PER_DEGREE: Final = 111_320.0
_WORDS: Final = (
    (r"LAT(ITUDE)?|BREITE(NGRAD)?", " LAT "),
    (r"LON(GITUDE)?|LNG|LÄNGE(NGRAD)?", " LON "),
    (r"NORTH|NORD|NÖRDLICH", "N"),
    (r"SOUTH|SÜD|SÜDLICH", "S"),
    (r"EAST|OST|ÖSTLICH", "E"),
    (r"WEST|WESTLICH", "W"),
)
_SIGN: Final = {"N": 1, "S": -1, "E": 1, "O": 1, "W": -1}
_SIGNS: Final = (
    ("\u2032\u2019\u00b4`", "'"),
    ("\u2033\u201d\u201c\u201e", '"'),
    ("\u00ba", "°"),
    ("\u2212\u2013", "-"),
)
"""Typographic signs and the plain one each stands for."""
_TOKEN: Final = re.compile(r"LAT|LON|[NSEOW]|[+-]?\d+(?:\.\d+)?|[°'\"]")
_FOUR_BY_COMMA: Final = re.compile(r"([+-]?\d+),(\d+)\s*[,;]\s*([+-]?\d+),(\d+)")


def parse_angles(text: str) -> Reading:
    """Read two angles, latitude first unless letters say otherwise.

    Accepted: decimal point or comma; N, S, E, W and O (German Ost) before or behind; degree,
    minute and second signs or spaces; ``geo:`` addresses (RFC 5870); the words lat, lon,
    Breite, Länge.

    Raises:
        CoordinateError: ``coordinates.E001`` unreadable, ``coordinates.E002`` out of range.

    """
    tokens = _tokens(text)
    groups, letters = _groups(tokens, text)
    values = [_angle(group, text) for group in groups]
    lat, lon = (0, 1)
    if letters:
        values = [
            _directed(value, letter, text) for value, letter in zip(values, letters, strict=True)
        ]
        lat, lon = _order(letters, text)
    parts = max(len(group) for group in groups)
    decimals = max(len(group[-1].partition(".")[2]) for group in groups)
    step = _METRES_PER_DEGREE / 60 ** (parts - 1) / 10**decimals
    notation: Literal["degrees", "dms"] = "degrees" if parts == 1 else "dms"
    return Reading(Position(values[lat], values[lon]), notation, step)


def format_degrees(position: Position, *, decimals: int = 6) -> str:
    """Write ``49.444700, 7.769000``; six decimals are about a decimetre."""
    return f"{position.lat_deg:.{decimals}f}, {position.lon_deg:.{decimals}f}"


def format_dms(position: Position, *, decimals: int = 1) -> str:
    """Write ``49°26'40.9"N 7°46'08.4"E``."""
    lat = _dms(position.lat_deg, "NS", decimals)
    return f"{lat} {_dms(position.lon_deg, 'EW', decimals)}"


def _dms(value_deg: float, letters: str, decimals: int) -> str:
    unit = 10**decimals
    whole = round(abs(value_deg) * 3600 * unit)
    minutes, second_units = divmod(whole, 60 * unit)
    degrees, minute = divmod(minutes, 60)
    width = decimals + 3 if decimals else 2
    seconds = f"{second_units / unit:0{width}.{decimals}f}"
    return f"{degrees}°{minute:02d}'{seconds}\"{letters[value_deg < 0]}"


def _tokens(text: str) -> list[str]:
    plain = text.strip().upper().removeprefix("GEO:")
    for signs, sign in _SIGNS:
        plain = re.sub(f"[{signs}]", sign, plain)
    plain = plain.replace("''", '"')
    for words, letter in _WORDS:
        plain = re.sub(rf"\b(?:{words})\b\.?:?", letter, plain)
    plain = _with_points(plain)
    if re.sub(r"[\s:=/]", "", _TOKEN.sub("", plain)):
        raise unreadable(text)
    return _TOKEN.findall(plain)


def _with_points(plain: str) -> str:
    """Tell decimal commas from commas between the values."""
    if "." in plain:
        return re.sub("[,;]", " ", plain)
    if whole := _FOUR_BY_COMMA.fullmatch(plain.strip()):
        return "{}.{} {}.{}".format(*whole.groups())
    if len(re.findall(r"\d+", plain)) > 2:  # noqa: PLR2004  # two whole numbers are two values
        plain = re.sub(r"(\d),(\d)", r"\1.\2", plain)
    return re.sub("[,;]", " ", plain)


def _groups(tokens: Sequence[str], text: str) -> tuple[list[list[str]], list[str]]:
    """Split numbers into two groups of one to three, with their letters if there are any."""
    letters = [token for token in tokens if token in _SIGN or token in ("LAT", "LON")]
    words = [token for token in tokens if token not in ("°", "'", '"')]
    if len(letters) not in (0, 2):
        raise unreadable(text)
    numbers = [token for token in words if token not in letters]
    cut = len(numbers) // 2
    if letters:
        second = [place for place, token in enumerate(words) if token in letters]
        cut = second[1] - 1 if second[0] == 0 else second[0]
    groups = [numbers[:cut], numbers[cut:]]
    if len(groups[0]) != len(groups[1]) or len(groups[0]) not in (1, 2, 3):
        raise unreadable(text)
    return groups, letters


def _angle(parts: Sequence[str], text: str) -> float:
    """Add degrees, minutes and seconds; only the last may have decimals."""
    if any("." in part for part in parts[:-1]) or any(part[0] in "+-" for part in parts[1:]):
        raise unreadable(text)
    smaller = [float(part) for part in parts[1:]]
    if any(value >= 60 for value in smaller):  # noqa: PLR2004  # minutes and seconds
        raise unreadable(text)
    size = abs(float(parts[0])) + sum(
        value / 60.0**place for place, value in enumerate(smaller, start=1)
    )
    return -size if parts[0].startswith("-") else size


def _directed(value: float, letter: str, text: str) -> float:
    if letter in ("LAT", "LON"):
        return value
    if value < 0:
        raise unreadable(text)
    return value * _SIGN[letter]


def _order(letters: Sequence[str], text: str) -> tuple[int, int]:
    is_lat = [letter in ("N", "S", "LAT") for letter in letters]
    if is_lat[0] == is_lat[1]:
        raise unreadable(text)
    return (0, 1) if is_lat[0] else (1, 0)
