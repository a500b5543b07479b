"""EULUMDAT (.ldt), the format of European photometric files."""

from stadtherz.lib.luminaire.eulumdat.file import EulumdatFile, LampSet
from stadtherz.lib.luminaire.eulumdat.reader import read_eulumdat
from stadtherz.lib.luminaire.eulumdat.writer import write_eulumdat

__all__ = ["EulumdatFile", "LampSet", "read_eulumdat", "write_eulumdat"]
