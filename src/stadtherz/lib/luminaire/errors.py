"""What can be wrong with a luminaire's light, told to a person.

CityError
└── LuminaireError           numbers that no luminaire can have
    └── PhotometryFileError  a file that says them, with the line where it does
"""

from __future__ import annotations

from stadtherz.lib.errors import CityError


class LuminaireError(CityError):
    """Intensities, angles or an orientation that cannot be a luminaire's."""


class PhotometryFileError(LuminaireError):
    """A photometric file that cannot be read, and the place in it.

    Args:
        message: what stands there and what was expected.
        fix: what the reader can do now.
        code: ``luminaire.E...``.
        line: number of the line, counted from 1; nothing when the file as a whole is meant.

    """

    def __init__(self, message: str, *, fix: str, code: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"Line {line}: {message}", fix=fix, code=code)
        self.line = line
