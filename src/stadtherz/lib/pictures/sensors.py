"""Sensor widths of common drone cameras, used where a file gives no better focal length.

Widths are the nominal ones of the optical format that the makers' data sheets name:
1/2.3 inch 6.17 mm, 1 inch 13.2 mm, 4/3 inch 17.3 mm. The keys are EXIF model names as ExifTool
and OpenDroneMap's sensor list record them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDTHS_BY_FORMAT = {
    6.17: ("FC300S", "FC300X", "FC300C", "FC330", "FC220", "FC350", "FC7203", "FC7303"),
    13.2: ("FC6310", "FC6310S", "FC6310R", "FC6510", "L1D-20c", "FC3411", "XT705"),
    17.3: ("FC6520", "L2D-20c", "M3E"),
}
SENSOR_WIDTHS_MM: Mapping[str, float] = MappingProxyType(
    {model: width for width, models in _WIDTHS_BY_FORMAT.items() for model in models}
)
