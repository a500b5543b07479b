"""Looking at a picture is an act, and stands in the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stadtherz.core.journal.contract import note
from stadtherz.core.media import reading
from stadtherz.core.occasions import queries as occasions
from stadtherz.core.people.contract import NotAllowedError, action

if TYPE_CHECKING:
    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.media.models import Derivative, Item

VIEW = "media.view"
ORIGINAL = "original"


def view(item: Item, *, variant: str = ORIGINAL, by: Actor) -> tuple[bytes, str]:
    """Open a picture or one of its derivatives for an actor of the occasion's organisations.

    The look stands in the journal before the first byte is opened, and no transaction is held
    while a large file is.

    Returns:
        The bytes and their content type.

    Raises:
        NotAllowedError: the right is held in none of them.
        Derivative.DoesNotExist: it was not made (yet).
        GoneError: it was deleted.

    """
    derivative: Derivative | None = None
    if variant != ORIGINAL:  # what is not there is not written down: the name came from outside
        derivative = item.derivatives.select_related("item").get(name=variant)
    _look(item, variant, by=by)
    if derivative is None:
        return reading.read_item(item), item.content_type
    return reading.read_derivative(derivative), derivative.content_type


@action(VIEW, verb="media.view", needs_right=False)
def _look(item: Item, variant: str, *, by: Actor) -> None:
    if not occasions.may_in(item.occasion, VIEW, by=by):
        raise NotAllowedError(VIEW)
    note(item, occasion=item.occasion_id, variant=variant)
