"""Read XMP properties as flat names, hardened: no entities, no document type, bounded size.

Source: ISO 16684-1 (XMP), clause 7; JPEG carriage: XMP part 3, clause 1.1.3.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

MAX_XMP_BYTES = 512 * 1024
MAX_DEPTH = 24
_MAX_VALUE = 400
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PACKET = re.compile(rb"<(?:\w+:)?xmpmeta\b.*?</(?:\w+:)?xmpmeta\s*>", re.DOTALL)
_RDF_ONLY = re.compile(rb"<rdf:RDF\b.*?</rdf:RDF\s*>", re.DOTALL)

# Namespaces are known by their address, not by the prefix a file happens to use.
PREFIXES = {
    "http://www.dji.com/drone-dji/1.0/": "drone-dji",
    "http://pix4d.com/camera/1.0": "Camera",
    "http://pix4d.com/camera/1.0/": "Camera",
    "http://www.parrot.com/drone-parrot/1.0/": "drone-parrot",
    "http://www.skydio.com/drone-skydio/1.0/": "drone-skydio",
    "https://www.skydio.com/drone-skydio/1.0/": "drone-skydio",
    "http://www.autelrobotics.com/drone-autel/1.0/": "drone-autel",
    "http://ns.adobe.com/exif/1.0/": "exif",
    "http://ns.adobe.com/tiff/1.0/": "tiff",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#": "stEvt",
    "http://ns.google.com/photos/1.0/panorama/": "GPano",
}


def read_xmp(packet: bytes) -> dict[str, str]:
    """Return XMP properties as ``prefix:Name`` to text; the first value of a name wins.

    A field of a structure is named ``prefix:Owner/Field``. Unknown namespaces take the last
    word of their address as prefix (``.../drone/1.0/`` gives ``drone``). Anything that carries a
    document type or an entity, is too large, too deep or not well-formed gives an empty result.
    """
    if len(packet) > MAX_XMP_BYTES or b"<!" in packet.replace(b"<!--", b""):
        return {}
    found = _PACKET.search(packet) or _RDF_ONLY.search(packet)
    if found is None:
        return {}
    try:
        root = ET.fromstring(found.group())  # noqa: S314 -- no document type can stand in it, see above
    except (ET.ParseError, ValueError):
        return {}
    properties: dict[str, str] = {}
    _collect(root, properties)
    return properties


def _collect(root: ET.Element, into: dict[str, str]) -> None:
    """Walk with an own stack, so that a deep document costs no recursion."""
    stack = [(root, 0, "")]
    while stack:
        element, depth, owner = stack.pop()
        path = _path(owner, element.tag)
        for key, value in element.attrib.items():
            if not key.startswith(_RDF) and "}" in key:
                into.setdefault(_path(path, key), value.strip()[:_MAX_VALUE])
        words = (element.text or "").strip()
        if words and path:
            into.setdefault(path, words[:_MAX_VALUE])
        if depth < MAX_DEPTH:
            stack.extend((child, depth + 1, path) for child in reversed(element))


def _path(owner: str, name: str) -> str:
    """Return ``prefix:Name``, or ``prefix:Owner/Name`` for a field of a structure."""
    if name.startswith(_RDF) or name.endswith("}xmpmeta"):
        return owner
    space, _, local = name.rpartition("}")
    if owner:
        return f"{owner}/{local}"
    address = space.lstrip("{")
    return f"{PREFIXES.get(address) or _word_of(address)}:{local}"


def _word_of(address: str) -> str:
    """Return the last word of a namespace address that is no version number."""
    words = [word for word in address.rstrip("/#").split("/") if word[:1].isalpha()]
    return words[-1] if words else "unknown"
