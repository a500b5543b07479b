"""The ten main pages: who opens them, and what they open them on. Shared by proof and bench."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from django.test import Client

    from stadtherz.core.occasions.models import Occasion


class Page(NamedTuple):
    """One page; ``role`` is that of a demo person, empty for a visitor."""

    name: str
    path: str
    role: str


PAGES = (
    Page("town", "/", ""),
    Page("sign-in", "/anmelden/", ""),
    Page("places", "/orte/tabelle/", ""),
    Page("light", "/licht/", "lighting_operator"),
    Page("board", "/lagebild/", "dispatcher"),
    Page("incident", "/lagebild/{incident}/", "dispatcher"),
    Page("crew", "/lagebild/{incident}/einsatz/", "drone_crew"),
    Page("account", "/konto/", "dispatcher"),
    Page("api-lamps", "/api/v1/lights/lamps", "lighting_operator"),
    Page("api-incidents", "/api/v1/occasions/incidents", "dispatcher"),
)


def incident(number: int) -> Occasion:
    """Open an incident of the control centre in which the fire service takes part."""
    from stadtherz.core.occasions import actions  # noqa: PLC0415  # app ready
    from stadtherz.core.people import demo, queries  # noqa: PLC0415  # app ready

    dispatcher = demo.person_for("dispatcher")
    if dispatcher is None:
        raise LookupError("the demo was not built")
    by = queries.actor_for(dispatcher)
    report = actions.Report(title=f"Rauch {number}", lon_deg=7.7689, lat_deg=49.4447)
    opened = actions.open_incident(report, organisation=queries.organisation("leitstelle"), by=by)
    actions.invite(opened, queries.organisation("feuerwehr"), by=by)
    return opened


def sign_in(client: Client, role: str) -> Client:
    """Make the client's requests those of the demo person who plays the role."""
    from stadtherz.core.people import demo  # noqa: PLC0415  # app ready

    if role:
        person = demo.person_for(role)
        if person is None:
            raise LookupError(f"the demo has nobody who plays {role}")
        client.force_login(person, backend="stadtherz.core.people.backends.PasswordBackend")
    return client
