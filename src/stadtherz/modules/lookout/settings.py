"""Settings of the lookout."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Sizes of the copies that are shown, and what counts as late."""

    thumb_px: int = field(
        default=320,
        metadata={"help": "Longest side of a photo in lists and on the map.", "at_least": 64},
    )
    view_px: int = field(
        default=1600,
        metadata={"help": "Longest side of a photo that is opened.", "at_least": 320},
    )
    late_s: int = field(
        default=60,
        metadata={"help": "Seconds after which an unread photo is reported.", "at_least": 5},
    )
    key_hours: int = field(
        default=12, metadata={"help": "Hours that a mission key is valid.", "at_least": 1}
    )
