"""Uploads arrive whole, go on where they broke off, and refuse what is no picture."""

from __future__ import annotations

import base64
import errno
import json
import re
import tracemalloc
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from django.utils.translation import override

from stadtherz.core.journal.models import OutboxEvent
from stadtherz.core.media import actions, examining, queries, reading, spooling, store
from stadtherz.core.media.models import Item, Upload
from stadtherz.core.media.settings import Settings
from stadtherz.core.media.words import PICTURES
from stadtherz.core.occasions import actions as occasion_actions
from stadtherz.core.people.contract import NotAllowedError
from stadtherz.core.people.models import Token
from stadtherz.lib import pictures as identify_module
from stadtherz.lib.pictures.identify import identify

from .conftest import call

STREAM = {"content-type": "application/offset+octet-stream"}


def begin(incident, key, length, filename="DJI_0042.JPG"):
    words = {"occasion": str(incident.id), "filename": filename}
    metadata = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in words.items())
    headers = {"upload-length": str(length), "upload-metadata": metadata}
    return call("POST", "/upload/", key=key, headers=headers)


def patch(location, key, offset, body, **more):
    headers = {**STREAM, "upload-offset": str(offset)}
    return call("PATCH", location, key=key, body=body, headers=headers, **more)


def offset_of(location, key):
    return int(call("HEAD", location, key=key).headers["upload-offset"])


def put(incident, key, body, filename="DJI_0042.JPG"):
    return call(
        "PUT",
        f"/upload/{incident.id}/{filename}",
        key=key,
        body=body,
        headers={"content-length": str(len(body))},
    )


def test_an_item_knows_who_sent_it(incident, mission_key, photo):
    put(incident, mission_key, photo)
    item = Item.objects.get()
    assert item.received_from == "token"
    assert Token.objects.get(id=item.sender_id).name == "Drohne 1"


def test_one_put_stores_the_picture_sealed_and_tells_the_rooms(incident, mission_key, photo):
    answer = put(incident, mission_key, photo)
    assert answer.status == 200, answer.body
    item = Item.objects.get(id=json.loads(answer.body)["item"])
    assert reading.read_item(item) == photo
    assert photo[:64] not in store.path_of(item.address).read_bytes()
    assert OutboxEvent.objects.filter(type="media.picture_received").count() == 1
    assert not Upload.objects.exists()
    assert not list((store.root() / "spool").iterdir())


def test_an_upload_cut_in_the_middle_goes_on_where_it_broke_off(incident, mission_key, photo):
    location = begin(incident, mission_key, len(photo)).headers["location"]
    middle = len(photo) // 2 + 7
    assert patch(location, mission_key, 0, photo[:middle], cut=True) is None
    assert offset_of(location, mission_key) == middle
    answer = patch(location, mission_key, middle, photo[middle:])
    assert answer.status == 200
    assert reading.read_item(Item.objects.get()) == photo


def test_what_was_acknowledged_survives_a_torn_write(incident, mission_key, photo):
    """A process killed while it writes leaves half a frame behind; the offset is before it."""
    location = begin(incident, mission_key, len(photo)).headers["location"]
    acknowledged = int(patch(location, mission_key, 0, photo[:70_000]).headers["upload-offset"])
    with store.spool_path(Upload.objects.get().id).open("ab") as torn:
        torn.write(b"half a frame")
    assert offset_of(location, mission_key) == acknowledged == 70_000
    patch(location, mission_key, 70_000, photo[70_000:])
    assert reading.read_item(Item.objects.get()) == photo


def test_parked_bytes_superseded_by_frames_are_left_behind(incident, mission_key, photo):
    location = begin(incident, mission_key, len(photo)).headers["location"]
    patch(location, mission_key, 0, photo[:50_000])
    upload = Upload.objects.select_related("occasion").get()
    spool = spooling.Spool(upload)
    spool.write(photo[50_000:140_000])
    spool.close()  # killed before it could park: two whole frames lie there
    assert offset_of(location, mission_key) == 2 * 65_536


def test_the_wrong_offset_is_refused_with_the_right_one(incident, mission_key, photo):
    location = begin(incident, mission_key, len(photo)).headers["location"]
    answer = patch(location, mission_key, 5, photo)
    assert answer.status == 409
    assert offset_of(location, mission_key) == 0


