"""Where plane 0 lies over the road: by format, by shape, by symmetry, by a person."""

from dataclasses import replace

import numpy as np
import pytest

from stadtherz.lib.luminaire import (
    Orientation,
    SettledBy,
    Symmetry,
    ZeroPlane,
    light_shape,
    luminaire_of,
)
from stadtherz.lib.luminaire.catalogue import CATALOGUE
from stadtherz.lib.luminaire.tests.makers import eulumdat_file, in_cie_angles

ROADS = [made for made in CATALOGUE if made.symmetry in {Symmetry.ABOUT_90_270, Symmetry.QUADRANT}]
ODD = [made for made in CATALOGUE if made.symmetry in {Symmetry.NONE, Symmetry.ABOUT_0_180}]
by_key = pytest.mark.parametrize


@by_key("made", ROADS, ids=lambda made: made.key)
def test_the_shape_finds_ies_files_in_cie_angles(made):
    right, wrong = luminaire_of(made.ies()), luminaire_of(in_cie_angles(made))
    assert (right.orientation.zero, right.orientation.settled_by) == (
        ZeroPlane.ACROSS,
        SettledBy.FORMAT,
    )
    assert (wrong.orientation.zero, wrong.orientation.settled_by) == (
        ZeroPlane.ALONG,
        SettledBy.SHAPE,
    )
    assert wrong.orientation.clarity == pytest.approx(right.orientation.clarity)
    c, gamma = np.meshgrid(np.arange(0, 360, 5), np.arange(0, 91, 2.5))
    assert wrong.intensities.at(c, gamma) == pytest.approx(right.intensities.at(c, gamma), abs=1e-3)


@by_key("made", ODD, ids=lambda made: made.key)
def test_optics_that_look_along_the_road_do_not_overrule_the_format(made):
    lies = luminaire_of(in_cie_angles(made)).orientation
    assert (lies.zero, lies.settled_by) == (ZeroPlane.ACROSS, SettledBy.FORMAT)
    assert lies.should_be_looked_at


@by_key("made", ROADS, ids=lambda made: made.key)
def test_eulumdat_stands_by_its_format_and_says_doubt(made):
    table = made.cd_per_klm.turned(-90)
    file = replace(
        made.eulumdat(),
        symmetry=Symmetry.NONE,
        intensity_cd_per_klm=tuple(map(tuple, table.intensity_cd[:-1].tolist())),
    )
    lies = luminaire_of(file).orientation
    assert (lies.zero, lies.settled_by) == (ZeroPlane.ALONG, SettledBy.FORMAT)
    assert lies.should_be_looked_at
    assert "does not tell" in lies.reason


def test_light_that_falls_behind_the_mast_is_told_and_left_to_a_person():
    made = CATALOGUE[0]
    file = in_cie_angles(made, turn_deg=90)  # plane 0 points away from the street
    found = luminaire_of(file)
    assert found.orientation.falls_behind
    assert found.orientation.should_be_looked_at
    assert "behind the mast" in found.orientation.reason
    assert found.street_share < 0.5
    mended = luminaire_of(file, Orientation.by_user(ZeroPlane.AWAY))
    assert mended.street_share == pytest.approx(luminaire_of(made.ies()).street_share)
    assert mended.orientation.settled_by is SettledBy.USER


@by_key("zero", list(ZeroPlane))
def test_a_person_has_the_last_word(zero):
    file = CATALOGUE[0].eulumdat()
    told = luminaire_of(file, Orientation.by_user(zero))
    c_deg = np.arange(0.0, 360.0, 5.0)
    assert told.intensities.at(c_deg + zero.turn_deg, 60) == pytest.approx(
        file.intensities().at(c_deg, 60)
    )
    assert told.orientation.clarity == 1
    assert zero.name.lower() in told.orientation.reason


def test_round_light_needs_no_orientation():
    luminaire = luminaire_of(eulumdat_file(Symmetry.ROTATIONAL))
    assert luminaire.orientation.settled_by is SettledBy.SYMMETRY
    assert luminaire.is_rotational
    assert luminaire.street_share == pytest.approx(0.5)
    assert not luminaire.orientation.should_be_looked_at


def test_the_shape_of_a_road_optic():
    shape = light_shape(CATALOGUE[0].cd_per_klm)
    assert min(shape.axis_deg, 180 - shape.axis_deg) == pytest.approx(0, abs=1e-6)
    assert shape.side_deg == pytest.approx(90)
    assert shape.leaning > 0.5
    assert shape.is_agreed
