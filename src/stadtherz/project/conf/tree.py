"""The installation's own settings. Rooms bring theirs as ``settings.py`` with ``Settings``."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path  # noqa: TC003 -- read by get_type_hints when the program runs
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True)
class TownSettings:
    """What stands at the top of the file, outside any section."""

    town: str = field(
        default="kaiserslautern",
        metadata={"help": "Key of the town that this installation opens with."},
    )
    secret_key: str = field(
        default="",
        metadata={
            "help": "Signs sessions and links; made once and kept when it is left out.",
            "secret": True,
        },
    )


def _network(text: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(text)
    except ValueError:
        raise ValueError(
            f"trusted_proxies holds {text!r}; write addresses or networks "
            "such as 127.0.0.1 or 10.0.0.0/24."
        ) from None


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """Where the web process listens and by which names it is called."""

    host: str = field(
        default="127.0.0.1",
        metadata={"help": "Address that `serve` listens on; `up` always stays on loopback."},
    )
    port: int = field(
        default=8410,
        metadata={"help": "Port of the web process.", "at_least": 1, "at_most": 65535},
    )
    allowed_hosts: tuple[str, ...] = field(
        default=("localhost", "127.0.0.1", "[::1]"),
        metadata={"help": "Host names under which pages are answered."},
    )
    public_url: str = field(
        default="",
        metadata={"help": "Address that citizens see, such as https://stadt.example."},
    )
    trusted_proxies: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": "Addresses or networks of reverse proxies whose X-Forwarded-For is believed."
        },
    )

    def __post_init__(self) -> None:
        for proxy in self.trusted_proxies:
            if _network(proxy).prefixlen == 0:
                raise ValueError("trusted_proxies names proxies; a network of all is nobody's.")
        if self.public_url and not self.public_url.startswith(("https://", "http://")):
            raise ValueError("public_url starts with https:// (or http:// on a test machine).")


@dataclass(frozen=True, kw_only=True)
class DatabaseSettings:
    """Where the records are kept: an embedded file, or a PostgreSQL server."""

    engine: Literal["sqlite", "postgresql"] = field(
        default="sqlite", metadata={"help": "Embedded SQLite, or a PostgreSQL server."}
    )
    name: str = field(
        default="stadtherz",
        metadata={"help": "Name of the database; with SQLite the file <data>/<name>.sqlite3."},
    )
    host: str = field(default="", metadata={"help": "PostgreSQL: server or socket directory."})
    port: int = field(
        default=5432, metadata={"help": "PostgreSQL: port.", "at_least": 1, "at_most": 65535}
    )
    user: str = field(default="", metadata={"help": "PostgreSQL: user."})
    password: str = field(default="", metadata={"help": "PostgreSQL: password.", "secret": True})


@dataclass(frozen=True, kw_only=True)
class MailSettings:
    """How mail leaves the house."""

    kind: Literal["file", "console", "smtp"] = field(
        default="file", metadata={"help": "Into <data>/mail, to the console, or to a mail server."}
    )
    host: str = field(default="localhost", metadata={"help": "Mail server."})
    port: int = field(
        default=587, metadata={"help": "Mail server's port.", "at_least": 1, "at_most": 65535}
    )
    user: str = field(default="", metadata={"help": "Mail server's user."})
    password: str = field(default="", metadata={"help": "Mail server's password.", "secret": True})
    use_tls: bool = field(default=True, metadata={"help": "Encrypt the connection (STARTTLS)."})
    sender: str = field(
        default="stadtherz@localhost", metadata={"help": "Address that mail is sent from."}
    )


@dataclass(frozen=True, kw_only=True)
class Installation:
    """Everything this installation was told, read once at the start.

    Attributes:
        home: the one directory that everything is written to.
        data_dir: what is worth keeping inside it.
        rooms: settings of modules and core apps, by key (``lights``).

    """

    home: Path
    data_dir: Path
    town: str
    secret_key: str = field(repr=False)
    server: ServerSettings
    database: DatabaseSettings = field(repr=False)
    mail: MailSettings = field(repr=False)
    rooms: Mapping[str, object] = field(repr=False)
