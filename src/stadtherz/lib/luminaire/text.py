"""Words and numbers of photometric files: bytes to lines and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from stadtherz.lib.luminaire.errors import LuminaireError, PhotometryFileError

SIZE_LIMIT_BYTES = 8_000_000
#: Nothing in a luminaire's file is larger; what is, overflows in sums.
NUMBER_LIMIT = 1e9
ANGLES_LIMIT = 1_441  # every quarter of a degree around; EULUMDAT itself stops at 721
_LINE_END = re.compile(r"\r\n|\n|\r")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d{1,3})?")
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Word:
    """One piece of text, where it stands, and what it should tell."""

    text: str
    line: int
    what: str

    @property
    def number(self) -> float:
        """The word as a number; a decimal comma is one.

        Raises:
            PhotometryFileError: (luminaire.E004) it is none, or (luminaire.E005) too large.

        """
        told = self.text.strip()
        if not _NUMBER.fullmatch(told):
            raise PhotometryFileError(
                f"expected a number ({self.what}), found {shown(told)}.",
                fix="Correct this line, or export the file anew.",
                code="luminaire.E004",
                line=self.line,
            )
        value = float(told.replace(",", "."))
        if not abs(value) <= NUMBER_LIMIT:
            raise self.outside("a number up to a thousand million")
        return value

    def within(self, low: float, high: float) -> float:
        """The word as a number from `low` to `high`, both included."""
        value = self.number
        if not low <= value <= high:
            raise self.outside(f"{plain(low)} to {plain(high)}")
        return value

    def above(self, low: float) -> float:
        """The word as a number larger than `low`."""
        value = self.number
        if not value > low:
            raise self.outside(f"more than {plain(low)}")
        return value

    def whole(self, low: int, high: int) -> int:
        """The word as a whole number from `low` to `high`, both included."""
        value = self.within(low, high)
        if not value.is_integer():
            raise self.outside(f"a whole number from {low} to {high}")
        return int(value)

    def outside(self, expected: str) -> PhotometryFileError:
        """The error that tells which values are accepted."""
        return PhotometryFileError(
            f"{self.what} must be {expected}, found {shown(self.text.strip())}.",
            fix="Correct this line, or export the file anew.",
            code="luminaire.E005",
            line=self.line,
        )


@dataclass(slots=True)
class Words:
    """Words of a file in their order, taken one after the other."""

    waiting: list[tuple[int, str]]
    taken: int = field(default=0)

    @property
    def left(self) -> int:
        """How many words have not been taken."""
        return len(self.waiting) - self.taken

    @property
    def line(self) -> int:
        """The line of the next word, or of the last when all are taken."""
        return self.waiting[min(self.taken, len(self.waiting) - 1)][0] if self.waiting else 1

    def next(self, what: str) -> Word:
        """Take the next word."""
        self.need(1, what)
        line, text = self.waiting[self.taken]
        self.taken += 1
        return Word(text, line, what)

    def many(self, count: int, what: str) -> list[Word]:
        """Take so many words; their number is checked before anything is built."""
        self.need(count, what)
        return [self.next(what) for _ in range(count)]

    def need(self, count: int, what: str) -> None:
        """Refuse when fewer words are left (luminaire.E003)."""
        if count <= self.left:
            return
        raise PhotometryFileError(
            f"the file ends here; {count} more expected ({what}), {self.left} found.",
            fix="The end is missing, or a count in the header is wrong: export the file anew.",
            code="luminaire.E003",
            line=self.waiting[-1][0] if self.waiting else 1,
        )

    def end(self) -> None:
        """Refuse when words are left that no count of the header expects (luminaire.E011)."""
        if not self.left:
            return
        line, text = self.waiting[self.taken]
        raise PhotometryFileError(
            f"the file should end before this line, found {shown(text)} and "
            f"{self.left - 1} more values.",
            fix="A count in the header is too small, a number is written with a decimal comma "
            "where none is allowed, or lines stand twice: export the file anew.",
            code="luminaire.E011",
            line=line,
        )


def lines_of(content: bytes) -> list[str]:
    """Decode a file (UTF-8, or Windows-1252 and Latin-1) into lines, blank ones at its end dropped.

    Raises:
        PhotometryFileError: (luminaire.E002) empty, too large, or no text.

    """
    if len(content) > SIZE_LIMIT_BYTES:
        raise PhotometryFileError(
            f"The file has {len(content):,} bytes; no luminaire needs more than "
            f"{SIZE_LIMIT_BYTES:,}.",
            fix="Choose a photometric file (.ldt or .ies).",
            code="luminaire.E002",
        )
    lines = [line.rstrip() for line in _LINE_END.split(_decoded(content).rstrip("\x1a\r\n\t "))]
    if not any(lines) or "\0" in "".join(lines):
        raise PhotometryFileError(
            "The file is empty." if not any(lines) else "The file is no text.",
            fix="Choose a photometric file (.ldt or .ies).",
            code="luminaire.E002",
        )
    return lines


def bytes_of(lines: list[str]) -> bytes:
    """Encode lines with CRLF ends so that `lines_of` gives them back.

    Windows-1252 is what older programs expect; UTF-8 is taken where that could be misread.

    Raises:
        LuminaireError: (luminaire.E013) a line holds a line end or another control character.

    """
    for line in lines:
        if line != line.rstrip() or any(ord(letter) < ord(" ") for letter in line):
            raise LuminaireError(
                f"The text {shown(line)} cannot stand on one line of a file.",
                fix="Take out line ends, control characters and spaces at its end.",
                code="luminaire.E013",
            )
    text = "".join(f"{line}\r\n" for line in lines)
    try:
        older = text.encode("cp1252")
    except UnicodeEncodeError:
        return text.encode()
    return older if _decoded(older) == text else text.encode()


def plain(value: float) -> str:
    """Write a number as shortly as it can be read back exactly, without exponent."""
    if value == int(value):
        return str(int(value))
    return format(Decimal(repr(float(value))), "f")


def shown(text: str) -> str:
    """Quote what stands in the file, not too much of it."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…") if text else "nothing"


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")
