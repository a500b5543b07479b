"""Real makers' files where they lie beside the project, which they may not be part of.

Each claim is also shown on files made here, so that nothing is left out where they are missing.
"""

from pathlib import Path

import numpy as np
import pytest

from stadtherz.lib.luminaire import (
    IesFile,
    SettledBy,
    Symmetry,
    ZeroPlane,
    luminaire_of,
    read,
    write_eulumdat,
    write_ies,
)
from stadtherz.lib.luminaire.catalogue import CATALOGUE, catalogue_files
from stadtherz.lib.luminaire.tests.makers import eulumdat_file, in_cie_angles

FOLDER = Path(__file__).parents[6] / "shared" / "data" / "photometry-local-checks"
MADE = catalogue_files()
REAL = {
    path.name: path.read_bytes()
    for path in sorted(FOLDER.glob("*"))
    if path.suffix.lower() in {".ies", ".ldt"}
}
FILES = {name: MADE[name] for name in ("collector-6000.ldt", "crossing-left-8000.ies")} | REAL


def real(start: str) -> list[str]:
    return [name for name in REAL if name.startswith(start)]


FLUX_LM = {"collector-6000.ldt": 6_000, "crossing-left-8000.ies": 8_000}
FLUX_LM |= dict.fromkeys(real("ITALO"), 10_580.0) | dict.fromkeys(real("S01"), 999.93)
#: The same light with plane 0 along the road, and with 0 degrees towards the street.
PAIRS = {"collector": (write_ies(in_cie_angles(CATALOGUE[2])), MADE["collector-6000.ies"])}
if pair := real("S01"):
    PAIRS["MAXWELL"] = tuple(REAL[name] for name in pair)
UNEVEN = {
    "made": write_eulumdat(
        eulumdat_file(
            Symmetry.ABOUT_90_270,
            c_deg=(0.0, 10.0, 90.0, 170.0, 180.0, 190.0, 270.0, 350.0),
            gamma_deg=(0.0, 10.0, 37.5, 90.0),
            plane_step_deg=0,
            gamma_step_deg=0,
        )
    )
} | {name: REAL[name] for name in real("road_luminaire")}


def test_where_the_folder_is_all_its_files_are():
    assert (len(real("ITALO")), len(real("S01")), len(real("road_luminaire"))) == (
        (1, 2, 1) if FOLDER.is_dir() else (0, 0, 0)
    )


@pytest.mark.parametrize("name", FILES)
def test_it_reads_and_round_trips(name):
    file = read(FILES[name])
    assert read(write_ies(file) if isinstance(file, IesFile) else write_eulumdat(file)) == file


@pytest.mark.parametrize("name", FLUX_LM)
def test_the_zonal_flux_is_the_published_one(name):
    assert luminaire_of(read(FILES[name])).flux_lm == pytest.approx(FLUX_LM[name], rel=1e-5)


@pytest.mark.parametrize("name", PAIRS)
def test_both_orientations_are_one_luminaire(name):
    cie, iesna = (luminaire_of(read(content)) for content in PAIRS[name])
    assert (cie.orientation.zero, cie.orientation.settled_by) == (
        ZeroPlane.ALONG,
        SettledBy.SHAPE,
    )
    assert (iesna.orientation.zero, iesna.orientation.settled_by) == (
        ZeroPlane.ACROSS,
        SettledBy.FORMAT,
    )
    assert np.array_equal(cie.intensities.c_deg, iesna.intensities.c_deg)
    apart = np.abs(cie.intensities.intensity_cd - iesna.intensities.intensity_cd)
    assert apart.max() == 0.0
    if name == "MAXWELL":
        assert cie.intensities.at(130, 70) == 424.691


@pytest.mark.parametrize("name", UNEVEN)
def test_uneven_angles_are_read(name):
    file = read(UNEVEN[name])
    luminaire = luminaire_of(file)
    planes, gammas = (53, 25) if name in REAL else (9, 4)
    assert luminaire.intensities.intensity_cd.shape == (planes, gammas)
    given = np.array(file.given_deg)[:, None]
    candela = np.array(file.intensity_cd_per_klm) * file.lamp_set().flux_lm / 1000
    assert luminaire.intensities.at(given, file.gamma_deg) == pytest.approx(candela)
    assert luminaire.intensities.at(180 - given, file.gamma_deg) == pytest.approx(candela)
    if name in REAL:  # its gamma steps of 10 degrees are coarse for a zonal sum
        assert abs(luminaire.flux_deviation_percent) < 0.5
        assert luminaire.orientation.falls_behind
