"""The classes M, C, P, HS, SC and EV of EN 13201-2:2015."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.limits import LightingClass, Limit, When
from stadtherz.lib.photometry.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

EN_13201_2_2015 = "EN 13201-2:2015"
KNOWN = Source(
    f"{EN_13201_2_2015}, tables as published by a maker (performanceinlighting.com)",
    needs_checking=False,
)
OPEN = Source(f"{EN_13201_2_2015}, as reported; no copy was at hand", needs_checking=True)

# Lav cd/m², U0, Ul, fTI %, EIR
_M = {
    "M1": (2.00, 0.40, 0.70, 10, 0.35),
    "M2": (1.50, 0.40, 0.70, 10, 0.35),
    "M3": (1.00, 0.40, 0.60, 15, 0.30),
    "M4": (0.75, 0.40, 0.60, 15, 0.30),
    "M5": (0.50, 0.35, 0.40, 15, 0.30),
    "M6": (0.30, 0.35, 0.40, 20, 0.30),
}
WET_UNIFORMITY = 0.15
# Eav lx, fTI % (informative)
_C = {
    "C0": (50.0, 10),
    "C1": (30.0, 10),
    "C2": (20.0, 15),
    "C3": (15.0, 15),
    "C4": (10.0, 15),
    "C5": (7.5, 20),
}
C_UNIFORMITY = 0.40
# Eav lx, Emin lx, fTI % (informative), Ev,min lx, Esc,min lx
_P = {
    "P1": (15.0, 3.0, 20, 5.0, 5.0),
    "P2": (10.0, 2.0, 25, 3.0, 2.0),
    "P3": (7.5, 1.5, 25, 2.5, 1.5),
    "P4": (5.0, 1.0, 30, 1.5, 1.0),
    "P5": (3.0, 0.6, 30, 1.0, 0.6),
    "P6": (2.0, 0.4, 35, 0.6, 0.2),
}
P_MOST_TIMES = 1.5
_HS = {"HS1": 5.0, "HS2": 2.5, "HS3": 1.0}
HS_UNIFORMITY = 0.15
_SC = (10.0, 7.5, 5.0, 3.0, 2.0, 1.5, 1.0, 0.75, 0.5)
_EV = (50.0, 30.0, 10.0, 7.5, 5.0, 0.5)


def class_of(name: str, edition: str = EN_13201_2_2015) -> LightingClass:
    """A lighting class by its name, such as ``M4``.

    Raises:
        PhotometryError: (photometry.E010) there is no such class in this edition.

    """
    if (edition, name) in CLASSES:
        return CLASSES[edition, name]
    known = [each for of, each in CLASSES if of == edition] or sorted({of for of, _ in CLASSES})
    raise PhotometryError(
        f"There is no lighting class “{name}” in “{edition}”.",
        fix=f"Use one of: {', '.join(known)}.",
        code="photometry.E010",
    )


def _limits() -> Iterator[tuple[str, tuple[Limit, ...]]]:
    for name, (luminance, overall, lengthwise, glare, edge) in _M.items():
        yield (
            name,
            (
                Limit(figure="luminance_cd_m2", least=luminance, source=KNOWN),
                Limit(figure="overall_uniformity", least=overall, source=KNOWN),
                Limit(figure="lengthwise_uniformity", least=lengthwise, source=KNOWN),
                Limit(figure="glare_percent", most=glare, source=KNOWN),
                Limit(figure="edge_ratio", least=edge, source=KNOWN),
                Limit(figure="wet_uniformity", least=WET_UNIFORMITY, source=OPEN, when=When.WET),
            ),
        )
    for name, (average, glare) in _C.items():
        yield (
            name,
            (
                Limit(figure="average_lx", least=average, source=KNOWN),
                Limit(figure="illuminance_uniformity", least=C_UNIFORMITY, source=KNOWN),
                Limit(figure="glare_percent", most=glare, source=KNOWN, when=When.INFORMATIVE),
            ),
        )
    for name, (average, least, glare, wall, half) in _P.items():
        yield (
            name,
            (
                Limit(figure="average_lx", least=average, source=KNOWN),
                Limit(figure="average_lx", most=average * P_MOST_TIMES, source=OPEN),
                Limit(figure="least_lx", least=least, source=KNOWN),
                Limit(figure="glare_percent", most=glare, source=KNOWN, when=When.INFORMATIVE),
                Limit(figure="least_vertical_lx", least=wall, source=OPEN, when=When.FACES),
                Limit(figure="least_semicylindrical_lx", least=half, source=OPEN, when=When.FACES),
            ),
        )
    yield "P7", ()
    for name, average in _HS.items():
        yield (
            name,
            (
                Limit(figure="hemispherical_lx", least=average, source=OPEN),
                Limit(figure="hemispherical_uniformity", least=HS_UNIFORMITY, source=OPEN),
            ),
        )
    for prefix, figure, steps in (
        ("SC", "least_semicylindrical_lx", _SC),
        ("EV", "least_vertical_lx", _EV),
    ):
        for number, least in enumerate(steps, start=1):
            yield f"{prefix}{number}", (Limit(figure=figure, least=least, source=OPEN),)


CLASSES = {
    (EN_13201_2_2015, name): LightingClass(name=name, edition=EN_13201_2_2015, limits=limits)
    for name, limits in _limits()
}
