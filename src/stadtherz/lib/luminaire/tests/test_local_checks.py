"""Real makers' files, where they lie beside the project; they may not be part of it.

Without them the lists below are empty, and what they show is shown on generated files by
test_catalogue.py (flux) and test_orientation.py (both orientations).
"""

from pathlib import Path

import numpy as np
import pytest

from stadtherz.lib.luminaire import (
    SettledBy,
    ZeroPlane,
    luminaire_of,
    read,
    read_eulumdat,
    read_ies,
    write_eulumdat,
    write_ies,
)

ROOT = Path(__file__).parents[5]
FOLDER = ROOT.parent / "shared" / "data" / "photometry-local-checks"
FILES = sorted(path for path in FOLDER.glob("*") if path.suffix.lower() in {".ies", ".ldt"})
FLUX_LM = {"ITALO": 10_580.0, "S01.01.02.354_MAXWELL": 999.93}
PUBLISHED = [
    (path, lumens)
    for path in FILES
    for name, lumens in FLUX_LM.items()
    if path.name.startswith(name)
]
PAIRS = [tuple(path for path in FILES if "MAXWELL" in path.name)] if FILES else []
UNEVEN = [path for path in FILES if path.suffix == ".ldt"]
by_name = {"ids": lambda value: getattr(value, "name", str(value))[:20]}


@pytest.fixture(autouse=True)
def _no_empty_claim():
    """Where the folder is, all its files are."""
    assert not FILES or (len(PUBLISHED), len(PAIRS[0]), len(UNEVEN)) == (3, 2, 1)


def test_the_folder_is_whole_or_not_there():
    assert bool(FILES) == FOLDER.is_dir()


@pytest.mark.parametrize("path", [*FILES], **by_name)
def test_it_reads_and_round_trips(path):
    file = read(path.read_bytes())
    if path.suffix == ".ldt":
        assert read_eulumdat(write_eulumdat(file)) == file
    else:
        assert read_ies(write_ies(file)) == file


@pytest.mark.parametrize(("path", "lumens"), PUBLISHED, **by_name)
def test_the_zonal_flux_is_the_published_one(path, lumens):
    assert luminaire_of(read(path.read_bytes())).flux_lm == pytest.approx(lumens, rel=1e-5)


@pytest.mark.parametrize("pair", PAIRS, ids=["MAXWELL"] * len(PAIRS))
def test_both_orientations_are_one_luminaire(pair):
    cie, iesna = (luminaire_of(read(path.read_bytes())) for path in pair)
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
    assert cie.intensities.at(130, 70) == 424.691


@pytest.mark.parametrize("path", UNEVEN, **by_name)
def test_uneven_angles(path):
    luminaire = luminaire_of(read(path.read_bytes()))
    assert luminaire.intensities.intensity_cd.shape == (53, 25)
    assert luminaire.lamp_flux_lm == 33_200
    # its gamma steps of 10 degrees are coarse for a zonal sum
    assert abs(luminaire.flux_deviation_percent) < 0.5
    assert luminaire.orientation.falls_behind
