"""Classes, verdicts, the choice of a class, energy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stadtherz.lib.photometry.classes import CLASSES, class_of
from stadtherz.lib.photometry.energy import (
    Area,
    Spell,
    annual_consumption,
    field_areas,
    field_power_w,
    power_density,
)
from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.figures import Figures
from stadtherz.lib.photometry.layout import RoadLayout, Strip
from stadtherz.lib.photometry.limits import When
from stadtherz.lib.photometry.questions import TABLES
from stadtherz.lib.photometry.road import calculate
from stadtherz.lib.photometry.selection import select_class, select_classes
from stadtherz.lib.photometry.tests.makers import road
from stadtherz.lib.photometry.verdict import judge

M4 = Figures(
    luminance_cd_m2=0.75,
    overall_uniformity=0.44,
    lengthwise_uniformity=0.6,
    glare_percent=12.0,
    edge_ratio=0.33,
)
P4 = Figures(average_lx=6.0, least_lx=1.0, least_semicylindrical_lx=0.5, least_vertical_lx=2.0)


def test_a_value_on_its_limit_passes_and_margins_are_shares_of_the_limit():
    verdict = judge(M4, "M4")
    assert verdict.passed
    margins = {each.limit.figure: each.margin for each in verdict.findings}
    assert margins["luminance_cd_m2"] == pytest.approx(0)
    assert margins["overall_uniformity"] == pytest.approx(0.1)
    assert margins["glare_percent"] == pytest.approx(0.2)
    assert verdict.tightest.limit.figure == "luminance_cd_m2"
    assert not verdict.needs_checking


@pytest.mark.parametrize(
    ("changed", "fails"),
    [
        ({"luminance_cd_m2": 0.749}, "luminance_cd_m2"),
        ({"glare_percent": 15.01}, "glare_percent"),
        ({"edge_ratio": 0.29}, "edge_ratio"),
    ],
)
def test_a_value_beyond_its_limit_fails(changed, fails):
    verdict = judge(replace(M4, **changed), "M4")
    assert not verdict.passed
    assert [each.limit.figure for each in verdict.findings if not each.passed] == [fails]


def test_conditions_bind_only_where_they_hold():
    assert judge(P4, "P4").passed
    faces = judge(P4, "P4", also={When.FACES})
    assert [each.passed for each in faces.findings] == [True, True, True, True, False, None]
    assert faces.needs_checking
    with pytest.raises(PhotometryError, match=r"photometry\.E011"):
        judge(M4, "M4", also={When.WET})


def test_informative_glare_never_decides():
    verdict = judge(replace(P4, glare_percent=90.0), "P4")
    assert verdict.passed
    assert verdict.findings[-1].passed is False


def test_a_footway_too_bright_for_its_class_fails():
    assert judge(replace(P4, average_lx=7.5), "P4").passed
    assert not judge(replace(P4, average_lx=7.6), "P4").passed


def test_p7_asks_for_nothing():
    verdict = judge(Figures(), "P7")
    assert verdict.passed
    assert verdict.tightest is None


def test_all_classes_are_there_and_grow_darker():
    names = [name for _, name in CLASSES]
    counts = {
        family: sum(name.strip("0123456789") == family for name in names)
        for family in ("M", "C", "P", "HS", "SC", "EV")
    }
    assert counts == {"M": 6, "C": 6, "P": 7, "HS": 3, "SC": 9, "EV": 6}
    for family in counts:
        first = [
            each.limits[0].least
            for (_, name), each in CLASSES.items()
            if name.strip("0123456789") == family and each.limits
        ]
        assert first == sorted(first, reverse=True)


@pytest.mark.parametrize(
    ("name", "edition"), [("M7", "EN 13201-2:2015"), ("M4", "EN 13201-2:2003")]
)
def test_unknown_classes_are_refused(name, edition):
    with pytest.raises(PhotometryError, match=r"photometry\.E010"):
        class_of(name, edition)


MAIN_ROAD = {
    "lanes_per_direction": "one",
    "carriageways": "not_separated",
    "volume": "normal",
    "speed_lowered_to_30": "no",
    "mix": "mixed",
    "surroundings": "homogeneous",
    "parking": "allowed",
    "raised_need": "no",
}


def test_the_class_follows_from_the_sum_and_says_why():
    choice = select_class("T5", MAIN_ROAD)
    assert (choice.name, choice.weight_sum) == ("M4", 2)
    assert [reason.weight for reason in choice.reasons] == [0, 1, 0, 0, 1, -1, 1, 0]
    assert choice.table.source.needs_checking


def test_periods_change_only_what_may_vary():
    night = {"evening": {}, "night": {"volume": "low", "parking": "no"}}
    found = select_classes("T5", MAIN_ROAD, night)
    assert {name: choice.name for name, choice in found.items()} == {"evening": "M4", "night": "M6"}
    with pytest.raises(PhotometryError, match=r"photometry\.E015"):
        select_classes("T5", MAIN_ROAD, {"night": {"carriageways": "separated"}})


@pytest.mark.parametrize("key", list(TABLES))
@pytest.mark.parametrize("extreme", [min, max])
def test_every_table_stays_within_its_six_classes(key, extreme):
    table = TABLES[key]
    answers = {
        each.key: extreme(each.weights, key=lambda answer, of=each: of.weights[answer])
        for each in table.questions
    }
    choice = select_class(table, answers)
    assert choice.name in {f"{table.family}{number}" for number in range(1, 7)}
    assert choice.weight_sum == sum(extreme(each.weights.values()) for each in table.questions)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({key: value for key, value in MAIN_ROAD.items() if key != "mix"}, "E014"),
        ({**MAIN_ROAD, "mix": "bicycles"}, "E014"),
        ({**MAIN_ROAD, "colour": "blue"}, "E014"),
    ],
)
def test_answers_that_do_not_fit_are_refused(answers, code):
    with pytest.raises(PhotometryError, match=rf"photometry\.{code}"):
        select_class("T5", answers)
    with pytest.raises(PhotometryError, match=r"photometry\.E013"):
        select_class("T12", answers)


def test_energy_figures_by_hand():
    # 60 W over 30 m: 7 m carriageway at 10 lx, 2 m footway at 5 lx
    areas = [Area(average_lx=10, area_m2=210), Area(average_lx=5, area_m2=60)]
    assert power_density(60, areas) == pytest.approx(60 / 2400)
    year = [
        Spell(power_w=60, hours=1000),
        Spell(power_w=30, hours=3000),
        Spell(power_w=1, hours=4760),
    ]
    assert annual_consumption(year, 270) == pytest.approx((60_000 + 90_000 + 4760) / 270)


def test_energy_of_a_road_counts_every_row_by_its_spacing():
    layout = RoadLayout(width_m=7.0, strips=(Strip(name="path", width_m=2.0),))
    one = road(layout=layout, power_w=50.0, spacing_m=30.0)
    both = replace(one, rows=(*one.rows, replace(one.rows[0], spacing_m=20.0, power_w=10.0)))
    assert field_power_w(both) == pytest.approx(50 + 15)
    result = calculate(one)
    areas = field_areas(one, result)
    assert [area.area_m2 for area in areas] == [210, 60]
    assert areas[1].average_lx == pytest.approx(result.strips["path"].figures.average_lx)


@pytest.mark.parametrize(
    "work",
    [
        lambda: power_density(-1, [Area(average_lx=1, area_m2=1)]),
        lambda: power_density(60, [Area(average_lx=0, area_m2=10)]),
        lambda: annual_consumption([Spell(power_w=60, hours=9000)], 10),
        lambda: annual_consumption([Spell(power_w=60, hours=float("nan"))], 10),
        lambda: annual_consumption([], 0),
    ],
)
def test_impossible_energy_is_refused(work):
    with pytest.raises(PhotometryError, match=r"photometry\.E012"):
        work()
