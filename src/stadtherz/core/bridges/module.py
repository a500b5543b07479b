"""What `bridges` contributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from stadtherz.core.bridges.domain import BridgeState
from stadtherz.core.bridges.queries import health
from stadtherz.core.registry.actions import register
from stadtherz.core.registry.contract import Check, Finding, Module

if TYPE_CHECKING:
    from collections.abc import Iterator


def _unwell() -> Iterator[Finding]:
    for one in health():
        if one.is_silent:
            yield Finding(
                code="bridges.W001",
                message=_("No process holds the connection %(name)s.") % {"name": one.label},
                fix=_("Start the bridge process: stadtherz bridge."),
            )
        elif one.state == BridgeState.FAILED:
            yield Finding(
                code="bridges.W002",
                message=_("The connection %(name)s fails: %(error)s")
                % {"name": one.label, "error": one.error},
                fix=_("Check address, cable and access of the other side; we keep trying."),
            )


register(
    Module(
        key="bridges",
        label=_("Connections"),
        purpose=_("Long-lived connections to devices, watched and renewed."),
        checks=(Check(key="bridges.health", label=_("Connections to devices"), run=_unwell),),
    )
)
