"""Errors of media.

CityError
└── MediaError
├── UploadError      carries the HTTP status that an uploader understands
└── GoneError        the key was destroyed: the picture exists no more
"""

from __future__ import annotations

from stadtherz.lib.errors import CityError


class MediaError(CityError):
    """Something about a file of an occasion."""


class UploadError(MediaError):
    """An upload is refused; `status` is the HTTP status to answer with."""

    def __init__(self, message: str, *, fix: str, code: str, status: int) -> None:
        super().__init__(message, fix=fix, code=code)
        self.status = status


class GoneError(MediaError):
    """The file was deleted by law or by decision; what is left is its record."""
