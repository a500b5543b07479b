"""Those who send while processes are killed: each remembers exactly what was acknowledged."""

from __future__ import annotations

import abc
import base64
import datetime as dt
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PARTS = 3
PAUSE_S = 0.25
STREAM = "application/offset+octet-stream"


@dataclass
class Producer(abc.ABC):
    """Sends one piece after another until told to stop; tries each again until it is taken.

    Args:
        address: where the installation answers.
        secret: the key it shows.

    """

    address: str
    secret: str
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    broken_off: int = 0
    stop: threading.Event = field(default_factory=threading.Event)

    @abc.abstractmethod
    def pieces(self) -> Iterator[Any]:
        """Yield what to send."""

    @abc.abstractmethod
    def send(self, client: httpx.Client, piece: Any) -> str:
        """Send one piece; return what identifies it once it was acknowledged."""

    def run(self) -> None:
        """Send everything; a broken connection or a server's failure is tried again."""
        headers = {"Authorization": f"Bearer {self.secret}"}
        with httpx.Client(base_url=self.address, headers=headers, timeout=20) as client:
            for piece in self.pieces():
                while not self.stop.is_set():
                    try:
                        self.acknowledged.append(self.send(client, piece))
                        break
                    except httpx.TransportError:
                        self.broken_off += 1
                    except httpx.HTTPStatusError as error:
                        if not error.response.is_server_error:
                            self.refused.append(error.response.text)
                            break
                        self.broken_off += 1
                    time.sleep(PAUSE_S)
                if self.stop.wait(PAUSE_S):
                    return


def _told(answer: httpx.Response) -> httpx.Response:
    return answer.raise_for_status()


@dataclass
class Incidents(Producer):
    """A dispatch system."""

    def pieces(self) -> Iterator[int]:
        """Number without end."""
        yield from range(100_000)

    def send(self, client: httpx.Client, piece: int) -> str:
        told = {"title": f"Brand {piece}", "lon_deg": 7.7689, "lat_deg": 49.4447}
        answer = client.put(f"/api/v1/occasions/incidents/kill-test/{piece}", json=told)
        return str(_told(answer).json()["id"])


@dataclass
class Overrides(Producer):
    """The lighting office."""

    lamp: str = ""

    def pieces(self) -> Iterator[int]:
        """Levels, again and again."""
        for number in range(100_000):
            yield 20 + number % 80

    def send(self, client: httpx.Client, piece: int) -> str:
        told = {
            "numbers": [self.lamp],
            "level_percent": piece,
            "reason": "Probe",
            "expires_at": (dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)).isoformat(),
        }
        return str(_told(client.post("/api/v1/lights/overrides", json=told)).json()["id"])


@dataclass
class Photos(Producer):
    """A drone crew: every second photo by PUT, the others in parts that are resumed."""

    incident: str = ""
    files: tuple[Path, ...] = ()

    def pieces(self) -> Iterator[tuple[int, Path]]:
        """Yield each photo once."""
        yield from enumerate(self.files)

    def send(self, client: httpx.Client, piece: tuple[int, Path]) -> str:
        number, path = piece
        if number % 2:
            answer = client.put(f"/upload/{self.incident}/{path.name}", content=path.read_bytes())
            _told(answer)
        else:
            self._in_parts(client, path)
        return path.name

    def _in_parts(self, client: httpx.Client, path: Path) -> None:
        data, words = path.read_bytes(), {"occasion": self.incident, "filename": path.name}
        metadata = ",".join(
            f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in words.items()
        )
        begun = client.post(
            "/upload/",
            headers={
                "Tus-Resumable": "1.0.0",
                "Upload-Length": str(len(data)),
                "Upload-Metadata": metadata,
            },
        )
        place = _told(begun).headers["Location"]
        part, offset = len(data) // PARTS + 1, 0
        while offset < len(data) and not self.stop.is_set():
            try:
                answer = client.patch(
                    place,
                    content=data[offset : offset + part],
                    headers={
                        "Tus-Resumable": "1.0.0",
                        "Upload-Offset": str(offset),
                        "Content-Type": STREAM,
                    },
                )
                offset = int(_told(answer).headers["Upload-Offset"])
            except httpx.TransportError:
                self.broken_off += 1
                offset = self._resumed(client, place)

    def _resumed(self, client: httpx.Client, place: str) -> int:
        """Ask, until somebody answers, how much lies on disk."""
        while not self.stop.wait(PAUSE_S):
            try:
                answer = client.head(place, headers={"Tus-Resumable": "1.0.0"})
                return int(_told(answer).headers["Upload-Offset"])
            except (httpx.TransportError, httpx.HTTPStatusError):
                self.broken_off += 1
        return 0
