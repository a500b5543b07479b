"""What a request's headers and address say, or that they say nothing usable."""

from __future__ import annotations

import base64
from uuid import UUID

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils.translation import gettext as _

from stadtherz.core.media.upload.answer import Refusal

MOST_DIGITS = 15


def check_host(headers: dict[str, str]) -> None:
    """Refuse names that are not ours: another site may have made its own name point here."""
    if not validate_host(split_domain_port(headers.get("host", ""))[0], settings.ALLOWED_HOSTS):
        raise Refusal(
            400, "media.E400", _("This host name is not one of ours."), _("Check the address.")
        )


def check_origin(headers: dict[str, str]) -> None:
    """Refuse pages of other sites."""
    origin = headers.get("origin")
    if origin is None:
        return
    host = headers.get("host", "")
    own = {f"http://{host}", f"https://{host}", settings.INSTALLATION.server.public_url}
    if origin not in own:
        raise Refusal(
            403, "media.E403", _("Another site sent this."), _("Upload from our own page.")
        )


def length(headers: dict[str, str], name: str = "upload-length") -> int:
    """Read a length in bytes, digits only."""
    value = headers.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS):
        raise Refusal(
            411,
            "media.E411",
            _("The length is missing."),
            _("Send the header %(name)s.") % {"name": name},
        )
    return int(value)


def metadata(header: str) -> dict[str, str]:
    """Read tus metadata: names with values in Base64."""
    pairs = (part.strip().partition(" ") for part in header.split(",") if part.strip())
    try:
        return {name: base64.b64decode(value).decode() for name, _gap, value in pairs}
    except ValueError:  # neither Base64 nor UTF-8, or not even ASCII
        raise Refusal(
            400, "media.E400", _("Upload-Metadata cannot be read."), _("Send key and Base64 pairs.")
        ) from None


def identity(text: str) -> UUID:
    """Read the id of an upload or occasion; anything else is not found."""
    try:
        return UUID(text)
    except ValueError:
        raise Refusal(
            404, "media.E404", _("There is no such upload or occasion."), _("Check the address.")
        ) from None
