"""Settings of media."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Limits of uploads, and how long pictures are kept."""

    most_bytes: int = field(
        default=200_000_000, metadata={"help": "Largest file, in bytes.", "at_least": 1_000_000}
    )
    most_pixels: int = field(
        default=200_000_000,
        metadata={"help": "Largest picture, width times height.", "at_least": 1_000_000},
    )
    reserve_bytes: int = field(
        default=500_000_000,
        metadata={"help": "Free disk space that uploads leave alone, in bytes.", "at_least": 0},
    )
    retention_days: int = field(
        default=30,
        metadata={
            "help": "Days after an occasion's end until its pictures are destroyed.",
            "at_least": 1,
        },
    )
    unfinished_hours: int = field(
        default=48,
        metadata={"help": "Hours until an unfinished upload is given up.", "at_least": 1},
    )
