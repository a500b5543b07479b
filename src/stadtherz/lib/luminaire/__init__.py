"""What one luminaire emits: photometric files in, one table of intensities out."""

from stadtherz.lib.luminaire.errors import LuminaireError, PhotometryFileError
from stadtherz.lib.luminaire.intensities import Intensities

__all__ = ["Intensities", "LuminaireError", "PhotometryFileError"]
