"""An open incident, its crew, and the upload edge without a server."""

from __future__ import annotations

import asyncio
import io
from types import SimpleNamespace

import pytest
from PIL import Image

from stadtherz.core.media import store
from stadtherz.core.occasions import actions as occasion_actions
from stadtherz.core.occasions import make as occasions
from stadtherz.core.people import actions as people_actions
from stadtherz.core.people import make as people


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    settings.STADTHERZ_DATA_DIR = tmp_path


@pytest.fixture
def centre(transactional_db):
    return people.organisation("leitstelle")


@pytest.fixture
def dispatcher(centre):
    return people.actor("dispatcher", of=centre)


@pytest.fixture
def incident(centre, dispatcher):
    return occasions.incident(organisation=centre, by=dispatcher)


@pytest.fixture
def crew(incident, dispatcher):
    brigade = people.organisation("feuerwehr")
    occasion_actions.invite(incident, brigade, by=dispatcher)
    return people.actor("drone_crew", of=brigade)


@pytest.fixture
def mission_key(incident, centre):
    return people_actions.issue_token(
        "Drohne 1",
        organisation=centre,
        scopes=["media.upload"],
        narrowed_to=[incident.id],
        by=people.HOUSE,
    ).secret


@pytest.fixture
def photo():
    file = io.BytesIO()
    Image.effect_noise((640, 480), 90).convert("RGB").save(file, "JPEG", quality=95)
    return file.getvalue()


def call(method, path, *, key="", body=b"", headers=(), chunks=None, cut=False):
    """Call the upload edge; `cut` hangs up after the body instead of ending it."""
    from stadtherz.core.media.upload import app

    parts = chunks if chunks is not None else [body]
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    if cut:
        messages.append({"type": "http.disconnect"})
    else:
        messages.append({"type": "http.request", "body": b"", "more_body": False})
    sent = []

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message)

    told = {"host": "testserver", "tus-resumable": "1.0.0", **dict(headers)}
    if key:
        told["authorization"] = f"Bearer {key}"
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "headers": [(k.encode(), v.encode("latin-1")) for k, v in told.items()],
        "client": ("127.0.0.1", 1),
    }
    asyncio.run(app(scope, receive, send))
    if not sent:
        return None
    return SimpleNamespace(
        status=sent[0]["status"],
        headers={k.decode(): v.decode() for k, v in sent[0]["headers"]},
        body=sent[1]["body"].decode(),
    )


@pytest.fixture
def spooled():
    def read():
        return b"".join(path.read_bytes() for path in (store.root() / "spool").glob("*"))

    return read
