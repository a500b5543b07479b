"""What a road gets: illuminance, luminance, glare, classes, energy (EN 13201, DIN 13201-1).

layout.py   the road across            rows.py          luminaires along it
installation.py  both, to calculate    road.py          calculate(installation) -> RoadResult
grid.py     where points lie           observers.py     where drivers' eyes are
lamps.py    luminaires as arrays       lookup.py        one luminaire for the kernel
beams.py    lamps towards points       kernel.py        summed, matrix: points times lamps
angles.py   fast arc tangents          illuminance.py   four shapes
luminance.py  towards a driver         reflection.py    r-tables, R3 (r3.py)
glare.py    veil, fTI                  figures.py       values of a field
influence.py  dimming states at once   plan.py          what its rows are
town.py     many fields stacked        energy.py        PDI, AECI
rules.py    an edition's numbers       sources.py       where a number comes from
limits.py, classes.py  what classes ask   verdict.py    pass or fail with margin
questions.py  what decides a class     selection.py     select_class

Lengths in metres; x along the road, y from the right edge to the left; C0 = +x, C90 = +y.
"""

from stadtherz.lib.photometry.classes import CLASSES, EN_13201_2_2015, class_of
from stadtherz.lib.photometry.energy import (
    Area,
    Spell,
    annual_consumption,
    field_areas,
    field_power_w,
    power_density,
)
from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.figures import Field, Figures, RoadResult, View
from stadtherz.lib.photometry.illuminance import (
    Illuminance,
    hemispherical,
    horizontal,
    semicylindrical,
    vertical,
)
from stadtherz.lib.photometry.influence import (
    Influence,
    Scene,
    carriageway_influence,
    strip_influence,
)
from stadtherz.lib.photometry.installation import Installation
from stadtherz.lib.photometry.kernel import matrix, summed, sums
from stadtherz.lib.photometry.lamps import Lamps, joined
from stadtherz.lib.photometry.layout import Driving, Edge, RoadLayout, Strip
from stadtherz.lib.photometry.limits import LightingClass, Limit, When
from stadtherz.lib.photometry.luminance import Luminance
from stadtherz.lib.photometry.observers import Observer
from stadtherz.lib.photometry.plan import States
from stadtherz.lib.photometry.questions import DIN_13201_1_2021, TABLES, SelectionTable
from stadtherz.lib.photometry.reflection import R3, ReflectionTable, read_reflection_table
from stadtherz.lib.photometry.road import calculate
from stadtherz.lib.photometry.rows import Arrangement, Row, Side, arranged
from stadtherz.lib.photometry.rules import EN_13201_3_2015, Rules, rules_of
from stadtherz.lib.photometry.selection import Choice, Reason, select_class, select_classes
from stadtherz.lib.photometry.sources import Source
from stadtherz.lib.photometry.town import Stack, stacked
from stadtherz.lib.photometry.verdict import Finding, Verdict, judge

__all__ = [
    "CLASSES",
    "DIN_13201_1_2021",
    "EN_13201_2_2015",
    "EN_13201_3_2015",
    "R3",
    "TABLES",
    "Area",
    "Arrangement",
    "Choice",
    "Driving",
    "Edge",
    "Field",
    "Figures",
    "Finding",
    "Illuminance",
    "Influence",
    "Installation",
    "Lamps",
    "LightingClass",
    "Limit",
    "Luminance",
    "Observer",
    "PhotometryError",
    "Reason",
    "ReflectionTable",
    "RoadLayout",
    "RoadResult",
    "Row",
    "Rules",
    "Scene",
    "SelectionTable",
    "Side",
    "Source",
    "Spell",
    "Stack",
    "States",
    "Strip",
    "Verdict",
    "View",
    "When",
    "annual_consumption",
    "arranged",
    "calculate",
    "carriageway_influence",
    "class_of",
    "field_areas",
    "field_power_w",
    "hemispherical",
    "horizontal",
    "joined",
    "judge",
    "matrix",
    "power_density",
    "read_reflection_table",
    "rules_of",
    "select_class",
    "select_classes",
    "semicylindrical",
    "stacked",
    "strip_influence",
    "summed",
    "sums",
    "vertical",
]
