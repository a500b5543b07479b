"""The one error that is meant for people.

CityError
└── each room derives its own (PhotoError, TownFileError, ...)
"""

from __future__ import annotations


class CityError(Exception):
    """An expected failure, told to a person: what happened, what to do, and a code to look up.

    Args:
        message: what happened and why, one or two sentences.
        fix: what the reader can do now.
        code: short stable identifier that the documentation explains, such as ``places.E003``.

    """

    def __init__(self, message: str, *, fix: str, code: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.code = code

    def __str__(self) -> str:
        return f"{self.message} {self.fix} [{self.code}]"
