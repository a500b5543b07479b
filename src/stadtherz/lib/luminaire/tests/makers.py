"""Small files for tests, every value of them changeable."""

from dataclasses import replace

import numpy as np

from stadtherz.lib.luminaire import (
    EulumdatFile,
    IesEdition,
    IesFile,
    IesUnits,
    LampSet,
    Symmetry,
    write_eulumdat,
    write_ies,
)
from stadtherz.lib.luminaire.eulumdat.file import given_planes

LAMPS = LampSet(
    lamps=1, kind="SON-T", flux_lm=10_500, colour="2000 K", colour_rendering="4", power_w=115
)
#: Lines of the file below, by what stands there.
LINE = {
    "Ityp": 2,
    "Isym": 3,
    "Mc": 4,
    "Dc": 5,
    "Ng": 6,
    "Dg": 7,
    "name": 9,
    "length": 13,
    "LORL": 23,
    "factor": 24,
    "sets": 26,
    "lamps": 27,
    "flux": 29,
    "first plane": 43,
    "first gamma": 51,
    "first value": 54,
}


def eulumdat_file(symmetry=Symmetry.NONE, **changes) -> EulumdatFile:
    """Eight planes every 45 degrees; the value at plane C and angle gamma is C + gamma + 1."""
    c_deg = changes.pop("c_deg", tuple(float(c) for c in range(0, 360, 45)))
    gamma_deg = changes.pop("gamma_deg", (0.0, 45.0, 90.0))
    rows = tuple(
        tuple(c_deg[index] + gamma + 1 for gamma in gamma_deg)
        for index in given_planes(symmetry, c_deg)
    )
    file = EulumdatFile(
        identification="Stadtherz tests",
        kind=3,
        symmetry=symmetry,
        plane_step_deg=45,
        gamma_step_deg=45,
        report="R 1",
        name="Straßenleuchte",
        number="S-1",
        file_name="s1.ldt",
        date_and_user="2026-11-22",
        length_mm=620,
        width_mm=260,
        height_mm=110.5,
        luminous_length_mm=300,
        luminous_width_mm=180,
        luminous_heights_mm=(0, 0, 0, 0),
        downward_flux_percent=100,
        output_ratio_percent=84.5,
        factor=1,
        tilt_deg=0,
        lamp_sets=(LAMPS,),
        direct_ratios=tuple(0.1 * room for room in range(10)),
        c_deg=c_deg,
        gamma_deg=gamma_deg,
        intensity_cd_per_klm=rows,
    )
    return replace(file, **changes)


def ies_file(**changes) -> IesFile:
    """Five horizontal angles over half a turn; the value at H and V is H + V + 1."""
    vertical_deg = changes.pop("vertical_deg", (0.0, 45.0, 90.0))
    horizontal_deg = changes.pop("horizontal_deg", (0.0, 45.0, 90.0, 135.0, 180.0))
    file = IesFile(
        edition=IesEdition.LM_63_2002,
        keywords=(("MANUFAC", "Stadtherz tests"), ("LUMCAT", "S-1"), ("LUMINAIRE", "Leuchte")),
        tilt=None,
        lamps=1,
        lumens_per_lamp_lm=10_500,
        factor=1,
        units=IesUnits.METRES,
        opening_width=0.18,
        opening_length=0.3,
        opening_height=0,
        ballast_factor=1,
        future_use=1,
        power_w=115,
        vertical_deg=vertical_deg,
        horizontal_deg=horizontal_deg,
        intensity=tuple(tuple(h % 360 + v + 1 for v in vertical_deg) for h in horizontal_deg),
    )
    return replace(file, **changes)


def eulumdat_with(lines: dict[str, str], **changes) -> bytes:
    """The bytes of such a file, some lines (by name, see LINE) written otherwise."""
    told = write_eulumdat(eulumdat_file(**changes)).decode("cp1252").split("\r\n")
    for name, text in lines.items():
        told[LINE[name] - 1] = text
    return "\r\n".join(told).encode()


def ies_with(before: str, after: str, **changes) -> bytes:
    """The bytes of such a file, one text in it written otherwise."""
    told = write_ies(ies_file(**changes)).decode("cp1252")
    assert before in told
    return told.replace(before, after, 1).encode()


def in_cie_angles(made, turn_deg=0.0):
    """The IES file of a program that writes CIE angles (plane 0 along the road)."""
    table = made.cd_per_klm.turned(turn_deg)
    candela = np.round(table.intensity_cd * (made.flux_lm / 1000), 3)  # as printed
    return replace(
        made.ies(),
        horizontal_deg=tuple(table.c_deg.tolist()),
        intensity=tuple(map(tuple, candela.tolist())),
    )
