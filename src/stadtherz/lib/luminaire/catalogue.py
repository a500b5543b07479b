"""The luminaires that ship with the product, so that a town can plan before it has files.

Fluxes, watts, colours and sizes are those of usual luminaires of the 2020s; the light is that of
a parametric optic. Their files stand in modules/lights/catalogue, made from this table.
"""

from __future__ import annotations

from typing import Final

from stadtherz.lib.luminaire.eulumdat import write_eulumdat
from stadtherz.lib.luminaire.ies import write_ies
from stadtherz.lib.luminaire.optic import Optic
from stadtherz.lib.luminaire.symmetry import Symmetry
from stadtherz.lib.luminaire.synthetic import SyntheticLuminaire


def _road(key: str, name: str, optic: Optic, lumens: int, watts: float) -> SyntheticLuminaire:
    """A usual one for streets: 3000 K, the same up and down the road."""
    return SyntheticLuminaire(
        key=key,
        name=name,
        optic=optic,
        symmetry=Symmetry.ABOUT_90_270,
        flux_lm=lumens,
        power_w=watts,
        cct_k=3000,
        cri=70,
    )


CROSSING: Final = Optic(
    throw_along=0.9, reach_across=0.75, ahead=0.75, outwards=0.7, edge=4.0, rise=1.6
)

CATALOGUE: Final = (
    _road(
        "access-road-2000",
        "Synthetic access road, narrow, 2000 lm",
        Optic(throw_along=2.2, reach_across=0.8, outwards=0.45, rise=1.7),
        2_000,
        16.0,
    ),
    _road(
        "residential-3500",
        "Synthetic residential street, 3500 lm",
        Optic(throw_along=2.1, reach_across=0.95, outwards=0.6, rise=1.7),
        3_500,
        26.5,
    ),
    _road(
        "collector-6000",
        "Synthetic collector road, 6000 lm",
        Optic(throw_along=2.0, reach_across=1.0, outwards=0.7, rise=1.7),
        6_000,
        44.0,
    ),
    _road(
        "main-road-10500",
        "Synthetic main road, 10500 lm",
        Optic(throw_along=2.0, reach_across=1.1, outwards=0.8, rise=1.8),
        10_500,
        75.0,
    ),
    _road(
        "wide-road-16000",
        "Synthetic wide main road, 16000 lm",
        Optic(throw_along=1.9, reach_across=1.35, outwards=1.1, rise=1.8),
        16_000,
        112.0,
    ),
    _road(
        "trunk-road-20000",
        "Synthetic trunk road, 20000 lm",
        Optic(throw_along=2.2, reach_across=1.25, outwards=0.95, rise=1.8),
        20_000,
        145.0,
    ),
    _road(
        "footpath-1900",
        "Synthetic footpath, long and narrow, 1900 lm",
        Optic(throw_along=2.8, reach_across=0.55, outwards=0.2, rise=1.6),
        1_900,
        15.0,
    ),
    _road(
        "cycleway-2600",
        "Synthetic cycleway, 2600 lm",
        Optic(throw_along=2.6, reach_across=0.65, outwards=0.35, rise=1.7),
        2_600,
        19.5,
    ),
    SyntheticLuminaire(
        key="catenary-7500",
        name="Synthetic catenary luminaire over the middle of the road, 7500 lm",
        optic=Optic(throw_along=2.0, reach_across=0.9, rise=1.7),
        symmetry=Symmetry.QUADRANT,
        flux_lm=7_500,
        power_w=55.0,
        cct_k=3000,
        cri=70,
    ),
    SyntheticLuminaire(
        key="square-4200",
        name="Synthetic post-top for squares, round, 4200 lm",
        optic=Optic(throw_along=2.0, reach_across=2.0, rise=1.5, is_round=True),
        symmetry=Symmetry.ROTATIONAL,
        flux_lm=4_200,
        power_w=33.0,
        cct_k=3000,
        cri=80,
        size_mm=(520, 0, 180),
        opening_mm=(400, 0),
    ),
    SyntheticLuminaire(
        key="crossing-right-8000",
        name="Synthetic zebra crossing, traffic on the right, 8000 lm",
        optic=CROSSING,
        symmetry=Symmetry.NONE,
        flux_lm=8_000,
        power_w=60.0,
        cct_k=4000,
        cri=70,
    ),
    SyntheticLuminaire(
        key="crossing-left-8000",
        name="Synthetic zebra crossing, traffic on the left, 8000 lm",
        optic=CROSSING.mirrored(),
        symmetry=Symmetry.NONE,
        flux_lm=8_000,
        power_w=60.0,
        cct_k=4000,
        cri=70,
    ),
    SyntheticLuminaire(
        key="underpass-counterbeam-12000",
        name="Synthetic underpass, beam against the traffic, 12000 lm",
        optic=Optic(throw_along=1.3, reach_across=0.8, ahead=-0.9, edge=4.0, rise=1.8),
        symmetry=Symmetry.ABOUT_0_180,
        flux_lm=12_000,
        power_w=88.0,
        cct_k=4000,
        cri=70,
    ),
    SyntheticLuminaire(
        key="lantern-2800",
        name="Synthetic old-town lantern with upward light, 2800 lm",
        optic=Optic(throw_along=2.2, reach_across=2.2, rise=1.2, upward=0.12, is_round=True),
        symmetry=Symmetry.ROTATIONAL,
        flux_lm=2_800,
        power_w=26.0,
        cct_k=2700,
        cri=80,
        size_mm=(420, 0, 650),
        opening_mm=(300, 0),
    ),
    SyntheticLuminaire(
        key="bollard-1000",
        name="Synthetic bollard, round, 1000 lm",
        optic=Optic(throw_along=3.2, reach_across=3.2, rise=1.4, is_round=True),
        symmetry=Symmetry.ROTATIONAL,
        flux_lm=1_000,
        power_w=15.0,
        cct_k=2700,
        cri=80,
        size_mm=(180, 0, 900),
        opening_mm=(160, 0),
    ),
    SyntheticLuminaire(
        key="amber-shielded-2400",
        name="Synthetic amber road luminaire with a shield, spares insects, 2400 lm",
        optic=Optic(
            throw_along=1.8, reach_across=0.8, outwards=0.6, edge=6.0, rise=1.5, shield=12.0
        ),
        symmetry=Symmetry.ABOUT_90_270,
        flux_lm=2_400,
        power_w=25.0,
        cct_k=1800,
        cri=40,
    ),
)


def catalogue_files() -> dict[str, bytes]:
    """Every file of the catalogue by its name: one .ldt and one .ies per luminaire."""
    files = {}
    for luminaire in CATALOGUE:
        files[f"{luminaire.key}.ldt"] = write_eulumdat(luminaire.eulumdat())
        files[f"{luminaire.key}.ies"] = write_ies(luminaire.ies())
    return files
