"""Pictures made for tests: small, with the metadata that cameras of several makers write.

Tag names: DJI from real files; Autel, Skydio as public readers of their files name them
(OpenAthena); Parrot from the Olympe documentation ("Embedded photo metadata"); Pix4D's
``Camera`` names from its XMP specification; phones after EXIF 2.32.
"""

from __future__ import annotations

import io

import numpy as np
import piexif
from PIL import Image

XMP_MARK = b"http://ns.adobe.com/xap/1.0/\0"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'


def scene(width: int = 160, height: int = 90, seed: int = 4) -> Image.Image:
    """A smooth, asymmetric picture."""
    coarse = np.random.default_rng(seed).integers(20, 235, (6, 9, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)


def jpeg(
    image: Image.Image | None = None, *, exif: bytes = b"", xmp: str = "", quality: int = 90
) -> bytes:
    out = io.BytesIO()
    (image or scene()).save(out, "JPEG", quality=quality, exif=exif)
    data = out.getvalue()
    if not xmp:
        return data
    body = XMP_MARK + xmp.encode()
    return data[:2] + b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body + data[2:]


def xmp(namespace: str, prefix: str, attributes: dict[str, str], inner: str = "") -> str:
    pairs = " ".join(f'{prefix}:{name}="{value}"' for name, value in attributes.items())
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {RDF}>'
        f'<rdf:Description xmlns:{prefix}="{namespace}" {pairs}>{inner}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    )


def degrees(value: float) -> tuple[tuple[int, int], ...]:
    whole = round(abs(value) * 3600 * 1000)
    return ((whole // 3_600_000, 1), (whole // 60_000 % 60, 1), (whole % 60_000, 1000))


def exif(
    *,
    maker: str = "DJI",
    model: str = "FC300S",
    gps: dict[int, object] | None = None,
    main: dict[int, object] | None = None,
    zeroth: dict[int, object] | None = None,
    thumbnail: bytes | None = None,
) -> bytes:
    blocks: dict[str, object] = {
        "0th": {piexif.ImageIFD.Make: maker, piexif.ImageIFD.Model: model, **(zeroth or {})},
        "Exif": main or {},
        "GPS": gps or {},
        "1st": {},
    }
    if thumbnail:
        blocks["1st"] = {piexif.ImageIFD.Compression: 6}
        blocks["thumbnail"] = thumbnail
    return piexif.dump(blocks)


def gps_at(lon: float, lat: float) -> dict[int, object]:
    return {
        piexif.GPSIFD.GPSLatitudeRef: "N" if lat >= 0 else "S",
        piexif.GPSIFD.GPSLatitude: degrees(lat),
        piexif.GPSIFD.GPSLongitudeRef: "E" if lon >= 0 else "W",
        piexif.GPSIFD.GPSLongitude: degrees(lon),
    }
