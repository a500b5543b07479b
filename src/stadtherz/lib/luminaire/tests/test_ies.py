"""IES LM-63: every edition, every range of angles, every trap, and back to bytes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.luminaire import (
    IesEdition,
    IesUnits,
    LuminaireError,
    PhotometryFileError,
    Tilt,
    luminaire_of,
    read_ies,
    write_ies,
)
from stadtherz.lib.luminaire.tests.makers import ies_file, ies_with

AT = np.arange(0.0, 360.0, 45.0)
RANGES = {
    (0.0,): [0] * 8,
    (0.0, 45.0, 90.0): [0, 45, 90, 45, 0, 45, 90, 45],
    (0.0, 45.0, 90.0, 135.0, 180.0): [0, 45, 90, 135, 180, 135, 90, 45],
    (90.0, 135.0, 180.0, 225.0, 270.0): [180, 135, 90, 135, 180, 225, 270, 225],
    (*AT.tolist(), 360.0): AT.tolist(),
}


@pytest.mark.parametrize("horizontal_deg", RANGES)
def test_ranges_of_horizontal_angles_are_resolved(horizontal_deg):
    file = read_ies(write_ies(ies_file(horizontal_deg=horizontal_deg)))
    light = file.intensities()
    assert light.at(AT, 45.0) == pytest.approx(np.array(RANGES[horizontal_deg]) + 45 + 1)
    assert light.c_deg[[0, -1]].tolist() == [0, 360]


@pytest.mark.parametrize("edition", list(IesEdition))
@pytest.mark.parametrize(
    "tilt", [None, Tilt(lamp_geometry=1, angles_deg=(0, 90), factors=(1, 0.9))]
)
def test_every_edition_round_trips_to_the_byte(edition, tilt):
    file = ies_file(edition=edition, tilt=tilt, keywords=(("", "A label"), ("TEST", "Nr. 7 ß")))
    content = write_ies(file)
    assert read_ies(content) == file
    assert write_ies(read_ies(content)) == content
    assert max(map(len, content.splitlines())) <= 80


def test_the_factors_multiply_as_their_edition_says():
    plain = ies_file().intensities().flux_lm
    for edition in IesEdition:
        file = ies_file(edition=edition, factor=2, ballast_factor=0.5, future_use=3)
        times = 3 if edition in {IesEdition.LM_63_1986, IesEdition.LM_63_1991} else 1
        assert file.intensities().flux_lm == pytest.approx(times * plain)


@pytest.mark.parametrize(
    ("first", "edition"),
    [
        ("IESNA:LM-63-1986", IesEdition.LM_63_1986),
        ("IESNA91", IesEdition.LM_63_1991),
        ("IESNA:LM-63-1995", IesEdition.LM_63_1995),
        ("iesna: lm-63-2002 ", IesEdition.LM_63_2002),
        ("IES:LM-63-2019", IesEdition.LM_63_2019),
    ],
)
def test_editions_are_known_by_their_first_line(first, edition):
    assert read_ies(ies_with("IESNA:LM-63-2002", first)).edition is edition
    assert read_ies(ies_with("IESNA:LM-63-2002\r\n", "")).edition is IesEdition.LM_63_1986


def test_a_missing_plane_0_lies_between_its_neighbours():
    light = read_ies(write_ies(ies_file(horizontal_deg=(90.0, 100.0, 270.0)))).intensities()
    assert light.c_deg.tolist() == [0, 80, 90, 100, 270, 360]
    at_270, at_80 = 271, 101
    assert light.at(0, 0) == pytest.approx(at_270 + (at_80 - at_270) * 90 / 170)


def test_numbers_flow_freely_over_lines():
    content = write_ies(ies_file()).decode()
    head, tail = content.split("TILT=NONE\r\n")
    for between in ("\n", " ", "\t\r\n  ", ", "):
        flowing = f"{head}TILT = none\n{between.join(tail.split())}"
        assert read_ies(flowing.encode()) == ies_file()


def test_feet_become_metres_and_negative_openings_are_round():
    file = read_ies(write_ies(ies_file(units=IesUnits.FEET, opening_width=1, opening_length=2)))
    assert file.opening_m == pytest.approx((0.6096, 0.3048, 0))
    area = luminaire_of(file).luminous_area
    assert area.area_m2 == pytest.approx(0.6096 * 0.3048)
    disc = luminaire_of(ies_file(opening_width=-0.5, opening_length=0)).luminous_area
    assert disc.is_round
    assert disc.area_m2 == pytest.approx(np.pi / 4 * 0.25)


def test_absolute_photometry_has_no_lamp():
    luminaire = luminaire_of(read_ies(write_ies(ies_file(lumens_per_lamp_lm=-1))))
    assert luminaire.lamp_flux_lm is None
    assert luminaire_of(ies_file(lamps=2)).lamp_flux_lm == 21_000


def test_light_that_only_goes_up_is_dark_below():
    light = read_ies(write_ies(ies_file(vertical_deg=(90.0, 135.0, 180.0)))).intensities()
    assert light.upward_share == pytest.approx(1, abs=1e-6)
    assert light.at(0, [0, 89.9, 90, 135]).tolist() == [0, 0, 91, 136]


def test_keywords_keep_their_lines_and_more_joins_them():
    told = (("LUMINAIRE", "A long"), ("MORE", "name"), ("_CCT", "2200 K"), ("_cri", ">80"))
    file = read_ies(write_ies(ies_file(keywords=told)))
    assert file.keywords == told
    luminaire = luminaire_of(file)
    assert (luminaire.name, luminaire.cct_k, luminaire.least_cri) == ("A long name", 2200, 80)
    assert luminaire_of(replace(file, keywords=())).name == ""


REFUSED = [
    ("IESNA:LM-63-2002", "IESNA:LM-63-2024", "E002", 1, "no edition"),
    ("TILT=NONE", "TILT=lamp.til", "E008", 5, "'lamp.til'"),
    ("TILT=NONE", "TILT=", "E008", 5, "nothing behind"),
    ("TILT=NONE", "NONE", "E008", None, "there is none"),
    ("1 10500 1 3 5 1 2", "1 10500 1 3 5 2 2", "E009", 6, "type B"),
    ("1 10500 1 3 5 1 2", "1 10500 1 3 5 3 2", "E009", 6, "type A"),
    ("1 10500 1 3 5 1 2", "1 10500 1 3 5 1 3", "E005", 6, "1 to 2"),
    ("1 10500 1 3 5 1 2", "1 0 1 3 5 1 2", "E005", 6, "-1 for absolute"),
    ("1 10500 1 3 5 1 2", "0 10500 1 3 5 1 2", "E005", 6, "1 to 10000"),
    ("1 10500 1 3 5 1 2", "1 10500 0 3 5 1 2", "E005", 6, "multiplier must be more than 0"),
    ("1 10500 1 3 5 1 2", "1 10500 1 3000000000 5 1 2", "E005", 6, "thousand million"),
    ("1 10500 1 3 5 1 2", "1 10500 1 900000000 5 1 2", "E005", 6, "2 to 1441"),
    ("1 10500 1 3 5 1 2", "1 10500 1 1441 1441 1 2", "E003", None, "ends here; 2079363"),
    ("1 10500 1 3 5 1 2", "1 10500 1 4 5 1 2", "E003", None, "ends here"),
    ("1 10500 1 3 5 1 2", "1 10500 1 3 4 1 2", "E006", 9, "0, 90, 180 or 360"),
    ("1 1 115", "0 1 115", "E005", 7, "ballast factor"),
    ("1 1 115", "1 1 -2", "E005", 7, "power"),
    ("\r\n0 45 90\r\n", "\r\n0 45 85\r\n", "E006", 8, "90 or 180"),
    ("\r\n0 45 90\r\n", "\r\n10 45 90\r\n", "E006", 8, "0 or 90"),
    ("\r\n0 45 90\r\n", "\r\n0 90 45\r\n", "E006", 8, "more than 90"),
    ("0 45 90 135 180", "0 45 90 135 170", "E006", 9, "0, 90, 180 or 360"),
    ("\r\n46 91 136", "\r\n46 nan 136", "E004", 11, "'nan'"),
    ("\r\n46 91 136", "\r\n46 -91 136", "E005", 11, "an intensity"),
    ("\r\n46 91 136", "\r\n46 1e999 136", "E005", 11, "thousand million"),
    ("\r\n46 91 136", "\r\n46,5 91 136", "E011", 14, "decimal comma"),
]


@pytest.mark.parametrize(("before", "after", "code", "line", "said"), REFUSED)
def test_what_is_wrong_is_said_with_its_line(before, after, code, line, said):
    with pytest.raises(PhotometryFileError) as caught:
        read_ies(ies_with(before, after))
    assert caught.value.code == f"luminaire.{code}"
    assert said in str(caught.value)
    if line:
        assert caught.value.line == line


def test_planes_0_and_360_must_be_the_same():
    whole = (0.0, 120.0, 240.0, 360.0)
    with pytest.raises(PhotometryFileError, match="one and the same") as caught:
        read_ies(ies_with("\r\n1 46 91\r\n121", "\r\n100 46 91\r\n121", horizontal_deg=whole))
    assert caught.value.code == "luminaire.E007"
    assert read_ies(ies_with("\r\n1 46 91\r\n121", "\r\n1.5 46 91\r\n121", horizontal_deg=whole))


@pytest.mark.parametrize("name", [("", "TILT=NONE"), ("", "[X] y"), ("a]b", "c"), ("X", "a\nb")])
def test_a_header_that_would_be_misread_is_not_written(name):
    with pytest.raises(LuminaireError) as caught:
        write_ies(ies_file(keywords=(name,)))
    assert caught.value.code == "luminaire.E013"


texts = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=20
).map(str.strip)


@settings(max_examples=25, deadline=None)
@given(texts, st.floats(1e-6, 1e6), st.floats(-1e3, 1e3), st.floats(1, 1e9), st.booleans())
def test_any_value_round_trips(text, factor, width, candela, is_absolute):
    file = ies_file(
        keywords=(("OTHER", text), ("MORE", text)),
        factor=factor,
        opening_width=width,
        lumens_per_lamp_lm=-1 if is_absolute else candela,
        horizontal_deg=(0.0,),
        intensity=((1.0, candela, 0.0),),
    )
    assert read_ies(write_ies(file)) == file
