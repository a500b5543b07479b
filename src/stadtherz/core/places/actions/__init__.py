"""What changes places: loading a town's pack."""

from stadtherz.core.places.actions.loading import load_town
from stadtherz.core.places.actions.taking import take_into_use

__all__ = ["load_town", "take_into_use"]
