"""The town's page, the table of its places, the search as one types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from stadtherz.core.people import queries as people
from stadtherz.core.people.contract import actor_of, public
from stadtherz.core.places import throttle
from stadtherz.core.places.kinds import kind_label
from stadtherz.core.places.queries import find, kinds_of, map_tone, pack_of, places_of
from stadtherz.core.places.queries.candidates import of_place
from stadtherz.core.registry import queries as registry

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from stadtherz.core.journal.contract import Actor
    from stadtherz.core.places.models import TownPack
    from stadtherz.core.registry.contract import MapLayer

ROWS_PER_PAGE = 50


@public
def show_town(request: HttpRequest) -> HttpResponse:
    """The town on its map, with every layer that this visitor may see."""
    town = people.town()
    pack = pack_of(town)
    layers = [_layer(layer) for layer in _layers_for(actor_of(request))]
    context = {
        "pack": pack,
        "layers": layers,
        "layers_json": json.dumps(layers, ensure_ascii=False),
        "is_live": any(layer["topic"] for layer in layers),
        "tone": map_tone(town, pack),
        **(map_of(pack) if pack else {}),
    }
    return render(request, "places/town.html", context)


@public
def list_places(request: HttpRequest) -> HttpResponse:
    """The places of the map as a table; with ``?q=`` what the search finds."""
    town, question = people.town(), request.GET.get("q", "").strip()
    kind = request.GET.get("kind", "")
    context: dict[str, Any] = {"question": question, "kind": kind}
    if question:
        context["hits"] = find(question, town, limit=30)
    else:
        pages = Paginator(places_of(town, kind=kind), ROWS_PER_PAGE)
        page = pages.get_page(request.GET.get("page"))
        context |= {"page": page, "rows": [of_place(place) for place in page]}
    context["kinds"] = sorted(
        ((key, str(kind_label(key)), count) for key, count in kinds_of(town).items()),
        key=lambda row: (row[1].casefold(), row[0]),
    )
    context["pack"] = pack_of(town)
    return render(request, "places/places_table.html", context)


@public
def search(request: HttpRequest) -> JsonResponse:
    """What a typed line may mean, as JSON for the search field."""
    wait_s = throttle.wait_s(request, actor_of(request))
    if wait_s:
        answer = {
            "message": _("Too many searches in a short time."),
            "fix": _("Try again in %(seconds)s s.") % {"seconds": wait_s},
            "code": "places.E429",
        }
        return JsonResponse(answer, status=429, headers={"Retry-After": str(wait_s)})
    found = find(request.GET.get("q", ""), people.town())
    return JsonResponse([candidate.to_json() for candidate in found], safe=False)


def map_of(pack: TownPack) -> dict[str, str]:
    """Attributes of ``<city-map>`` for a pack; the tiles' address is the same in all languages."""
    with override("de"):
        tiles = reverse("places:map-tile", args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}")
    return {
        "tiles": f"{tiles}?v={pack.version}",
        "bounds": ",".join(f"{value:.5f}" for value in pack.box),
        "centre": f"{pack.lon:.5f},{pack.lat:.5f}",
        "overview": f"{reverse('places:map-overview')}?v={pack.version}",
    }


def _layers_for(actor: Actor) -> list[MapLayer]:
    return [
        layer
        for layer in registry.map_layers()
        if layer.permission is None or actor.may(layer.permission)
    ]


def _layer(layer: MapLayer) -> dict[str, str]:
    """A layer as its script receives it."""
    tiles = ""
    if layer.tiles_url_name:
        with override("de"):
            tiles = reverse(layer.tiles_url_name, args=(0, 0, 0)).replace("0/0/0", "{z}/{x}/{y}")
    return {
        "key": layer.key,
        "label": str(layer.label),
        "script": static(layer.script),
        "tiles": tiles,
        "topic": layer.topic or "",
        "table": reverse(layer.table_url_name) if layer.table_url_name else "",
    }
