"""Files without a record go after a day; files with one, and files on their way, stay."""

from __future__ import annotations

import time

import pytest
from django.db import transaction

from stadtherz.core.media import actions, keys, orphans, reading, spooling, store
from stadtherz.core.media.actions import uploading
from stadtherz.core.media.models import Derivative, Item, Upload
from stadtherz.core.people import make as people
from stadtherz.core.registry import queries as registry

from .test_upload import begin, offset_of, patch, put

DAY_S = 86_400.0


def later_s(days: float = 1.1) -> float:
    return time.time() + days * DAY_S


def pictures():
    return {path.name for path in store.root().rglob("*") if path.is_file()}


class KilledError(BaseException):
    """Stands for kill -9: nothing after it runs."""


def killed_before_its_record(incident, mission_key, photo, monkeypatch):
    """An upload whose process ends between the store and the commit."""
    location = begin(incident, mission_key, len(photo)).headers["location"]

    def killed(*_args, **_named):
        raise KilledError

    with monkeypatch.context() as broken:
        broken.setattr(uploading, "_take_over", killed)
        with pytest.raises(KilledError):
            patch(location, mission_key, 0, photo)
    return location


def sealed_copy(item):
    return actions.seal_copy(
        item, name="thumb", content=b"small", content_type="image/jpeg", width_px=1, height_px=1
    )


def test_a_copy_whose_record_was_never_committed_goes_after_a_day(incident, mission_key, photo):
    put(incident, mission_key, photo)
    before = pictures()
    copy = sealed_copy(Item.objects.select_related("occasion").get())  # killed before `derive`
    assert store.path_of(copy.address).exists()
    assert orphans.remove_orphans(now_s=later_s(0.9)) == 0
    assert store.path_of(copy.address).exists()
    assert orphans.remove_orphans(now_s=later_s()) == 1
    assert pictures() == before


def test_what_a_record_names_stays_however_old(incident, mission_key, photo):
    put(incident, mission_key, photo)
    item = Item.objects.select_related("occasion").get()
    actions.derive(item, sealed_copy(item), by=people.system_of("lookout"))
    before = pictures()
    assert orphans.remove_orphans(now_s=later_s(4000)) == 0
    assert pictures() == before
    assert reading.read_item(item) == photo
    assert reading.read_derivative(Derivative.objects.get()) == b"small"


def test_an_upload_killed_before_its_record_goes_on_and_leaves_nothing(
    incident, mission_key, photo, monkeypatch
):
    location = killed_before_its_record(incident, mission_key, photo, monkeypatch)
    offset = offset_of(location, mission_key)
    assert patch(location, mission_key, offset, photo[offset:]).status == 200
    item = Item.objects.get()
    assert reading.read_item(item) == photo
    orphans.remove_orphans(now_s=later_s())
    assert pictures() == {item.address}


def test_an_upload_on_its_way_stays_though_it_pauses_for_days(
    incident, mission_key, photo, monkeypatch
):
    location = begin(incident, mission_key, len(photo)).headers["location"]
    patch(location, mission_key, 0, photo[:100_000])
    assert orphans.remove_orphans(now_s=later_s(30)) == 0
    assert offset_of(location, mission_key) == 100_000
    assert patch(location, mission_key, 100_000, photo[100_000:]).status == 200
    assert reading.read_item(Item.objects.get()) == photo


def test_a_file_being_written_stays(incident, mission_key, photo):
    begin(incident, mission_key, len(photo))
    spool = spooling.Spool(Upload.objects.select_related("occasion").get())
    try:
        spool.write(photo[:70_000])
        orphans.remove_orphans(now_s=later_s(30))
        spool.write(photo[70_000:])
        spool.finish()
    finally:
        spool.close()
    assert store.spool_path(spool.upload.id).exists()


def test_leavings_of_an_upload_that_is_over_go(incident, mission_key, photo):
    """Killed between the commit and the tidying of the spool."""
    begin(incident, mission_key, len(photo))
    upload = Upload.objects.select_related("occasion").get()
    spool = spooling.Spool(upload)
    spool.write(photo)
    spool.park()
    spool.close()
    draft = store.root() / "spool" / "0123456789abcdef.draft"
    draft.write_bytes(b"half")
    with transaction.atomic():
        Upload.objects.all().delete()
    assert orphans.remove_orphans(now_s=time.time()) == 0
    assert orphans.remove_orphans(now_s=later_s()) == 3
    assert not pictures()


def test_keys_are_not_its_business(incident, mission_key, photo):
    put(incident, mission_key, photo)
    orphans.remove_orphans(now_s=later_s(4000))
    assert keys.key_of(incident.id)


def test_with_the_wrong_database_nothing_is_removed(incident, mission_key, photo, caplog):
    put(incident, mission_key, photo)
    item = Item.objects.select_related("occasion").get()
    for _number in range(orphans.FEW + 1):
        sealed_copy(item)
    before = pictures()
    assert orphans.remove_orphans(now_s=later_s()) == 0
    assert pictures() == before
    assert "right database" in caplog.text


def test_the_worker_does_it_once_a_day():
    job = registry.jobs()["media.orphans"]
    assert (job.run, job.daily_at is not None) == (orphans.sweep_orphans, True)
