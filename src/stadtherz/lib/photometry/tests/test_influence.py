"""Dimming through the influence matrix gives what calculating anew gives."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.influence import Scene, carriageway_influence, strip_influence
from stadtherz.lib.photometry.layout import RoadLayout, Strip
from stadtherz.lib.photometry.plan import States
from stadtherz.lib.photometry.road import calculate
from stadtherz.lib.photometry.rows import Arrangement
from stadtherz.lib.photometry.rules import EN_13201_3_2015
from stadtherz.lib.photometry.tests.makers import lopsided, road
from stadtherz.lib.photometry.town import stacked

FOOTWAY = Strip(name="footway", width_m=2.0)
INSTALLATION = replace(
    road(
        Arrangement.STAGGERED,
        layout=RoadLayout(width_m=7.0, oncoming_lanes=1, strips=(FOOTWAY,)),
        light=lopsided(),
        spacing_m=36.0,
    ),
    rules=replace(EN_13201_3_2015, glare_least_share=0.0),  # the early stop is not linear
)
SCENE = Scene.of(INSTALLATION)
FIELD = carriageway_influence(SCENE)


def test_full_light_gives_the_figures_of_the_road():
    states = FIELD.states(np.ones(len(FIELD.lamps)))
    figures = calculate(INSTALLATION).figures
    for field in fields(States):
        found = getattr(states, field.name)
        assert found == pytest.approx(getattr(figures, field.name), rel=1e-4), field.name


def test_many_states_at_once_agree_with_rows_dimmed_one_by_one():
    right = np.isin(SCENE.lamps.y_m[FIELD.lamps], 0.0)
    levels = np.array([np.where(right, one, other) for one, other in ((0.5, 1), (1, 0.2), (0, 0))])
    states = FIELD.states(levels)
    assert states.average_lx.shape == (3,)
    for number, (one, other) in enumerate(((0.5, 1), (1, 0.2), (0, 0))):
        rows = [
            replace(row, flux_factor=share)
            for row, share in zip(INSTALLATION.rows, (one, other), strict=True)
        ]
        figures = calculate(replace(INSTALLATION, rows=tuple(rows))).figures
        for name in ("average_lx", "luminance_cd_m2", "lengthwise_uniformity", "glare_percent"):
            expected = getattr(figures, name)
            assert getattr(states, name)[number] == pytest.approx(expected, rel=1e-4), name


def test_a_footway_has_illuminances_only():
    strip = strip_influence(SCENE, INSTALLATION.road.span_m(FOOTWAY))
    states = strip.states(np.ones(len(strip.lamps)))
    figures = calculate(INSTALLATION).strips["footway"].figures
    assert states.least_semicylindrical_lx == pytest.approx(
        figures.least_semicylindrical_lx, rel=1e-4
    )
    assert states.luminance_cd_m2 is None
    assert len(strip.lamps) < len(FIELD.lamps)


def test_a_town_of_fields_is_multiplied_at_once():
    other = carriageway_influence(Scene.of(replace(INSTALLATION, maintenance_factor=0.5)))
    strip = strip_influence(SCENE, (-2.0, 0.0))
    stacks = stacked([FIELD, strip, other])
    assert sorted(number for stack in stacks for number in stack.fields) == [0, 1, 2]
    level = np.random.default_rng(4).uniform(0, 1, (5, len(SCENE.lamps)))
    for stack in stacks:
        states = stack.states(level)
        for place, number in enumerate(stack.fields):
            field = (FIELD, strip, other)[number]
            alone = field.states(level[:, field.lamps])
            assert states.least_lx[place] == pytest.approx(alone.least_lx, rel=1e-5)
            if alone.glare_percent is not None:
                assert states.glare_percent[place] == pytest.approx(alone.glare_percent, rel=1e-5)


def test_a_split_stack_gives_the_same_values():
    (stack,) = stacked([FIELD] * 5)
    level = np.random.default_rng(5).uniform(0, 1, (2, len(SCENE.lamps)))
    parts = list(stack.split(2))
    assert [len(part.fields) for part in parts] == [2, 3]
    together = np.concatenate([part.values(level) for part in parts])
    assert together == pytest.approx(stack.values(level))


@pytest.mark.parametrize("level", [1.0, np.ones(3), np.ones((2, 3))])
def test_levels_that_do_not_fit_are_refused(level):
    with pytest.raises(PhotometryError, match=r"photometry\.E016"):
        FIELD.states(level)
    with pytest.raises(PhotometryError, match=r"photometry\.E017"):
        stacked([FIELD])[0].values(np.atleast_1d(level))
