"""Tables of lights: the register, what people want of it, what was recorded."""

from stadtherz.modules.lights.models.record import LightPicture, LightSample
from stadtherz.modules.lights.models.register import (
    Capability,
    Circuit,
    Lamp,
    LampGroup,
    LampStatus,
    LuminaireType,
    Programme,
)
from stadtherz.modules.lights.models.wishes import Override, Rung, WorkLock

__all__ = [
    "Capability",
    "Circuit",
    "Lamp",
    "LampGroup",
    "LampStatus",
    "LightPicture",
    "LightSample",
    "LuminaireType",
    "Override",
    "Programme",
    "Rung",
    "WorkLock",
]
