"""What every page knows: town, menu, actor, languages, the simulation's clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from stadtherz.core.people import queries as people
from stadtherz.core.registry import queries as registry
from stadtherz.core.registry.values import ANYONE

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from stadtherz.core.registry.values import Actor


@dataclass(frozen=True)
class MenuEntry:
    """An entry of the main menu on this page."""

    label: StrOrPromise
    url: str
    current: bool


@dataclass(frozen=True)
class LanguageLink:
    """This page in another language."""

    code: str
    label: StrOrPromise
    url: str
    current: bool


LANGUAGE_NAMES = {"de": "Deutsch", "en": "English"}
"""Each language by its own name, as the people who look for it write it."""


def house(request: HttpRequest) -> dict[str, Any]:
    """Context of `ui/base.html`."""
    actor: Actor = getattr(request, "actor", ANYONE)
    town = people.town()
    time = people.town_time(town)
    return {
        "town": town,
        "actor": actor,
        "nav": menu(request, actor),
        "languages": languages(request),
        "simulation": time if time.is_simulated else None,
    }


def menu(request: HttpRequest, actor: Actor) -> list[MenuEntry]:
    """Entries that this actor may open."""
    entries = []
    for item in registry.nav_items():
        if item.permission is None or actor.may(item.permission):
            url = reverse(item.url_name)
            at_root = url in ("/", f"/{get_language()}/")
            here = request.path == url or (not at_root and request.path.startswith(url))
            entries.append(MenuEntry(item.label, url, here))
    return entries


def languages(request: HttpRequest) -> list[LanguageLink]:
    """The same page in every language."""
    return [
        LanguageLink(
            code,
            LANGUAGE_NAMES.get(code, _("Language")),
            translate_url(request.get_full_path(), code),
            code == get_language(),
        )
        for code, _name in settings.LANGUAGES
    ]
