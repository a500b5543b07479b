"""Reflection tables: R3's own numbers, values between, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.illuminance import horizontal
from stadtherz.lib.photometry.kernel import summed
from stadtherz.lib.photometry.lamps import Lamps
from stadtherz.lib.photometry.luminance import Luminance
from stadtherz.lib.photometry.observers import Observer
from stadtherz.lib.photometry.r3 import R3_CSV
from stadtherz.lib.photometry.reflection import (
    BETAS_DEG,
    R3,
    TANGENTS,
    ReflectionTable,
    read_reflection_table,
    uniform_table,
)
from stadtherz.lib.photometry.sources import Source
from stadtherz.lib.photometry.tests import slow
from stadtherz.lib.photometry.tests.makers import batwing

HERE = Source("this test", needs_checking=False)


def read(text, **said):
    return read_reflection_table(text, name="uploaded", source="a person", **said)


def test_r3_has_its_published_character():
    assert R3.r.shape == (29, 20)
    assert R3.s1 == pytest.approx(1.11, abs=0.005)
    assert R3.q0 == pytest.approx(0.07, abs=0.0015)
    assert R3.source.needs_checking
    assert "CIE 144" in R3.source.text


def test_every_knot_is_met_and_the_middle_between_four_is_their_mean():
    tangents, betas = np.meshgrid(TANGENTS, np.radians(BETAS_DEG), indexing="ij")
    assert R3.at(tangents, betas) == pytest.approx(R3.r * 1e-4)
    middle = R3.at(np.array([2.25]), np.radians([1.0]))
    assert middle == pytest.approx([(326 + 321 + 289 + 280) / 4e4])


def test_between_knots_it_agrees_with_the_slow_reference_in_both_precisions():
    rng = np.random.default_rng(3)
    tangents, betas = rng.uniform(0, 13, 300), rng.uniform(0, 180, 300)
    table = (R3.r, TANGENTS.tolist(), BETAS_DEG.tolist())
    expected = [slow.reflects(*table, *pair) for pair in zip(tangents, betas, strict=True)]
    assert R3.at(tangents, np.radians(betas)) == pytest.approx(expected)
    single = R3.at(tangents.astype("f4"), np.radians(betas).astype("f4"))
    assert single == pytest.approx(expected, rel=1e-4, abs=1e-8)


def test_beyond_the_table_there_is_no_light():
    tangents = np.array([12.0, 12.001, 40.0])
    assert (R3.at(tangents, np.zeros(3)) > 0).tolist() == [True, False, False]


def test_a_diffuse_road_shows_its_illuminance():
    """L = q E, exactly where the table has a knot: between them it is straight and cos³ is not."""
    lamp = Lamps.of((batwing(),), 65.0, 1.0, 8.0)
    for shift, within in ((0.0, 1e-9), (0.125, 0.035)):
        x, y = 65 + 8 * (TANGENTS[:-1] + shift), np.full(28, 1.0)
        view = Luminance(
            x_m=x,
            y_m=y,
            observer=Observer(x_m=0.0, y_m=2.0),
            surface=uniform_table(0.07),
            rules=None,
        )
        lux = summed(x, y, lamp, horizontal(None))
        assert summed(x, y, lamp, view) == pytest.approx(0.07 * lux, rel=within)
    assert uniform_table(0.07).q0 == pytest.approx(0.07, rel=0.015)


def test_a_constant_table_gives_intensity_over_height_squared():
    flat = ReflectionTable(name="flat", r=np.full((29, 20), 200.0), source=HERE)
    light = batwing()
    one = Lamps.of((light,), 65.0, 1.0, 8.0)
    x, y = np.array([70.0]), np.array([3.0])
    view = Luminance(x_m=x, y_m=y, observer=Observer(x_m=0.0, y_m=2.0), surface=flat, rules=None)
    cd = slow.towards((light, 65.0, 1.0, 8.0, 0, 0, 0, 1), (70, 3, 0))
    assert summed(x, y, one, view) == pytest.approx([cd * 0.02 / 64])


def test_light_from_beyond_the_point_is_the_strong_one():
    x, y = np.array([70.0]), np.array([2.0])
    view = Luminance(x_m=x, y_m=y, observer=Observer(x_m=0.0, y_m=2.0), surface=R3, rules=None)
    behind, before = (
        summed(x, y, Lamps.of((batwing(),), lamp_x, 2.0, 8.0), view)[0] for lamp_x in (94, 46)
    )
    assert behind / before == pytest.approx(253 / 17)  # tan 3: beta 0 over beta 180


def test_scaling_keeps_the_shape():
    bright = R3.scaled_to(0.09)
    assert bright.q0 == pytest.approx(0.09)
    assert bright.s1 == pytest.approx(R3.s1)


def test_uploads_are_read_as_shipped_and_compared_with_what_was_said():
    assert (read(R3_CSV, s1=1.11, q0=0.07).r == R3.r).all()
    with pytest.raises(PhotometryError, match=r"S1 1\.109, but 0\.58 was said"):
        read(R3_CSV, s1=0.58)
    with pytest.raises(PhotometryError, match=r"photometry\.E008"):
        read(R3_CSV, q0=0.10)


def test_swapped_sides_are_found_by_s1():
    lines = R3_CSV.split()
    swapped = [lines[0]] + [
        ",".join([row.split(",")[0], *row.split(",")[:0:-1]]) for row in lines[1:]
    ]
    with pytest.raises(PhotometryError, match="beta 0 is the side beyond"):
        read("\n".join(swapped), s1=1.11)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "0 rows"),
        ("tan,0,30,60,90,120,150,180\n" + "0,1,1,1,1,1,1,1\n" * 5, "5 rows of up to 7"),
        (R3_CSV.replace("\n0.25,", "\n0.26,"), "angles are not the standard's"),
        (R3_CSV.replace("beta_2,", "beta_3,"), "angles are not the standard's"),
        (R3_CSV.replace("357", "bright"), "no number"),
        (R3_CSV.replace("357", "-357"), "negative"),
        (R3_CSV.replace("357", "nan"), "not a number"),
    ],
)
def test_other_tables_are_refused_with_the_reason(text, why):
    with pytest.raises(PhotometryError, match=r"photometry\.E007") as caught:
        read(text)
    assert why in caught.value.message


@settings(max_examples=40, deadline=None)
@given(
    lines=st.lists(st.text("0123456789.,-;e \t", max_size=60), max_size=5),
    place=st.integers(0, 2000),
    put=st.text("0123456789,.-\n;x", max_size=4),
)
def test_no_text_is_more_than_refused(lines, place, put):
    for text in ("\n".join(lines), R3_CSV[:place] + put + R3_CSV[place + len(put) :]):
        try:
            assert read(text).r.shape == (29, 20)
        except PhotometryError as error:
            assert error.code == "photometry.E007"  # noqa: PT017 - either outcome is right


def test_shape_is_checked_without_csv_too():
    with pytest.raises(PhotometryError, match="7 x 5 values"):
        ReflectionTable(name="proxy", r=np.ones((7, 5)), source=HERE)
