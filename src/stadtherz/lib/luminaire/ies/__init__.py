"""IES LM-63 (.ies), the format of North American photometric files."""

from stadtherz.lib.luminaire.ies.file import IesEdition, IesFile, IesUnits, Tilt
from stadtherz.lib.luminaire.ies.reader import is_ies, read_ies
from stadtherz.lib.luminaire.ies.writer import write_ies

__all__ = ["IesEdition", "IesFile", "IesUnits", "Tilt", "is_ies", "read_ies", "write_ies"]
