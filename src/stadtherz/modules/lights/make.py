"""Makers of small registers, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max

from stadtherz.modules.lights.models import Capability, Circuit, Lamp, LuminaireType, Programme

if TYPE_CHECKING:
    from stadtherz.core.people.models import Organisation


def lamp(
    organisation: Organisation,
    *,
    street: str = "Musterweg",
    capability: Capability = Capability.ADDRESSABLE,
    lon: float = 7.7689,
    lat: float = 49.4447,
) -> Lamp:
    """One more lamp, with the next row; on a circuit where it is switched by one."""
    last = Lamp.objects.aggregate(last=Max("row"))["last"]
    row = 0 if last is None else last + 1
    kind = LuminaireType.objects.get_or_create(
        organisation=organisation, key="led", defaults={"label": "LED", "power_w": 40.0}
    )[0]
    night = Programme.objects.get_or_create(
        organisation=organisation,
        key="nacht",
        defaults={"label": "Nacht", "level_percent": 60.0, "idle_percent": 20.0},
    )[0]
    circuit = None
    if capability == Capability.CIRCUIT:
        circuit = Circuit.objects.get_or_create(
            organisation=organisation, name="S1", defaults={"cabinet": "S1", "row": 0}
        )[0]
    return Lamp.objects.create(
        organisation=organisation, row=row, number=f"001-{row + 1:03d}", street=street,
        lon=lon, lat=lat, luminaire_type=kind, power_w=kind.power_w, capability=capability,
        circuit=circuit, programme=night, position_is_derived=True,
    )  # fmt: skip
