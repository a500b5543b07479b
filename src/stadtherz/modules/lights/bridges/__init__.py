"""The bridge that owns the live light."""

from stadtherz.modules.lights.bridges.keeping import keep_lights

__all__ = ["keep_lights"]
