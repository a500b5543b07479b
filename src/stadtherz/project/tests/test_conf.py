from __future__ import annotations

import json
import stat
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stadtherz.lib.nearest import did_you_mean, nearest_name
from stadtherz.project.conf import SettingsError, read, read_with_sources, show
from stadtherz.project.conf.convert import NotAcceptedError, convert
from stadtherz.project.conf.schema import OWN_SECTIONS
from stadtherz.project.conf.secret import private

if TYPE_CHECKING:
    from pathlib import Path


class Kind(StrEnum):
    SIMULATED = "simulated"
    MQTT = "mqtt"


@dataclass(frozen=True, kw_only=True)
class LightsSettings:
    gateway: Kind = field(default=Kind.SIMULATED, metadata={"help": "How lamps are reached."})
    share: float = field(default=0.5, metadata={"help": "Share.", "at_least": 0, "at_most": 1})
    token: str | None = field(default=None, metadata={"help": "Token.", "secret": True})


SECTIONS: dict[str, type[Any]] = {**OWN_SECTIONS, "lights": LightsSettings}


def told(environ: dict[str, str], key: str) -> tuple[object, str]:
    for one in read_with_sources(environ, SECTIONS):
        if one.setting.key == key:
            return one.value, one.source
    raise AssertionError(key)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "data" / "secrets").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def environ(home: Path) -> dict[str, str]:
    return {"STADTHERZ_HOME": str(home), "PATH": "/bin"}


def write(home: Path, text: str) -> None:
    (home / "data" / "stadtherz.toml").write_text(text, encoding="utf-8")


def test_later_sources_win(home: Path, environ: dict[str, str]):
    assert told(environ, "lights.gateway") == (Kind.SIMULATED, "default")
    write(home, '[lights]\ngateway = "mqtt"\n[server]\nport = 9000\n')
    value, source = told(environ, "lights.gateway")
    assert value is Kind.MQTT
    assert source.endswith("stadtherz.toml")
    environ["STADTHERZ_LIGHTS__GATEWAY"] = "simulated"
    assert told(environ, "lights.gateway") == (Kind.SIMULATED, "STADTHERZ_LIGHTS__GATEWAY")
    (home / "data" / "secrets" / "lights.gateway").write_text("mqtt\n", encoding="utf-8")
    assert told(environ, "lights.gateway")[0] is Kind.MQTT


def test_a_variable_may_name_a_secret_file(tmp_path: Path, environ: dict[str, str]):
    (tmp_path / "word").write_text("s3cret\n", encoding="utf-8")
    environ["STADTHERZ_DATABASE__PASSWORD_FILE"] = str(tmp_path / "word")
    assert told(environ, "database.password")[0] == "s3cret"
    environ["STADTHERZ_DATABASE__PASSWORD_FILE"] = str(tmp_path / "none")
    with pytest.raises(SettingsError, match="E004"):
        told(environ, "database.password")


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("[server]\nprot = 1", "settings.E007", "server.port"),
        ("[sever]\nport = 1", "settings.E007", "server.port"),
        ("twon = 'x'", "settings.E007", '"town"'),
        ("[server]\nport = 'many'", "settings.E008", "whole number"),
        ("[server]\nport = 70000", "settings.E008", "at most 65535"),
        ("[server]\nport = true", "settings.E008", "whole number"),
        ("[database]\nengine = 'oracle'", "settings.E008", "sqlite, postgresql"),
        ("[lights]\nshare = nan", "settings.E008", "a number"),
        ("[server", "settings.E002", "move the file away"),
        ("server = 3", "settings.E007", "server."),
    ],
)
def test_a_wrong_file_stops_the_start(
    home: Path, environ: dict[str, str], text: str, code: str, says: str
):
    write(home, text)
    with pytest.raises(SettingsError) as caught:
        read_with_sources(environ, SECTIONS)
    assert caught.value.code == code
    assert says in str(caught.value)


@pytest.mark.parametrize("proxy", ["*", "10.0.0.1/24", "0.0.0.0/0", "::/0", "nginx"])
def test_only_addresses_of_ones_own_are_trusted_as_proxies(
    home: Path, environ: dict[str, str], proxy: str
):
    write(home, f"[server]\ntrusted_proxies = ['127.0.0.1', '::1', '10.0.0.0/24', '{proxy}']")
    with pytest.raises(SettingsError, match="trusted_proxies"):
        read(environ)


