"""Pictures are seen by who may, journaled, and deleted for good when their time is over."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from stadtherz.core.journal import sealing
from stadtherz.core.journal.models import Entry
from stadtherz.core.media import actions, keys, queries, reading, retention, store
from stadtherz.core.media.errors import GoneError, MediaError
from stadtherz.core.media.models import Item
from stadtherz.core.occasions import actions as occasion_actions
from stadtherz.core.occasions.models import Occasion
from stadtherz.core.people import make as people
from stadtherz.core.people.contract import NotAllowedError

from .test_upload import put


@pytest.fixture
def item(incident, mission_key, photo):
    put(incident, mission_key, photo)
    return Item.objects.select_related("occasion").get()


def test_each_view_stands_in_the_journal(item, crew, photo):
    content, content_type = actions.view(item, by=crew)
    assert (content, content_type) == (photo, "image/jpeg")
    entry = Entry.objects.get(verb="media.view")
    assert (entry.actor_id, entry.facts["variant"]) == (crew.id, "original")


def test_a_stranger_sees_nothing(item):
    stranger = people.actor("dispatcher", of=people.organisation("nachbarstadt"))
    with pytest.raises(NotAllowedError):
        actions.view(item, by=stranger)
    with pytest.raises(Item.DoesNotExist):
        queries.item_for(item.id, by=stranger)


def test_a_mission_key_sends_but_does_not_see(item, mission_key, client):
    url = f"/bilder/{item.id}/original"
    key = {"HTTP_AUTHORIZATION": f"Bearer {mission_key}"}
    assert client.get(url, **key).status_code == 403
    assert client.get(url).status_code == 302


def test_derivatives_are_sealed_and_made_once(item):
    def derive():
        copy = actions.seal_copy(
            item,
            name="thumb",
            content=b"small",
            content_type="image/jpeg",
            width_px=1,
            height_px=1,
        )
        return copy, actions.derive(item, copy, by=retention.MEDIA)

    _copy, first = derive()
    again, known = derive()
    assert known == first
    assert not store.path_of(again.address).exists()
    assert reading.read_derivative(first) == b"small"
    assert b"small" not in store.path_of(first.address).read_bytes()


def test_ranges_read_what_they_say(item, photo):
    piece = b"".join(reading.stream_item(item, start=65_500, stop=65_600))
    assert piece == photo[65_500:65_600]


def end_long_ago(incident, dispatcher, days):
    occasion_actions.close(incident, by=dispatcher)
    past = timezone.now() - dt.timedelta(days=days)
    Occasion.objects.filter(id=incident.id).update(closed_at=past)


def test_after_thirty_days_the_key_is_gone_and_the_record_stays(item, incident, dispatcher):
    end_long_ago(incident, dispatcher, 31)
    digest = item.plain_sha256
    retention.delete_due()
    with pytest.raises(GoneError):
        keys.key_of(incident.id)
    assert not store.path_of(item.address).exists()
    kept = Item.objects.get()
    assert (kept.plain_sha256, bool(kept.deleted_at)) == (digest, True)
    assert Entry.objects.filter(verb="media.forget").count() == 1
    sealing.seal_all()
    assert sealing.verify() == []


def test_before_that_nothing_is_deleted(item, incident, dispatcher):
    end_long_ago(incident, dispatcher, 29)
    retention.delete_due()
    assert reading.read_item(item)


def test_a_clock_that_leaps_forward_destroys_nothing_in_its_first_night(
    item, incident, dispatcher, monkeypatch
):
    end_long_ago(incident, dispatcher, 1)
    retention.delete_due()
    now = timezone.now()

    def night(days):
        monkeypatch.setattr(retention.timezone, "now", lambda: now + dt.timedelta(days=days))
        retention.delete_due()

    night(40)
    assert reading.read_item(item)
    night(1)  # somebody set the clock right
    assert reading.read_item(item)
    night(40)
    night(41)  # nobody did: it is the time
    with pytest.raises(GoneError):
        reading.read_item(item)


def test_an_open_occasion_keeps_its_pictures_however_old(item):
    Occasion.objects.update(opened_at=timezone.now() - dt.timedelta(days=4000))
    retention.delete_due()
    assert reading.read_item(item)


def test_a_hold_keeps_them_until_it_is_released(item, incident, dispatcher):
    end_long_ago(incident, dispatcher, 31)
    actions.hold(incident, reason="Ermittlung 12 Js 345/26", by=dispatcher)
    retention.delete_due()
    assert reading.read_item(item)
    with pytest.raises(MediaError, match="hold"):
        actions.forget(incident, by=dispatcher)
    actions.release_hold(incident, by=dispatcher)
    retention.delete_due()
    with pytest.raises(GoneError):
        reading.read_item(item)


def test_a_deletion_cut_off_by_a_crash_is_finished(item, incident, dispatcher, monkeypatch):
    end_long_ago(incident, dispatcher, 31)
    with monkeypatch.context() as crashed:
        crashed.setattr("stadtherz.core.media.actions.deleting._remove", lambda *_: None)
        retention.delete_due()
    assert keys.key_of(incident.id)
    retention.sweep()
    with pytest.raises(GoneError):
        keys.key_of(incident.id)
    assert not store.path_of(item.address).exists()


def test_a_changed_file_is_never_shown(item, crew):
    path = store.path_of(item.address)
    sealed = bytearray(path.read_bytes())
    sealed[len(sealed) // 2] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(Exception, match="does not open"):
        actions.view(item, by=crew)
