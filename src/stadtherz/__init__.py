"""Stadtherz: the open platform for a digital town."""

__version__ = "0.1.0"
