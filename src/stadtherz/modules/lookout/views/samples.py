"""The committed sample photos, for the guided steps of the demo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.http import FileResponse, Http404, JsonResponse
from django.urls import reverse

from stadtherz.core.people.contract import requires

if TYPE_CHECKING:
    from django.http import HttpRequest

FOLDER = Path(__file__).parents[1] / "demo_photos"


@requires("lookout.open_mission")
def list_samples(request: HttpRequest) -> JsonResponse:
    """Names and addresses of the sample photos."""
    names = sorted(path.name for path in FOLDER.glob("*.JPG"))
    samples = [
        {"name": name, "url": reverse("lookout:sample-show", args=(name,))} for name in names
    ]
    return JsonResponse({"samples": samples})


@requires("lookout.open_mission")
def show_sample(request: HttpRequest, name: str) -> FileResponse:
    """One sample photo; only names of the folder are found."""
    known = {path.name: path for path in FOLDER.glob("*.JPG")}
    if name not in known:
        raise Http404
    return FileResponse(known[name].open("rb"), content_type="image/jpeg")
