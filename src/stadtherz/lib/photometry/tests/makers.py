"""Luminaires and roads for tests, made by formula."""

from __future__ import annotations

import numpy as np

from stadtherz.lib.luminaire import Intensities
from stadtherz.lib.photometry.installation import Installation
from stadtherz.lib.photometry.layout import RoadLayout
from stadtherz.lib.photometry.rows import Arrangement, Row, arranged


def made(formula, *, c_step=5.0, gamma_step=2.5, last_gamma=90.0):
    """Tabulate formula(c_rad, gamma_rad) in candela."""
    c, gamma = np.arange(0, 361, c_step), np.arange(0, last_gamma + 0.01, gamma_step)
    table = formula(*np.meshgrid(np.radians(c), np.radians(gamma), indexing="ij"))
    table[-1] = table[0]
    return Intensities(c_deg=c, gamma_deg=gamma, intensity_cd=table)


def isotropic(cd=1000.0):
    return made(lambda c, _: np.full_like(c, cd), last_gamma=180.0)


def lambertian(cd=1000.0, gamma_step=1.0):
    return made(lambda _, gamma: cd * np.cos(gamma).clip(0), gamma_step=gamma_step)


def batwing():
    """Wide along the road, more towards C90; symmetric to the plane C90-C270."""
    return made(
        lambda c, gamma: (
            3000
            * np.cos(gamma).clip(0)
            * (1 + 4 * np.sin(gamma) ** 4 * np.cos(c) ** 2)
            * (1 + 0.5 * np.sin(c) * np.sin(gamma))
        )
    )


def lopsided():
    """Without any symmetry."""
    return made(
        lambda c, gamma: (
            1000 + np.sin(gamma) * (300 * np.cos(c - 0.4) + 200 * np.sin(2 * c + gamma))
        ),
        last_gamma=180.0,
    )


def uneven():
    """Lopsided on uneven angles, the last one below 90 degrees."""
    even = lopsided()
    c = np.array([0, 7, 30, 77.7, 133.4, 200, 299.9, 360])
    gamma = np.array([0, 3, 11.1, 45, 60, 72, 80])
    return Intensities(c_deg=c, gamma_deg=gamma, intensity_cd=even.at(c[:, None], gamma))


def road(arrangement=Arrangement.SINGLE, *, layout=None, light=None, factor=0.8, **row):
    """Two lanes of 3.5 m, masts of 8 m every 30 m."""
    given = {"spacing_m": 30.0, "height_m": 8.0, **row}
    return Installation(
        road=layout or RoadLayout(width_m=7.0),
        rows=arranged(arrangement, Row(luminaire=light or batwing(), **given)),
        maintenance_factor=factor,
    )
