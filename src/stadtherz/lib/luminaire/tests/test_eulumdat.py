"""EULUMDAT: every symmetry, every trap, and back to bytes."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.luminaire import (
    LuminaireError,
    PhotometryFileError,
    Symmetry,
    luminaire_of,
    read_eulumdat,
    write_eulumdat,
)
from stadtherz.lib.luminaire.tests.makers import LAMPS, LINE, eulumdat_file, eulumdat_with

C = np.arange(0.0, 360.0, 15.0)
NEAREST = {
    Symmetry.NONE: lambda c: c,
    Symmetry.ROTATIONAL: lambda c: c * 0,
    Symmetry.ABOUT_0_180: lambda c: np.minimum(c, 360 - c),
    Symmetry.QUADRANT: lambda c: np.minimum(c % 180, 180 - c % 180),
}


@pytest.mark.parametrize("symmetry", NEAREST)
def test_symmetries_are_resolved(symmetry):
    light = read_eulumdat(write_eulumdat(eulumdat_file(symmetry))).intensities()
    at = np.arange(0.0, 360.0, 45.0)
    candela = (NEAREST[symmetry](at) + 45 + 1) * 10.5
    assert light.at(at, 45.0) == pytest.approx(candela)


def test_planes_from_270_over_0_to_90_mirror_the_other_half():
    file = read_eulumdat(write_eulumdat(eulumdat_file(Symmetry.ABOUT_90_270)))
    assert file.given_deg == (270, 315, 0, 45, 90)
    light = file.intensities()
    values = {0: 0, 45: 45, 90: 90, 135: 45, 180: 0, 225: 315, 270: 270, 315: 315}
    for c, same in values.items():
        assert light.at(c, 0.0) == pytest.approx((same + 1) * 10.5)


@pytest.mark.parametrize("symmetry", list(Symmetry))
def test_every_symmetry_round_trips_to_the_byte(symmetry):
    file = eulumdat_file(symmetry)
    content = write_eulumdat(file)
    assert read_eulumdat(content) == file
    assert write_eulumdat(read_eulumdat(content)) == content
    assert content.count(b"\r\n") == content.count(b"\n") == len(content.splitlines())


def test_uneven_angles_are_read():
    file = eulumdat_file(
        Symmetry.ABOUT_90_270,
        c_deg=(0.0, 10.0, 90.0, 170.0, 180.0, 190.0, 270.0, 350.0),
        gamma_deg=(0.0, 10.0, 37.5, 90.0),
        plane_step_deg=0,
        gamma_step_deg=0,
    )
    light = read_eulumdat(write_eulumdat(file)).intensities()
    assert light.c_deg.tolist() == [0, 10, 90, 170, 180, 190, 270, 350, 360]
    assert light.at(350, 37.5) == pytest.approx((350 + 37.5 + 1) * 10.5)
    assert light.at(190, 37.5) == pytest.approx((350 + 37.5 + 1) * 10.5)


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("tail", ["", "\r\n\r\n", "\x1a"])
def test_line_ends_encodings_and_tails(line_end, encoding, tail):
    file = eulumdat_file()
    lines = write_eulumdat(file).decode("cp1252").split("\r\n")[:-1]
    assert read_eulumdat((line_end.join(lines) + tail).encode(encoding)) == file


def test_decimal_commas_are_read():
    file = eulumdat_file(lamp_sets=(replace(LAMPS, flux_lm=10_500.5),))
    told = write_eulumdat(file)
    assert b"84.5" in told
    assert read_eulumdat(told.replace(b".", b",").replace(b"s1,ldt", b"s1.ldt")) == file


def test_each_lamp_set_can_be_chosen():
    brighter = replace(LAMPS, flux_lm=21_000, power_w=220)
    file = read_eulumdat(write_eulumdat(eulumdat_file(lamp_sets=(LAMPS, brighter))))
    first, second = luminaire_of(file), luminaire_of(file, lamp_set=2)
    assert second.flux_lm == pytest.approx(2 * first.flux_lm)
    assert (first.power_w, second.power_w) == (115, 220)
    with pytest.raises(LuminaireError) as caught:
        luminaire_of(file, lamp_set=3)
    assert caught.value.code == "luminaire.E012"


def test_negative_lamps_say_that_the_luminaire_was_measured():
    absolute = replace(LAMPS, lamps=-1)
    file = read_eulumdat(
        write_eulumdat(eulumdat_file(lamp_sets=(absolute,), output_ratio_percent=100))
    )
    luminaire = luminaire_of(file)
    assert luminaire.lamp_flux_lm is None
    assert luminaire.stated_flux_lm == 10_500


def test_the_conversion_factor_multiplies():
    once, twice = eulumdat_file(), eulumdat_file(factor=2)
    assert twice.intensities().flux_lm == pytest.approx(2 * once.intensities().flux_lm)


REFUSED = [
    ({"Isym": "5"}, "E005", "Isym", "0 to 4"),
    ({"Isym": "three"}, "E004", "Isym", "'three'"),
    ({"Mc": "8000000000"}, "E005", "Mc", "up to a thousand million"),
    ({"Mc": "900000000"}, "E005", "Mc", "1 to 1441"),
    ({"Mc": "1400"}, "E003", None, "angles and intensities"),
    ({"Mc": "7.5"}, "E005", "Mc", "whole number"),
    ({"Mc": "9"}, "E003", None, "angles and intensities"),
    ({"Mc": "7"}, "E005", "first gamma-1", "an angle (gamma) must be 0 to 180"),
    ({"Ng": "1e9"}, "E005", "Ng", "2 to 1441"),
    ({"Ng": "1"}, "E005", "Ng", "2 to 1441"),
    ({"Dc": "30"}, "E006", "first plane+1", "by the step of 30"),
    ({"Dg": "2.5"}, "E006", "first gamma+1", "by the step of 2.5"),
    ({"length": "-5"}, "E005", "length", "a length in mm"),
    ({"LORL": "nan"}, "E004", "LORL", "'nan'"),
    ({"factor": "0"}, "E005", "factor", "more than 0"),
    ({"factor": "inf"}, "E004", "factor", "'inf'"),
    ({"sets": "0"}, "E005", "sets", "1 to 20"),
    ({"sets": "2"}, "E005", "lamps+6", "number of lamps must be other than 0"),
    ({"lamps": "0"}, "E005", "lamps", "other than 0"),
    ({"flux": "0"}, "E005", "flux", "more than 0"),
    ({"flux": ""}, "E004", "flux", "found nothing"),
    ({"first plane": "5"}, "E006", "first plane", "must be 0"),
    ({"first gamma": "5"}, "E006", "first gamma", "must be 0"),
    ({"first value": "-1"}, "E005", "first value", "an intensity"),
    ({"first value": "NaN"}, "E004", "first value", "'NaN'"),
    ({"first value": "1e99"}, "E005", "first value", "thousand million"),
    ({"first value": "1_0"}, "E004", "first value", "'1_0'"),
]


@pytest.mark.parametrize(("lines", "code", "place", "said"), REFUSED, ids=str)
def test_what_is_wrong_is_said_with_its_line(lines, code, place, said):
    with pytest.raises(PhotometryFileError) as caught:
        read_eulumdat(eulumdat_with(lines))
    assert caught.value.code == f"luminaire.{code}"
    assert said in caught.value.message
    if place:
        name, further = re.fullmatch(r"([A-Za-z ]+)([+-]\d+)?", place).groups()
        assert caught.value.line == LINE[name] + int(further or 0)
        assert f"Line {caught.value.line}: " in str(caught.value)


def test_planes_must_fit_the_symmetry():
    uneven = eulumdat_with({"Dc": "0"}, symmetry=Symmetry.ABOUT_90_270)
    turned = uneven.replace(b"\r\n270\r\n", b"\r\n271\r\n", 1)
    with pytest.raises(PhotometryFileError, match="do not fit the symmetry") as caught:
        read_eulumdat(turned)
    assert caught.value.code == "luminaire.E007"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_a_missing_tail_is_told(share):
    lines = write_eulumdat(eulumdat_file()).splitlines(keepends=True)
    kept = int(len(lines) * share)
    with pytest.raises(PhotometryFileError, match="the file ends here") as caught:
        read_eulumdat(b"".join(lines[:kept]))
    assert caught.value.code == "luminaire.E003"
    assert caught.value.line == kept


def test_more_than_the_header_counts_is_told():
    content = write_eulumdat(eulumdat_file())
    with pytest.raises(PhotometryFileError, match="should end before") as caught:
        read_eulumdat(content + b"17\r\n")
    assert caught.value.code == "luminaire.E011"
    assert caught.value.line == len(content.splitlines()) + 1


def test_a_table_without_light_is_refused():
    dark = eulumdat_file(intensity_cd_per_klm=((0.0,) * 3,) * 8)
    with pytest.raises(PhotometryFileError, match="every intensity") as caught:
        read_eulumdat(write_eulumdat(dark))
    assert caught.value.code == "luminaire.E010"


def test_a_text_with_a_line_end_is_not_written():
    with pytest.raises(LuminaireError) as caught:
        write_eulumdat(eulumdat_file(name="two\nlines"))
    assert caught.value.code == "luminaire.E013"


texts = st.text(
    st.characters(exclude_categories=["C", "Z"], include_characters=" "), max_size=20
).map(str.rstrip)
sizes = st.floats(0, 1e6) | st.integers(0, 5000)


@settings(max_examples=25, deadline=None)
@given(
    texts, texts, sizes, st.floats(1e-6, 1e6), st.lists(st.floats(0, 1e9), min_size=3, max_size=3)
)
def test_any_value_round_trips(name, user, size_mm, flux_lm, row):
    file = eulumdat_file(
        Symmetry.ROTATIONAL,
        name=name,
        date_and_user=user,
        length_mm=size_mm,
        lamp_sets=(replace(LAMPS, flux_lm=flux_lm),),
        intensity_cd_per_klm=((1.0, *row[1:]),),
    )
    assert read_eulumdat(write_eulumdat(file)) == file
