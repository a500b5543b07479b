"""The journal, for who may read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stadtherz.core.journal import queries as journal
from stadtherz.core.people.contract import actor_of, requires
from stadtherz.core.people.models import Person, Token
from stadtherz.core.registry import queries as registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from stadtherz.core.journal.models import Entry

ROWS = 50


@dataclass(frozen=True)
class Line:
    """An entry as people read it."""

    entry: Entry
    who: str
    what: StrOrPromise


@requires(journal.READ)
@never_cache
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """What happened in one's organisations, newest first, `?verb=` narrows it."""
    verb = request.GET.get("verb", "").strip()[:80]
    found = journal.entries(by=actor_of(request))
    if verb:
        found = found.filter(verb__startswith=verb)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    names, verbs = names_of(page.object_list), registry.verbs()
    rows = [
        Line(
            entry,
            names.get(str(entry.actor_id)) or who(entry),
            verbs.get(entry.verb, entry.verb),
        )
        for entry in page.object_list
    ]
    context = {"page": page, "rows": rows, "verb": verb, "rooms": rooms_with_verbs()}
    return render(request, "people/journal.html", context)


def rooms_with_verbs() -> list[tuple[str, StrOrPromise, list[tuple[str, str]]]]:
    """Prefix and name of each room that acts, and its verbs by their names: the filter."""
    return [
        (
            f"{room.key}.",
            room.label,
            sorted(((v, str(n)) for v, n in room.verbs.items()), key=_name),
        )
        for room in registry.modules()
        if room.verbs
    ]


def _name(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def names_of(shown: Iterable[Entry]) -> dict[str, str]:
    """Names of the people and keys that acted, in two SQL queries."""
    ids = {entry.actor_id for entry in shown if entry.actor_id}
    people = Person.objects.filter(id__in=ids).values_list("id", "name")
    keys = Token.objects.filter(id__in=ids).values_list("id", "name")
    return {str(key): name for key, name in (*people, *keys)}


def who(entry: Entry) -> str:
    """What acted where there is no name, or no more."""
    if entry.actor_kind == "system":
        labels = {room.key: room.label for room in registry.modules()}
        label = labels.get(entry.actor_module, entry.actor_module)
        return _("the program (%(room)s)") % {"room": label}
    if entry.actor_kind == "anonymous":
        return _("a visitor")
    return _("no longer known")
