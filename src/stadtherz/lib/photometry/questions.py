"""Questions of DIN 13201-1:2021-09: what decides a road's lighting class, with weights as data.

The weights come from one third-party transcription; every table says so in its source.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stadtherz.lib.photometry.sources import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

DIN_13201_1_2021 = "DIN 13201-1:2021-09"
TRANSCRIBED = Source(
    f"{DIN_13201_1_2021}, weights from one third-party transcription; have them checked against "
    "the standard",
    needs_checking=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One criterion.

    Args:
        key: its name in answers.
        weights: weight by answer.
        varies: may change during the night; these make lighting adaptive.

    """

    key: str
    weights: Mapping[str, int]
    varies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionTable:
    """One table of the standard.

    Args:
        key: such as T5.
        family: M or P.
        road: for which roads.
        questions: all must be answered.
        edition: of the standard.
        source: of the weights, with its mark.

    """

    key: str
    family: str
    road: str
    questions: tuple[Question, ...]
    edition: str = DIN_13201_1_2021
    source: Source = field(default=TRANSCRIBED)


def _fixed(key: str, **weights: int) -> Question:
    return Question(key=key, weights=weights)


def _varying(key: str, **weights: int) -> Question:
    return Question(key=key, weights=weights, varies=True)


SEPARATION = _fixed("carriageways", separated=0, not_separated=1)
SURROUNDINGS = _varying("surroundings", strongly_inhomogeneous=0, homogeneous=-1)
RAISED_NEED = _varying("raised_need", no=0, yes=1)
VOLUME = _varying("volume", normal=0, low=-1)
MIX = _varying("mix", motor_only=0, mixed=1, mostly_non_motor=2)
SLOW_MIX = _varying("mix", one_kind=0, mixed=1)
PARKING = _varying("parking", no=0, allowed=1)
LOWERED_SPEED = _varying("speed_lowered_to_30", no=0, yes=-1)
FACES = _varying("face_recognition", no=0, yes=0)

TABLES = {
    table.key: table
    for table in (
        SelectionTable(
            key="T3",
            family="M",
            road="motorway",
            questions=(
                _fixed("speed", up_to_100=1, above_100=2),
                _fixed("interchanges", at_least_3_km_apart=0, less_than_3_km_apart=1),
                SURROUNDINGS,
                RAISED_NEED,
            ),
        ),
        SelectionTable(
            key="T4",
            family="M",
            road="rural road",
            questions=(
                _fixed("speed", up_to_80=0, above_80=1),
                SEPARATION,
                _fixed("junctions", up_to_3_per_km=0, above_3_per_km=1),
                VOLUME,
                MIX,
                SURROUNDINGS,
                RAISED_NEED,
            ),
        ),
        SelectionTable(
            key="T5",
            family="M",
            road="main urban road, 50 to 70 km/h",
            questions=(
                _fixed("lanes_per_direction", one=0, several=1),
                SEPARATION,
                VOLUME,
                LOWERED_SPEED,
                MIX,
                SURROUNDINGS,
                PARKING,
                RAISED_NEED,
            ),
        ),
        SelectionTable(
            key="T6",
            family="M",
            road="collector road above 30 km/h",
            questions=(
                _fixed("carriageways", separated=-1, not_separated=0),
                VOLUME,
                LOWERED_SPEED,
                MIX,
                SURROUNDINGS,
                PARKING,
                RAISED_NEED,
            ),
        ),
        SelectionTable(
            key="T7",
            family="P",
            road="collector road up to 30 km/h",
            questions=(
                SEPARATION,
                VOLUME,
                SLOW_MIX,
                SURROUNDINGS,
                PARKING,
                RAISED_NEED,
                FACES,
            ),
        ),
        SelectionTable(
            key="T8",
            family="P",
            road="access road, home zone",
            questions=(
                _fixed("speed", walking_pace=-1, up_to_30=0, above_30=1),
                VOLUME,
                SLOW_MIX,
                SURROUNDINGS,
                PARKING,
                RAISED_NEED,
                FACES,
            ),
        ),
        SelectionTable(
            key="T9",
            family="P",
            road="cycleway",
            questions=(
                _fixed("direction", one_way=0, two_way=1),
                _fixed("set_apart", yes=0, no=1),
                _varying("cycle_flow", normal=0, low=-1),
                _varying("shared_with_pedestrians", no=0, yes=1),
                SURROUNDINGS,
                RAISED_NEED,
            ),
        ),
        SelectionTable(
            key="T10",
            family="P",
            road="footway",
            questions=(
                _fixed("walking_directions", few=0, many=1),
                _fixed("mixed_use", no=0, yes=1),
                _varying("flow", normal=0, low=-1),
                _varying("people_linger", no=0, yes=1),
                SURROUNDINGS,
                RAISED_NEED,
            ),
        ),
        SelectionTable(
            key="T11",
            family="P",
            road="square up to 30 km/h",
            questions=(
                _fixed("speed", walking_pace=1, above_walking_pace=2),
                _varying("flow", normal=1, low=0),
                SURROUNDINGS,
                RAISED_NEED,
            ),
        ),
    )
}
