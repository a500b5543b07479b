"""Limits of the event streams, free of Django."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How much one browser and one web process may take."""

    most_streams: int = field(
        default=2500, metadata={"help": "Open event streams per web process.", "at_least": 1}
    )
    most_streams_per_address: int = field(
        default=20,
        metadata={
            "help": "Open event streams per client address; this machine itself is exempt.",
            "at_least": 1,
        },
    )
    most_topics: int = field(
        default=32, metadata={"help": "Topics of one event stream.", "at_least": 1}
    )
    most_waiting_bytes: int = field(
        default=256 * 1024,
        metadata={
            "help": "What may wait for a slow browser before it is sent away to fetch anew.",
            "at_least": 4096,
        },
    )
    heartbeat_s: float = field(
        default=15.0,
        metadata={"help": "Seconds between signs of life on a quiet stream.", "at_least": 0.05},
    )
    recheck_s: float = field(
        default=60.0,
        metadata={"help": "Seconds between readings of a listener's rights.", "at_least": 0.05},
    )
    stuck_s: float = field(
        default=5.0,
        metadata={
            "help": "Seconds that a browser which reads nothing may hold a closed stream.",
            "at_least": 0.05,
        },
    )
