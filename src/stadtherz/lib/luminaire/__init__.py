"""What one luminaire emits: photometric files in, one table of intensities out.

intensities.py     Intensities: candela in every direction, the value that calculations take
road_luminaire.py  read, luminaire_of: whatever the format, one RoadLuminaire
eulumdat/ ies/     the files' values, their readers and round-trip writers
orientation.py     where plane 0 lies over the road, who says so, how clearly
symmetry.py        planes that a file leaves out      angles.py  where angles begin, rise, end
text.py            words, numbers, lines, bytes       colour.py  kelvin and rendering index
optic.py           a road optic by a few parameters   synthetic.py  luminaires that nobody built
catalogue.py       those that ship with the product
"""

from stadtherz.lib.luminaire.errors import LuminaireError, PhotometryFileError
from stadtherz.lib.luminaire.eulumdat import (
    EulumdatFile,
    LampSet,
    read_eulumdat,
    write_eulumdat,
)
from stadtherz.lib.luminaire.ies import (
    IesEdition,
    IesFile,
    IesUnits,
    Tilt,
    read_ies,
    write_ies,
)
from stadtherz.lib.luminaire.intensities import Intensities
from stadtherz.lib.luminaire.orientation import (
    LightShape,
    Orientation,
    SettledBy,
    ZeroPlane,
    light_shape,
)
from stadtherz.lib.luminaire.road_luminaire import (
    LuminousArea,
    RoadLuminaire,
    SourceFormat,
    luminaire_of,
    read,
)
from stadtherz.lib.luminaire.symmetry import Symmetry

__all__ = [
    "EulumdatFile",
    "IesEdition",
    "IesFile",
    "IesUnits",
    "Intensities",
    "LampSet",
    "LightShape",
    "LuminaireError",
    "LuminousArea",
    "Orientation",
    "PhotometryFileError",
    "RoadLuminaire",
    "SettledBy",
    "SourceFormat",
    "Symmetry",
    "Tilt",
    "ZeroPlane",
    "light_shape",
    "luminaire_of",
    "read",
    "read_eulumdat",
    "read_ies",
    "write_eulumdat",
    "write_ies",
]
