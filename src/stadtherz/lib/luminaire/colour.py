"""Colour of a lamp as photometric files tell it: many ways of writing, two numbers."""

from __future__ import annotations

import re
from typing import Final

CCT_RANGE_K: Final = (1_000, 20_000)
_KELVIN = re.compile(r"(?<![\d.,])(\d{4,5})\s*K\b", re.IGNORECASE)
_BARE = re.compile(r"\d{4,5}(?:[.,]0+)?")
_LAMP_CODE = re.compile(r"([5-9])(\d{2})(?:\s*\D.*)?")  # 740: rendering 70 or more, 4000 K
_PERCENT = re.compile(r"(?:(?:CRI|Ra)\s*)?(?:[>≥]=?\s*)?(\d{1,3})", re.IGNORECASE)
#: Groups of DIN 5035 that older files tell, as the least index of the group.
_GROUPS: Final = {"1A": 90, "1B": 80, "2A": 70, "2B": 60, "3": 40, "4": 20}


def cct_k(told: str) -> float | None:
    """Correlated colour temperature in kelvin, or nothing when the text tells none."""
    text = told.strip()
    if found := _KELVIN.search(text):
        value = float(found[1])
    elif _BARE.fullmatch(text):
        value = float(text.replace(",", "."))
    elif found := _LAMP_CODE.fullmatch(text):
        value = float(found[2]) * 100
    else:
        return None
    return value if CCT_RANGE_K[0] <= value <= CCT_RANGE_K[1] else None


def least_cri(told: str) -> int | None:
    """Colour rendering index, the least one where a group is told, or nothing."""
    text = told.strip().upper()
    if text in _GROUPS:
        return _GROUPS[text]
    if found := _PERCENT.fullmatch(text):
        index = int(found[1])
        return index if 0 < index <= 100 else None  # noqa: PLR2004 - the scale of the index
    return None
