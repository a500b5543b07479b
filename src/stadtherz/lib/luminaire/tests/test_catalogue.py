"""The catalogue that ships: its files are those that the code makes, and they are sound.

`UPDATE_CATALOGUE=1` writes the files anew.
"""

import os
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import stadtherz
from stadtherz.lib.luminaire import SettledBy, Symmetry, ZeroPlane, luminaire_of, read
from stadtherz.lib.luminaire.catalogue import CATALOGUE, catalogue_files

FOLDER = Path(stadtherz.__file__).parent / "modules" / "lights" / "catalogue"
each = pytest.mark.parametrize("made", CATALOGUE, ids=lambda made: made.key)


@cache
def shipped(name):
    return luminaire_of(read((FOLDER / name).read_bytes()))


def test_the_files_are_those_that_the_code_makes():
    files = catalogue_files()
    if os.environ.get("UPDATE_CATALOGUE"):
        for name, content in files.items():
            (FOLDER / name).write_bytes(content)
    stand = {path.name: path.read_bytes() for path in FOLDER.glob("*.[li][de][ts]")}
    assert sorted(stand) == sorted(files), "UPDATE_CATALOGUE=1 writes them; remove old ones"
    assert [name for name in files if stand[name] != files[name]] == [], "UPDATE_CATALOGUE=1"


@each
def test_both_formats_are_one_luminaire(made):
    told, again = shipped(f"{made.key}.ldt"), shipped(f"{made.key}.ies")
    assert np.array_equal(told.intensities.gamma_deg, again.intensities.gamma_deg)
    c, gamma = np.meshgrid(made.cd_per_klm.c_deg, told.intensities.gamma_deg)
    apart_cd = np.abs(told.intensities.at(c, gamma) - again.intensities.at(c, gamma)).max()
    assert apart_cd < 1e-9
    for noun in ("name", "maker", "catalogue_number", "power_w", "cct_k", "least_cri"):
        assert getattr(told, noun) == getattr(again, noun)
    assert told.luminous_area == again.luminous_area


@each
@pytest.mark.parametrize("kind", ["ldt", "ies"])
def test_the_flux_is_the_stated_one(made, kind):
    luminaire = shipped(f"{made.key}.{kind}")
    assert luminaire.stated_flux_lm == made.flux_lm
    assert abs(luminaire.flux_deviation_percent) < 0.01


@each
def test_the_numbers_are_those_of_real_luminaires(made):
    luminaire = shipped(f"{made.key}.ldt")
    assert 1_000 <= made.flux_lm <= 20_000
    assert 15 <= made.power_w <= 150
    assert 60 <= luminaire.efficacy_lm_per_w <= 150
    assert "ynthetic" in luminaire.name
    assert "synthetic" in luminaire.maker
    assert (luminaire.intensities.upward_share > 0.01) == (made.optic.upward > 0)
    # glare: what looks towards drivers, above 80 degrees, stays small
    high = luminaire.intensities.flux_within_lm((80.0, 90.0)) / luminaire.flux_lm
    assert high < 0.06


@each
def test_the_street_lies_at_c90(made):
    for kind, zero in (("ldt", ZeroPlane.ALONG), ("ies", ZeroPlane.ACROSS)):
        lies = shipped(f"{made.key}.{kind}").orientation
        assert lies.zero is zero
        assert lies.settled_by in {SettledBy.FORMAT, SettledBy.SYMMETRY}
        assert not lies.falls_behind
    share = shipped(f"{made.key}.ies").street_share
    if made.optic.outwards:
        assert share > 0.6
    else:
        assert share == pytest.approx(0.5)


def test_there_are_enough_of_every_kind():
    assert len(CATALOGUE) >= 12
    assert len({made.key for made in CATALOGUE}) == len(CATALOGUE)
    assert {made.symmetry for made in CATALOGUE} == set(Symmetry)


def test_crossings_mirror_each_other():
    right, left = shipped("crossing-right-8000.ldt"), shipped("crossing-left-8000.ldt")
    c_deg = np.arange(0, 361, 5.0)[:, None]
    gamma_deg = np.arange(0, 91, 2.5)
    mirrored = left.intensities.at(180 - c_deg, gamma_deg)
    assert np.allclose(right.intensities.at(c_deg, gamma_deg), mirrored, atol=0.1)
    assert right.intensities.at(30, 55) > 3 * right.intensities.at(150, 55)


def test_the_shield_keeps_light_from_behind_the_mast():
    amber = shipped("amber-shielded-2400.ldt")
    assert amber.street_share > 0.9
    assert amber.cct_k < 2_000
