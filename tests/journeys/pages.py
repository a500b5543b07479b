"""Which pages axe judges, and how it gets there: the table that the guard compares with the URLs.

A page is an address that answers GET (or the POST of a form) with a whole HTML document.
"""

from __future__ import annotations

BY_ADDRESS: dict[str | None, dict[str, str]] = {
    None: {
        "home": "",
        "people:sign-in": "anmelden/",
        "places:place-list": "orte/tabelle/?q=Fackel",
        "lights:street-list": "licht/strassen/",
    },
    "administrator": {
        "people:demo": "demo/",
        "people:account": "konto/",
        "people:password": "konto/passwort/",
        "people:token-list": "konto/schluessel/",
        "people:person-list": "konto/personen/",
        "people:person-add": "konto/personen/neu/",
        "people:journal": "konto/journal/",
    },
    "lighting_operator": {
        "lights:desk": "licht/",
        "lights:lamp-list": "licht/leuchten/",
    },
    "dispatcher": {"lookout:incident-list": "lagebild/"},
}
"""Pages that an address and a role open, by their URL names."""

EMPTY = {
    None: {"places:place-list": "orte/tabelle/?q=xyzzy"},
    "administrator": {"people:journal": "konto/journal/?verb=nothing"},
    "lighting_operator": {"lights:lamp-list": "licht/leuchten/?street=xyzzy"},
}
"""The same pages when there is nothing to show."""

BY_FLOW = {
    "person and role": {"people:person", "people:role"},
    "lamp": {"lights:lamp-show"},
    "incident": {
        "lookout:incident-show",
        "lookout:crew-show",
        "lookout:key-issue",
        "lookout:photo-deliver",
    },
    "second step": {"people:invitation", "people:codes-setup", "people:codes-renew"},
}
"""Pages that need a record of their own; the journey of that name opens them."""

NO_PAGES = {
    "a form's target that leads on": {
        "people:sign-out",
        "people:codes-off",
        "people:passkey-remove",
        "people:person-change",
        "people:token-revoke",
        "people:session-end",
        "lookout:incident-invite",
        "lookout:incident-close",
        "lookout:mission-open",
        "lookout:mission-close",
        "lookout:mission-relocate",
        "lookout:key-revoke",
        "lights:lamp-lock",
        "lights:lock-release",
        "lights:override-release",
        "lights:lamp-find",
    },
    "data for a script or a program": {
        "health-live",
        "health-ready",
        "people:passkey-ask",
        "people:passkey-answer",
        "people:passkey-ask-new",
        "people:passkey-answer-new",
        "places:map-tile",
        "places:place-search",
        "lights:lamp-tile",
        "lights:level-show",
        "lights:town-level-show",
        "lookout:photo-list",
        "lookout:photo-show",
        "lookout:sample-list",
    },
    "a file or a picture": {
        "places:map-overview",
        "media:picture-show",
        "lights:register-csv",
        "lights:register-geojson",
        "lookout:sample-show",
    },
    "part of a page that is judged": {"lights:wish-list", "lookout:incident-rows"},
}
"""Addresses that are no page, by the reason."""


def judged_names() -> set[str]:
    """URL names of all pages that axe judges."""
    by_address = {name for pages in BY_ADDRESS.values() for name in pages}
    return by_address.union(*BY_FLOW.values())


def names_of_no_page() -> set[str]:
    """URL names of all addresses that are no page."""
    return set().union(*NO_PAGES.values())
