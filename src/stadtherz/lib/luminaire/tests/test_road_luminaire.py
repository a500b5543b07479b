"""What every reader arrives at, and how a format is recognised."""

import pytest

from stadtherz.lib.luminaire import (
    EulumdatFile,
    IesFile,
    PhotometryFileError,
    SourceFormat,
    luminaire_of,
    read,
    write_eulumdat,
    write_ies,
)
from stadtherz.lib.luminaire.colour import cct_k, least_cri
from stadtherz.lib.luminaire.tests.makers import eulumdat_file, ies_file, ies_with


def test_the_format_is_recognised_by_what_stands_in_it():
    assert isinstance(read(write_eulumdat(eulumdat_file())), EulumdatFile)
    assert isinstance(read(write_ies(ies_file())), IesFile)
    assert isinstance(read(ies_with("IESNA:LM-63-2002\r\n", "")), IesFile)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b" \r\n\x1a", "empty"),
        (b"\x89PNG\0\0\0", "no text"),
        (b"A letter\nto the town\nabout lamps", "neither"),
        (b"one line", "neither"),
        (b"1\n" * 4_000_001, "bytes"),
    ],
    ids=["empty", "blank", "picture", "letter", "line", "large"],
)
def test_what_is_no_photometric_file_is_said(content, said):
    with pytest.raises(PhotometryFileError, match=said) as caught:
        read(content)
    assert caught.value.code == "luminaire.E002"


def test_every_value_of_an_eulumdat_file_arrives():
    luminaire = luminaire_of(eulumdat_file())
    assert luminaire.name == "Straßenleuchte"
    assert luminaire.maker == "Stadtherz tests"
    assert luminaire.catalogue_number == "S-1"
    assert luminaire.source_format is SourceFormat.EULUMDAT
    assert (luminaire.power_w, luminaire.lamp_flux_lm) == (115, 10_500)
    assert luminaire.stated_flux_lm == pytest.approx(10_500 * 0.845)
    assert luminaire.luminous_area.area_m2 == pytest.approx(0.3 * 0.18)
    assert (luminaire.cct_k, luminaire.least_cri) == (2_000, 20)
    assert luminaire.efficacy_lm_per_w == pytest.approx(luminaire.flux_lm / 115)
    assert luminaire.flux_deviation_percent == pytest.approx(
        (luminaire.flux_lm / luminaire.stated_flux_lm - 1) * 100
    )


def test_what_is_not_told_is_nothing():
    luminaire = luminaire_of(ies_file(power_w=0))
    assert luminaire.power_w is luminaire.efficacy_lm_per_w is None
    assert luminaire.stated_flux_lm is luminaire.flux_deviation_percent is None
    assert luminaire.cct_k is luminaire.least_cri is None
    assert luminaire.source_format is SourceFormat.IES


@pytest.mark.parametrize(
    ("told", "kelvin"),
    [
        ("3000 K", 3000),
        ("2200K", 2200),
        ("4000", 4000),
        ("LED 1800 K amber", 1800),
        ("740", 4000),
        ("830 warm white", 3000),
        ("warm white", None),
        ("", None),
        ("12 K", None),
        ("99999", None),
        ("L-IT1X-5P5-3000-140", None),
    ],
)
def test_colour_temperatures(told, kelvin):
    assert cct_k(told) == kelvin


@pytest.mark.parametrize(
    ("told", "least"),
    [
        ("1B", 80),
        ("2a", 70),
        ("4", 20),
        ("80", 80),
        (">70", 70),
        ("Ra ≥ 80", 80),
        ("CRI 25", 25),
        ("", None),
        ("good", None),
        ("0", None),
        ("180", None),
    ],
)
def test_colour_rendering(told, least):
    assert least_cri(told) == least
