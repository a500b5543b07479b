"""Health: photos that wait too long, and photos that could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from stadtherz.core.registry.contract import Finding
from stadtherz.modules.lookout import queries
from stadtherz.modules.lookout.domain import State

if TYPE_CHECKING:
    from collections.abc import Iterator


def reading() -> Iterator[Finding]:
    """Report photos that nobody has read in time, and damaged ones."""
    late_s = queries.chosen().late_s
    if late := queries.late_count(late_s):
        yield Finding(
            code="lookout.E010",
            level="error",
            message=_("%(count)d photos have been waiting for more than %(seconds)d s.")
            % {"count": late, "seconds": late_s},
            fix=_("Look whether the worker runs, and at its log."),
        )
    if failed := queries.counts_by_state().get(State.FAILED, 0):
        yield Finding(
            code="lookout.W011",
            message=_("%(count)d photos could not be read.") % {"count": failed},
            fix=_("Open their incidents: every photo says why, and what to do."),
        )
