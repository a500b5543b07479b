"""``stadtherz``, the only program: its own commands, the rooms' and Django's."""

from .main import main

__all__ = ["main"]