def test_a_section_of_binary_rubbish_is_told(home: Path, environ: dict[str, str]):
    (home / "data" / "stadtherz.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="E002"):
        read_with_sources(environ, SECTIONS)


def test_an_unknown_variable_names_the_nearest(environ: dict[str, str]):
    environ["STADTHERZ_LIGHTS__GATWAY"] = "mqtt"
    with pytest.raises(SettingsError, match="STADTHERZ_LIGHTS__GATEWAY"):
        read_with_sources(environ, SECTIONS)


def test_an_unknown_secret_file_stops_the_start(home: Path, environ: dict[str, str]):
    (home / "data" / "secrets" / "database.pasword").write_text("x", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"database\.password"):
        read_with_sources(environ, SECTIONS)


def test_a_secret_that_is_not_accepted_is_not_shown(environ: dict[str, str]):
    @dataclass(frozen=True, kw_only=True)
    class Safe:
        pin: int = field(default=1, metadata={"help": "Pin.", "secret": True})

    environ["STADTHERZ_SAFE__PIN"] = "hunter2"
    with pytest.raises(SettingsError) as caught:
        read_with_sources(environ, {**SECTIONS, "safe": Safe})
    assert "hunter2" not in str(caught.value)


def test_values_that_do_not_fit_together_are_told(environ: dict[str, str]):
    environ["STADTHERZ_SERVER__PUBLIC_URL"] = "stadt.example"
    with pytest.raises(SettingsError, match="E009"):
        read(environ)


def test_a_named_settings_file_must_exist(tmp_path: Path, environ: dict[str, str]):
    environ["STADTHERZ_CONFIG"] = str(tmp_path / "none.toml")
    with pytest.raises(SettingsError, match="E001"):
        read_with_sources(environ, SECTIONS)


def test_the_secret_key_is_made_once_and_private(home: Path, environ: dict[str, str]):
    first = read(environ)
    path = home / "data" / "secrets" / "secret_key"
    assert len(first.secret_key) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read(environ).secret_key == first.secret_key
    assert [entry.name for entry in path.parent.iterdir()] == ["secret_key"]
    assert first.secret_key not in repr(first)


def test_a_home_that_is_a_file_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match="E006"):
        read({"STADTHERZ_HOME": str(tmp_path / "file")})


def test_settings_are_shown_with_masked_secrets(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
):
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("STADTHERZ_DATABASE__PASSWORD", "s3cret")
    rows = json.loads(show.as_json())
    assert rows["database.password"]["value"] == "••••••"
    assert rows["database.password"]["source"] == "STADTHERZ_DATABASE__PASSWORD"
    assert all(row["help"].endswith(".") for row in rows.values())
    assert "s3cret" not in show.as_text()


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=20), max_size=8))
def test_the_nearest_name_is_a_known_one(name: str, known: list[str]):
    found = nearest_name(name, known)
    assert found is None or found in known
    assert did_you_mean(name, known)


#: Short names that repeat themselves (a_a_) are beyond difflib's way of looking.
@given(st.lists(st.sampled_from("abcdefgh_"), unique=True, min_size=4), st.data())
def test_one_dropped_letter_is_found_again(letters: list[str], data: st.DataObject):
    name, place = "".join(letters), data.draw(st.integers(0, len(letters) - 1))
    assert nearest_name(name[:place] + name[place + 1 :], [name, "§§§§"]) == name


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.lists(st.text())))
def test_any_value_is_converted_or_refused(value: object):
    kinds: list[Any] = [bool, int, float, str, Kind, Literal["a", "b"], tuple[int, ...], int | None]
    for kind in kinds:
        try:
            made = convert(value, kind)
        except NotAcceptedError:
            continue
        assert convert(made if not isinstance(made, tuple) else list(made), kind) == made


@given(st.integers(), st.booleans())
def test_text_from_a_variable_gives_the_same_as_the_file(number: int, answer: bool):  # noqa: FBT001 -- drawn
    assert convert(str(number), int) == number
    assert convert(str(answer), bool) is answer
    assert convert("a, b,,c", tuple[str, ...]) == ("a", "b", "c")


def test_the_directory_of_records_is_closed_to_other_users(tmp_path):
    data = tmp_path / "deep" / "data"
    private(data)
    assert data.stat().st_mode & 0o777 == 0o700
    data.chmod(0o755)
    private(data)
    assert data.stat().st_mode & 0o777 == 0o700
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(SettingsError, match="cannot be made"):
        private(blocked / "data")
