"""The journal, for who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from stadtherz.core.journal import queries as journal
from stadtherz.core.people.contract import actor_of, requires
from stadtherz.core.people.models import Person, Token

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from stadtherz.core.journal.models import Entry

ROWS = 50


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
    names = names_of(page.object_list)
    rows = [(entry, names.get(str(entry.actor_id)) or who(entry)) for entry in page.object_list]
    return render(request, "people/journal.html", {"page": page, "rows": rows, "verb": verb})


def names_of(shown: Iterable[Entry]) -> dict[str, str]:
    """Names of the people and keys that acted, in two SQL queries."""
    ids = {entry.actor_id for entry in shown if entry.actor_id}
    people = Person.objects.filter(id__in=ids).values_list("id", "name")
    keys = Token.objects.filter(id__in=ids).values_list("id", "name")
    return {str(key): name for key, name in (*people, *keys)}


def who(entry: Entry) -> str:
    """What acted where there is no name, or no more."""
    if entry.actor_kind == "system":
        return _("the module %(module)s") % {"module": entry.actor_module}
    if entry.actor_kind == "anonymous":
        return _("a visitor")
    return _("no longer known")
