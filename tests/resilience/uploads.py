"""A drone crew at the running program: incidents, mission keys, files sent in broken ways."""

from __future__ import annotations

import base64
import json
import re
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
from tools.house import wait_for

from tests.resilience.producers import STREAM
from tests.resilience.test_killed import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.journeys.conftest import House

NEAR = {"lon_deg": 7.7689, "lat_deg": 49.4447}


@dataclass(frozen=True)
class Mission:
    """A flight for an incident, and the key that its crew was given."""

    incident: str
    id: str
    key: str


class Crew:
    """Talks to the web process as programs and browsers do."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._dispatch = json.loads(
            house.run("shell", "--no-imports", "-c", KEYS).strip().splitlines()[-1]
        )["dispatch"]
        self._count = 0
        self.http = httpx.Client(base_url=house.url, timeout=30)

    def mission(self, incident: str = "") -> Mission:
        """Open a flight, for an incident of its own unless told, and issue its key."""
        if not incident:
            self._count += 1
            path = f"/api/v1/occasions/incidents/uploads/{time.time_ns()}-{self._count}"
            incident = self._asked("PUT", path, json={"title": "Brand", **NEAR}).json()["id"]
        path = f"/api/v1/lookout/incidents/{incident}/missions"
        opened = self._asked("POST", path, json={"organisation": "leitstelle", "name": "Flug"})
        issued = self._asked("POST", f"{path}/{opened.json()['id']}/keys")
        return Mission(incident, opened.json()["id"], issued.json()["secret"])

    def photos(self, incident: str) -> list[dict[str, Any]]:
        """What the incident's organisations see of its photos."""
        path = f"/api/v1/lookout/incidents/{incident}/photos"
        return list(self._asked("GET", path).json()["features"])

    def placed(self, incident: str) -> dict[str, Any]:
        """Wait until the incident's one photo was read; return its facts."""

        def read() -> list[dict[str, Any]]:
            found = [one["properties"] for one in self.photos(incident)]
            return [one for one in found if one["state"] != "received"]

        (only,) = wait_for(read, what="a photo that was read", within_s=60)
        return only

    def put(self, incident: str, key: str, content: bytes, name: str = "a.jpg") -> httpx.Response:
        """Send a whole file."""
        return self.http.put(f"/upload/{incident}/{name}", content=content, headers=self.told(key))

    def begin(self, mission: Mission, length_bytes: int) -> httpx.Response:
        """Announce a file (tus creation)."""
        words = {"occasion": mission.incident, "filename": "DJI_0042.JPG"}
        pairs = (f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in words.items())
        more = {"Upload-Length": str(length_bytes), "Upload-Metadata": ",".join(pairs)}
        return self.http.post("/upload/", headers=self.told(mission.key) | more)

    def patch(self, place: str, key: str, offset: int, content: bytes) -> httpx.Response:
        """Send bytes from this offset (tus PATCH)."""
        more = {"Content-Type": STREAM, "Upload-Offset": str(offset)}
        return self.http.patch(place, content=content, headers=self.told(key) | more)

    def offset(self, place: str, key: str) -> int:
        """Ask how far the upload is, once nobody writes to it any more (tus HEAD)."""

        def asked() -> str:
            answer = self.http.head(place, headers=self.told(key))
            return (
                "" if answer.status_code == httpx.codes.LOCKED else answer.headers["upload-offset"]
            )

        return int(wait_for(asked, what="an offset", within_s=30))

    def begin_patch(self, place: str, key: str, whole: bytes, sent: int) -> socket.socket:
        """Announce the whole file in one PATCH and send only its first bytes; the line is open."""
        line = socket.create_connection(("localhost", self.house.port), timeout=20)
        told = self.told(key) | {
            "Host": f"localhost:{self.house.port}",
            "Content-Type": STREAM,
            "Content-Length": str(len(whole)),
            "Upload-Offset": "0",
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        line.sendall(f"PATCH {place} HTTP/1.1\r\n{head}\r\n".encode() + whole[:sent])
        return line

    def kill_web(self) -> None:
        """End the web process as `kill -9` does, and start another one."""
        self.house.processes["web"].kill()
        self.house.processes.pop("web").wait(10)
        self.house.start("web")
        self.house.wait_until_ready()
        self.http.close()
        self.http = httpx.Client(base_url=self.house.url, timeout=30)

    @contextmanager
    def signed_in(self, role: str) -> Iterator[httpx.Client]:
        """A browser's session as one of the demo's people."""
        address = self.house.url
        with httpx.Client(base_url=address, timeout=30, follow_redirects=True) as client:
            page = client.get(self.house.demo_url)
            self.press(client, page, str(page.url), role=role)
            yield client

    def press(self, client: httpx.Client, page: httpx.Response, path: str, **form: str) -> None:
        """Send one of a page's forms, as its button does."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        assert token is not None, page.text[:500]
        told = {"csrfmiddlewaretoken": token[1], **form}
        client.post(path, data=told, headers={"Referer": str(page.url)}).raise_for_status()

    def told(self, key: str) -> dict[str, str]:
        """Headers of a program that speaks tus and German."""
        return {
            "Authorization": f"Bearer {key}",
            "Tus-Resumable": "1.0.0",
            "Accept-Language": "de",
        }

    def _asked(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self._dispatch}"}
        return self.http.request(method, path, headers=headers, **more).raise_for_status()
