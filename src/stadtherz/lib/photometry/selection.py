"""Selection of a lighting class by DIN 13201-1: six minus the sum of weights, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stadtherz.lib.photometry.errors import PhotometryError
from stadtherz.lib.photometry.questions import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stadtherz.lib.photometry.questions import Question, SelectionTable

DARKEST, BRIGHTEST = 6, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One answer and what it weighs."""

    question: Question
    answer: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The class that follows from all answers.

    Args:
        name: such as M4.
        table: with edition, source and mark.
        weight_sum: of all reasons; the class number is six minus it, kept within 1 to 6.
        reasons: one per question, in the table's order.

    """

    name: str
    table: SelectionTable
    weight_sum: int
    reasons: tuple[Reason, ...]


def table_of(key: str) -> SelectionTable:
    """A table by its key, T3 to T11.

    Raises:
        PhotometryError: (photometry.E013) there is no such table.

    """
    if key in TABLES:
        return TABLES[key]
    raise PhotometryError(
        f"There is no table “{key}” for choosing a lighting class.",
        fix=f"Use one of: {', '.join(TABLES)}.",
        code="photometry.E013",
    )


def select_class(table: SelectionTable | str, answers: Mapping[str, str]) -> Choice:
    """Choose a class.

    Args:
        table: one of T3 to T11 or its key.
        answers: answer by question, for every question of the table and no other.

    Raises:
        PhotometryError: (photometry.E013) an unknown table; (photometry.E014) a question without
            answer, an answer or question that the table does not have.

    """
    chosen = table_of(table) if isinstance(table, str) else table
    if unknown := answers.keys() - {question.key for question in chosen.questions}:
        raise _refused(
            f"Table {chosen.key} does not ask “{min(unknown)}”",
            [question.key for question in chosen.questions],
        )
    reasons = tuple(_reason(question, answers, chosen.key) for question in chosen.questions)
    weight_sum = sum(reason.weight for reason in reasons)
    number = min(max(DARKEST - weight_sum, BRIGHTEST), DARKEST)
    return Choice(
        name=f"{chosen.family}{number}", table=chosen, weight_sum=weight_sum, reasons=reasons
    )


def select_classes(
    table: SelectionTable | str,
    answers: Mapping[str, str],
    periods: Mapping[str, Mapping[str, str]],
) -> dict[str, Choice]:
    """Choose a class for each period of the night.

    Args:
        table: as in `select_class`.
        answers: what holds all night.
        periods: by name, the answers that differ then; only questions that may vary.

    Raises:
        PhotometryError: as `select_class`; (photometry.E015) a period changes a fixed answer.

    """
    chosen = table_of(table) if isinstance(table, str) else table
    fixed = {question.key for question in chosen.questions if not question.varies}
    for name, differing in periods.items():
        if kept := fixed & differing.keys():
            raise PhotometryError(
                f"Period “{name}” changes “{min(kept)}”, which does not change during a night.",
                fix="Give this answer once, for the whole night.",
                code="photometry.E015",
            )
    return {
        name: select_class(chosen, {**answers, **differing}) for name, differing in periods.items()
    }


def _reason(question: Question, answers: Mapping[str, str], table: str) -> Reason:
    answer = answers.get(question.key)
    if answer is None:
        raise _refused(
            f"Table {table} asks “{question.key}”, and there is no answer", list(question.weights)
        )
    if answer not in question.weights:
        raise _refused(
            f"“{answer}” is no answer to “{question.key}” in table {table}", list(question.weights)
        )
    return Reason(question=question, answer=answer, weight=question.weights[answer])


def _refused(what: str, known: list[str]) -> PhotometryError:
    return PhotometryError(
        f"{what}.", fix=f"Use one of: {', '.join(known)}.", code="photometry.E014"
    )
