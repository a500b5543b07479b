"""A second calculation, written from the formulas in plain loops: it shares no code with the first.

Only values go in: lamps as tuples (light, x, y, height, turn, tilt, roll, factor), degrees, metres.
"""

from __future__ import annotations

import math
from bisect import bisect_right

EYE_M = 1.5
LIMIT = 1 + 1e-6


def dot(a, b):
    return sum(x * y for x, y in zip(a, b, strict=True))


def mix(a, share_a, b, share_b):
    return tuple(x * share_a + y * share_b for x, y in zip(a, b, strict=True))


def intensity(light, c_deg, gamma_deg):
    cs, gammas = list(light.c_deg), list(light.gamma_deg)
    if gamma_deg > gammas[-1] + 1e-9:
        return 0.0
    c_deg %= 360
    i = min(bisect_right(cs, c_deg), len(cs) - 1) - 1
    j = min(bisect_right(gammas, gamma_deg), len(gammas) - 1) - 1
    p = (c_deg - cs[i]) / (cs[i + 1] - cs[i])
    q = min((gamma_deg - gammas[j]) / (gammas[j + 1] - gammas[j]), 1.0)
    table = light.intensity_cd
    return float(
        table[i][j] * (1 - p) * (1 - q)
        + table[i + 1][j] * p * (1 - q)
        + table[i][j + 1] * (1 - p) * q
        + table[i + 1][j + 1] * p * q
    )


def towards(lamp, point):
    """Candela from a lamp to a point (x, y, z): the luminaire's own axes are turned instead."""
    light, x, y, height, turn, tilt, roll, factor = lamp
    nu, delta, psi = (math.radians(each) for each in (turn, tilt, roll))
    c0, c90, down = (
        (math.cos(nu), math.sin(nu), 0),
        (-math.sin(nu), math.cos(nu), 0),
        (0, 0, -1),
    )
    c90, down = (
        mix(c90, math.cos(delta), down, -math.sin(delta)),
        mix(down, math.cos(delta), c90, math.sin(delta)),
    )
    c0, down = (
        mix(c0, math.cos(psi), down, -math.sin(psi)),
        mix(down, math.cos(psi), c0, math.sin(psi)),
    )
    ray = (point[0] - x, point[1] - y, point[2] - height)
    length = math.sqrt(dot(ray, ray))
    gamma = math.degrees(math.acos(max(-1, min(1, dot(ray, down) / length))))
    c = math.degrees(math.atan2(dot(ray, c90), dot(ray, c0)))
    return factor * intensity(light, c, gamma)


def counted(lamp, x, y, reach_h=5):
    return math.hypot(x - lamp[1], y - lamp[2]) <= reach_h * lamp[3] * LIMIT


def horizontal(lamps, x, y):
    total = 0.0
    for lamp in lamps:
        if counted(lamp, x, y):
            d = math.sqrt((x - lamp[1]) ** 2 + (y - lamp[2]) ** 2 + lamp[3] ** 2)
            total += towards(lamp, (x, y, 0)) * (lamp[3] / d) / d**2
    return total


def hemispherical(lamps, x, y):
    total = 0.0
    for lamp in lamps:
        if counted(lamp, x, y):
            d = math.sqrt((x - lamp[1]) ** 2 + (y - lamp[2]) ** 2 + lamp[3] ** 2)
            total += towards(lamp, (x, y, 0)) * (1 + lamp[3] / d) / (4 * d**2)
    return total


def upright(lamps, x, y, facing_deg):
    """Semicylindrical and vertical illuminance."""
    normal = (math.cos(math.radians(facing_deg)), math.sin(math.radians(facing_deg)))
    half = wall = 0.0
    for lamp in lamps:
        if not counted(lamp, x, y):
            continue
        to = (lamp[1] - x, lamp[2] - y)
        plan, h = math.hypot(*to), lamp[3] - EYE_M
        d2 = plan**2 + h**2
        cos_alpha = dot(to, normal) / plan if plan else 0.0
        light = towards(lamp, (x, y, EYE_M)) / d2 * (plan / math.sqrt(d2))
        half += light * (1 + cos_alpha) / math.pi
        wall += light * max(cos_alpha, 0.0)
    return half, wall


def reflects(r, tangents, betas, tangent, beta):
    if tangent > tangents[-1]:
        return 0.0
    i = min(bisect_right(tangents, tangent), len(tangents) - 1) - 1
    j = min(bisect_right(betas, beta), len(betas) - 1) - 1
    p = (tangent - tangents[i]) / (tangents[i + 1] - tangents[i])
    q = (beta - betas[j]) / (betas[j + 1] - betas[j])
    return 1e-4 * float(
        (r[i][j] * (1 - q) + r[i][j + 1] * q) * (1 - p)
        + (r[i + 1][j] * (1 - q) + r[i + 1][j + 1] * q) * p
    )


def luminance(lamps, x, y, eye, heading, table):
    """Towards an eye at (x, y)."""
    r, tangents, betas = table
    total = 0.0
    for lamp in lamps:
        h = lamp[3]
        beyond, aside = (lamp[1] - x) * heading, abs(lamp[2] - y)
        if beyond > 12 * h * LIMIT or beyond < -5 * h * LIMIT or aside > 5 * h * LIMIT:
            continue
        view, onward = (x - eye[0], y - eye[1]), (lamp[1] - x, lamp[2] - y)
        plan = math.hypot(*onward)
        cosine = dot(view, onward) / math.hypot(*view) / plan if plan else 1.0
        beta = math.degrees(math.acos(max(-1, min(1, cosine))))
        factor = reflects(r, tangents, betas, plan / h, beta)
        total += towards(lamp, (x, y, 0)) * factor / h**2
    return total


def veil(row, x, y, heading):
    """Veiling luminance of one row's lamps at an eye."""
    ahead = sorted((lamp for lamp in row), key=lambda lamp: lamp[1] * heading)
    total = 0.0
    for lamp in ahead:
        to = ((lamp[1] - x) * heading, lamp[2] - y, lamp[3] - EYE_M)
        if to[0] > 500 or to[0] < to[2] / math.tan(math.radians(20)) / LIMIT:
            continue
        d = math.sqrt(dot(to, to))
        sight = (math.cos(math.radians(1)), 0, -math.sin(math.radians(1)))
        theta = math.degrees(math.acos(dot(to, sight) / d))
        if not 1.5 < theta <= 60:
            continue
        e = towards(lamp, (x, y, EYE_M)) * math.cos(math.radians(theta)) / d**2
        part = 9.86 * (1 + (23 / 66.4) ** 4) * e / theta**2
        total += part
        if part < 0.02 * (total - part):
            break
    return total
