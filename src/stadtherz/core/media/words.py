"""In which language an uploader is answered, and what other rooms' errors are called there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import (
    get_language,
    get_language_from_path,
    get_supported_language_variant,
)
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise as StrOrPromise

    from stadtherz.lib.errors import CityError

ENGLISH = "en"
AGAIN = _("Send the file again; if that fails, copy it anew from the camera.")
PICTURES: dict[str, tuple[StrOrPromise, StrOrPromise]] = {
    "pictures.E001": (
        _("The file is empty (0 bytes)."),
        _("Copy it from the camera again; the transfer probably broke off."),
    ),
    "pictures.E002": (
        _("By its content, the file is no photo."),
        _("Choose a photo in JPEG, PNG, TIFF, DNG or HEIC format."),
    ),
    "pictures.E003": (_("The file breaks off before it says how large its picture is."), AGAIN),
    "pictures.E004": (
        _("The picture has more pixels than are taken here."),
        _("Send a smaller version of the picture."),
    ),
    "pictures.E005": (
        _("The picture is cut off: its end is missing."),
        _("Send the file again; the upload or the copy from the card stopped early."),
    ),
    "pictures.E006": (
        _("A picture of this kind cannot be shown here; its place was still read."),
        _("Send a JPEG as well (most cameras can write both)."),
    ),
    "pictures.E007": (_("The picture's pixels are damaged."), AGAIN),
}
"""By the code of `lib.pictures`, which knows no languages: what happened, and what to do."""


def words_of(error: CityError) -> tuple[str, str]:
    """What happened and what to do, in the active language; as told where no words are known.

    Readers of English get the error's own words: they say more, such as what the file seems to be.
    """
    if (get_language() or ENGLISH).startswith(ENGLISH):
        return error.message, error.fix
    message, fix = PICTURES.get(error.code, (error.message, error.fix))
    return str(message), str(fix)


def language_of(headers: Mapping[str, str]) -> str:
    """The language of the page that sent the file, else the one asked for, else English.

    Args:
        headers: names in lower case. A page tells itself by ``Referer``; programs such as
            ``curl`` send none and may name a language (``Accept-Language``, RFC 9110 12.5.4).

    """
    page = headers.get("referer")
    if page:
        return get_language_from_path(urlsplit(page).path) or settings.LANGUAGE_CODE
    for wanted, _weight in parse_accept_lang_header(headers.get("accept-language", "")):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return ENGLISH
