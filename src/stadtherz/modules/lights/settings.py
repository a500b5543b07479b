"""Settings of lights."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How the light is run; what a town changes by day is data with a form."""

    tick_s: float = field(
        default=0.2,
        metadata={"help": "Seconds between two steps of the light engine.", "at_least": 0.05},
    )
    override_hours_max: float = field(
        default=12.0,
        metadata={"help": "Longest override by hand, in hours.", "at_least": 0.25},
    )
    scene_radius_m: float = field(
        default=120.0,
        metadata={"help": "Lamps so near to an incident go to full, in metres.", "at_least": 10},
    )
    scene_lamps_min: int = field(
        default=6,
        metadata={
            "help": "So many lamps light an incident even where few are near.",
            "at_least": 1,
        },
    )
    exercise_lights_real_lamps: bool = field(
        default=False,
        metadata={"help": "Exercises switch real lamps as well; simulated ones always follow."},
    )
    public_delay_minutes: float = field(
        default=15.0,
        metadata={"help": "How late real streets' light is shown to the public.", "at_least": 1},
    )
    public_street_lamps_min: int = field(
        default=12,
        metadata={"help": "Streets with fewer lamps are never shown to the public.", "at_least": 2},
    )
    sample_every_s: float = field(
        default=60.0,
        metadata={"help": "Seconds between two stored samples of all levels.", "at_least": 5},
    )
    sample_days: int = field(
        default=14,
        metadata={"help": "Days until samples of single lamps are deleted.", "at_least": 1},
    )