def test_two_connections_never_write_to_one_upload(incident, mission_key, photo):
    location = begin(incident, mission_key, len(photo)).headers["location"]
    spool = spooling.Spool(Upload.objects.select_related("occasion").get())
    try:
        assert patch(location, mission_key, 0, photo).status == 423
    finally:
        spool.close()
    assert patch(location, mission_key, 0, photo).status == 200


def test_nothing_lies_on_disk_in_clear(incident, mission_key, photo, spooled):
    location = begin(incident, mission_key, len(photo)).headers["location"]
    patch(location, mission_key, 0, photo[:100_000])
    raw = spooled()
    assert raw
    assert not any(photo[at : at + 32] in raw for at in range(0, 100_000, 4096))


@pytest.mark.parametrize(
    ("name", "make", "status", "word"),
    [
        ("renamed PDF", lambda _photo: b"%PDF-1.7\n" + b"x" * 500, 422, "PDF"),
        ("cut JPEG", lambda photo: photo[: len(photo) // 2], 422, ""),
        ("noise", lambda _photo: b"\x00" * 4096, 422, ""),
        ("empty", lambda _photo: b"", 400, "empty"),
    ],
)
def test_what_is_no_picture_is_told_so_and_leaves_nothing(
    incident, mission_key, photo, name, make, status, word
):
    answer = put(incident, mission_key, make(photo))
    told = json.loads(answer.body)
    assert (answer.status, bool(told["fix"]), bool(told["code"])) == (status, True, True), name
    assert word in told["message"]
    assert not Item.objects.exists()
    assert not Upload.objects.exists()


def test_half_a_gigabyte_is_refused_before_its_first_byte(incident, mission_key):
    answer = begin(incident, mission_key, 500_000_000)
    assert answer.status == 413
    assert "200 MB" in json.loads(answer.body)["message"]


def test_a_full_disk_is_told_and_the_upload_goes_on_later(
    incident, mission_key, photo, monkeypatch
):
    location = begin(incident, mission_key, len(photo)).headers["location"]
    patch(location, mission_key, 0, photo[:100_000])

    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(spooling.os, "fsync", full)
        answer = patch(location, mission_key, 100_000, photo[100_000:])
    assert (answer.status, json.loads(answer.body)["code"]) == (507, "media.E003")
    offset = offset_of(location, mission_key)
    assert offset >= 65_536
    assert patch(location, mission_key, offset, photo[offset:]).status == 200
    assert reading.read_item(Item.objects.get()) == photo


def test_no_space_is_told_before_the_first_byte(incident, mission_key, monkeypatch):
    monkeypatch.setattr(store, "free_bytes", lambda: Settings().reserve_bytes)
    assert begin(incident, mission_key, 1000).status == 507


def test_the_same_picture_twice_is_one_item(incident, mission_key, photo):
    first = json.loads(put(incident, mission_key, photo).body)["item"]
    again = json.loads(put(incident, mission_key, photo, "copy.jpg").body)["item"]
    assert first == again
    assert Item.objects.count() == 1


def test_a_mission_key_opens_its_own_occasion_only(
    incident, mission_key, photo, centre, dispatcher
):
    from stadtherz.core.occasions import make  # noqa: PLC0415 - beside its one use

    other = make.incident(organisation=centre, by=dispatcher, title="Anderer Einsatz")
    assert put(other, mission_key, photo).status == 404
    assert put(incident, "sth_wrong", photo).status == 401
    assert put(incident, "", photo).status == 401


def test_a_closed_occasion_takes_no_more(incident, mission_key, photo, dispatcher):
    occasion_actions.close(incident, by=dispatcher)
    assert put(incident, mission_key, photo).status == 409


def test_another_site_cannot_upload(incident, mission_key):
    answer = call(
        "PUT",
        f"/upload/{incident.id}/x.jpg",
        key=mission_key,
        headers={"origin": "https://evil.example", "content-length": "5"},
    )
    assert answer.status == 403


def test_an_unknown_upload_is_not_found(incident, mission_key):
    assert call("HEAD", f"/upload/{uuid4()}", key=mission_key).status == 404
    assert call("HEAD", "/upload/nonsense", key=mission_key).status == 404


def test_options_tell_what_is_spoken_here(db):
    answer = call("OPTIONS", "/upload/")
    assert answer.headers["tus-extension"] == "creation,termination"


def test_termination_leaves_nothing(incident, mission_key, photo):
    location = begin(incident, mission_key, len(photo)).headers["location"]
    patch(location, mission_key, 0, photo[:100])
    assert call("DELETE", location, key=mission_key).status == 204
    assert not list((store.root() / "spool").iterdir())


def test_nobody_else_goes_on_with_an_upload(incident, mission_key, photo, crew):
    begin(incident, mission_key, len(photo))
    assert not queries.uploads_of(by=crew).exists()


def test_headers_that_read_like_numbers_or_base64_and_are_none_are_told_so(incident, mission_key):
    for length in ("\xb2", "9" * 5000, "-1", "1e3"):
        answer = call("POST", "/upload/", key=mission_key, headers={"upload-length": length})
        assert answer.status == 411, length
    headers = {"upload-length": "5", "upload-metadata": "filename \xe9\xe9\xe9"}
    assert call("POST", "/upload/", key=mission_key, headers=headers).status == 400


def test_a_name_that_is_not_ours_is_refused(incident, mission_key):
    headers = {"host": "evil.example", "origin": "http://evil.example", "content-length": "5"}
    path = f"/upload/{incident.id}/x.jpg"
    assert call("PUT", path, key=mission_key, headers=headers).status == 400


def test_an_organisation_that_left_cannot_finish_what_it_began(incident, crew, dispatcher, photo):
    upload = actions.begin_upload(incident, filename="a.jpg", length_bytes=len(photo), by=crew)
    spool = spooling.Spool(upload)
    spool.write(photo)
    spool.finish()
    spool.close()
    brigade = incident.participations.get().organisation
    occasion_actions.release(incident, brigade, by=dispatcher)
    with pytest.raises(NotAllowedError):
        actions.receive(upload, by=crew)
    assert not Item.objects.exists()


def test_the_copy_of_a_known_picture_leaves_no_file_behind(incident, mission_key, photo):
    put(incident, mission_key, photo)
    before = {path for path in store.root().rglob("*") if path.is_file()}
    put(incident, mission_key, photo, "copy.jpg")
    assert {path for path in store.root().rglob("*") if path.is_file()} == before


def test_looking_at_bytes_holds_no_transaction(incident, mission_key, photo, monkeypatch):
    held = []

    def watched(data):
        held.append(connection.in_atomic_block)
        return identify(data)

    monkeypatch.setattr(examining, "identify", watched)
    assert put(incident, mission_key, photo).status == 200
    assert held == [False]


def test_one_large_file_at_a_time_lies_in_memory(incident, mission_key, monkeypatch):
    """A whole file is held once, not twice, and two large ones never together."""
    large = b"\xff\xd8\xff" + bytes(24 << 20)
    tracemalloc.start()
    try:
        assert put(incident, mission_key, large).status == 422
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1.5 * len(large) + len(large)  # the request itself holds one copy here
    assert not examining._LARGE.locked()


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"referer": "http://testserver/lagebild/"}, "kein Foto"),
        ({"referer": "http://testserver/en/lagebild/", "accept-language": "de"}, "is no photo"),
        ({"accept-language": "de-AT,en;q=0.5"}, "kein Foto"),
        ({"accept-language": "xx"}, "is no photo"),
        ({}, "is no photo"),
    ],
)
def test_refusals_speak_the_language_of_the_page(incident, mission_key, headers, words):
    told = {"content-length": "9", **headers}
    path = f"/upload/{incident.id}/a.jpg"
    answer = call("PUT", path, key=mission_key, body=b"%PDF-1.7 ", headers=told)
    assert answer.status == 422
    assert words in json.loads(answer.body)["message"]
    assert json.loads(answer.body)["code"] == "pictures.E002"


def test_our_own_refusals_are_translated_too(incident, mission_key):
    told = {"content-length": "0", "accept-language": "de"}
    answer = call("PUT", f"/upload/{incident.id}/a.jpg", key=mission_key, headers=told)
    assert json.loads(answer.body)["message"] == "Die Datei ist leer."


def test_every_code_of_lib_pictures_that_an_upload_meets_has_words():
    told = "".join(file.read_text() for file in Path(identify_module.__file__).parent.glob("*.py"))
    codes = set(re.findall(r'"(pictures\.E\d+)"', told)) - {"pictures.E008"}  # only for reduce.py
    assert codes == set(PICTURES)
    with override("de"):
        english = {words for pair in PICTURES.values() for words in pair}
        assert all(str(words) not in told for words in english)
