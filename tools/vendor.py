"""Fetch the pinned front-end packages and keep their files, checksums and licences.

    python tools/vendor.py           fetch what vendor.toml pins (developers only: npm)
    python tools/vendor.py --check   compare the committed files with vendor.toml (offline)

``vendor.toml`` pins name, version, licence and the files wanted; this tool rewrites its ``sha256``
tables. An installation serves the committed files and needs neither Node nor the internet.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

UI = Path(__file__).resolve().parents[1] / "src" / "stadtherz" / "core" / "ui"
SOURCE_MAP = re.compile(rb"(?m)^(//[#@] sourceMappingURL=.*|/\*# sourceMappingURL=.*\*/)\n?")


def faults(ui: Path = UI) -> list[str]:
    """Tell every file that is missing, changed or unknown; an empty list means all is well."""
    told: list[str] = []
    known: set[Path] = set()
    for pin in _pins(ui).values():
        for name, wanted in pin["sha256"].items():
            path = ui / "static" / "vendor" / pin["folder"] / name
            known.add(path)
            if not path.is_file():
                told.append(f"{path.relative_to(ui)} is missing: run python tools/vendor.py")
            elif _sha256(path.read_bytes()) != wanted:
                told.append(f"{path.relative_to(ui)} was changed: run python tools/vendor.py")
    strangers = {path for path in (ui / "static" / "vendor").rglob("*") if path.is_file()} - known
    told += [f"{path.relative_to(ui)} is not in vendor.toml: pin it" for path in sorted(strangers)]
    return told


def fetch(ui: Path = UI) -> None:
    """Download each pinned package, write its files below static/vendor and its checksums."""
    pins = _pins(ui)
    for name, pin in pins.items():
        with tempfile.TemporaryDirectory() as folder:
            command = ["npm", "pack", "--silent", f"{name}@{pin['version']}"]
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
            pin["sha256"] = _unpack(next(Path(folder).glob("*.tgz")), pin, ui)
    (ui / "vendor.toml").write_text("\n".join(_as_toml(*item) for item in pins.items()))


def _unpack(archive: Path, pin: dict[str, Any], ui: Path) -> dict[str, str]:
    target = ui / "static" / "vendor" / str(pin["folder"])
    target.mkdir(parents=True, exist_ok=True)
    sums: dict[str, str] = {}
    with tarfile.open(archive) as packed:
        for member in pin["files"]:
            stream = packed.extractfile(f"package/{member}")
            if stream is None:
                raise SystemExit(f"{archive.name} holds no file {member}: mend vendor.toml")
            content = stream.read()
            if not member.endswith(".woff2"):
                content = SOURCE_MAP.sub(b"", content)
            (target / Path(member).name).write_bytes(content)
            sums[Path(member).name] = _sha256(content)
    return sums


def _pins(ui: Path) -> dict[str, dict[str, Any]]:
    return tomllib.loads((ui / "vendor.toml").read_text())


def _as_toml(name: str, pin: dict[str, Any]) -> str:
    words = [f'["{name}"]', *(f'{key} = "{pin[key]}"' for key in ("version", "licence", "folder"))]
    words += ["files = [", *(f'  "{member}",' for member in pin["files"]), "]"]
    words += [f'["{name}".sha256]', *(f'"{key}" = "{pin["sha256"][key]}"' for key in pin["sha256"])]
    return "\n".join(words) + "\n"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    if "--check" not in sys.argv[1:]:
        fetch()
    wrong = faults()
    print("\n".join(wrong) or "vendored files match their checksums")
    sys.exit(bool(wrong))
