"""The real mission: neighbours find the turned photos and agree on the ground afterwards."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stadtherz.lib.georef import (
    Photo,
    agreement,
    disagreement_m,
    neighbours,
    orientations,
)
from stadtherz.lib.georef.mission import Pair
from stadtherz.lib.pictures import Decision, Orientation, grey, judge_alone, read_shot

ROOT = Path(__file__).parents[5]
REDUCED = ROOT / "src/stadtherz/modules/lookout/demo_photos"
FULL = ROOT.parent / "shared/data/drone-photos-brighton/images"
# Where the full photos do not lie beside the checkout, the committed ones are measured.
FOLDERS = [REDUCED, FULL] if FULL.is_dir() else [REDUCED]


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def mission(request):
    files = [path.read_bytes() for path in sorted(request.param.glob("*.JPG"))]
    shots = [read_shot(data) for data in files]
    photos = [Photo(s, grey(d, max_side_px=400)) for s, d in zip(shots, files, strict=True)]
    alone = [judge_alone(d, s) for s, d in zip(shots, files, strict=True)]
    return photos, alone, neighbours(photos)


def test_neighbours_find_six_of_six_and_none_wrong(mission):
    photos, alone, pairs = mission
    found = [verdict.decision for verdict in orientations(photos, alone, pairs=pairs)]
    edited = [any("Photo Viewer" in name for name in photo.shot.software) for photo in photos]
    assert sum(edited) == 6
    assert found == [Decision.TURNED_180 if one else Decision.AS_SHOT for one in edited]
    # the ground alone says the same, with nothing known about the files
    blank = [Orientation(Decision.UNVERIFIED, 0.5)] * len(photos)
    assert [v.decision for v in orientations(photos, blank, pairs=pairs)] == found


def test_disagreement_falls_to_metres(mission):
    photos, alone, pairs = mission
    truth = [verdict.decision for verdict in orientations(photos, alone, pairs=pairs)]
    following = [pair for pair in pairs if pair.b - pair.a == 1]
    ours = disagreement_m(photos, truth, truth, following)
    naive = disagreement_m(photos, truth, [Decision.AS_SHOT] * len(photos), pairs)
    assert len(ours) >= 10
    assert np.median(ours) < 2.5
    assert np.median(naive) > 20


def test_a_new_photo_is_checked_against_its_neighbours_only(mission):
    photos, _, _pairs = mission
    mine = neighbours(photos, of=7)
    assert mine
    assert all(7 in (pair.a, pair.b) for pair in mine)
    one = mine[0]
    found = agreement(photos[one.a], photos[one.b])
    assert found is not None
    assert (found.decision_a, found.decision_b) == (one.found.decision_a, one.found.decision_b)


def test_contradiction_and_lack_of_witnesses(mission):
    photos, _, pairs = mission
    clear = next(p for p in pairs if p.clear and p.found.decision_b is Decision.TURNED_180)
    own = [Orientation(Decision.AS_SHOT, 0.8)] * len(photos)
    lone = orientations(photos, own, pairs=[clear])[clear.b]
    assert lone.decision is Decision.UNVERIFIED  # one witness against an unsuspicious file
    proof = [Orientation(Decision.TURNED_90, 0.9)] * len(photos)
    again = Pair(clear.a, clear.b, clear.found)
    assert orientations(photos, proof, pairs=[clear, again])[clear.b].decision is (
        Decision.UNVERIFIED
    )
    assert orientations(photos, own, pairs=[])[0] == own[0]


def test_photos_far_apart_do_not_pair(mission):
    photos, _, _ = mission
    from_afar = Photo(read_at(photos[0], 7.77, 49.44), photos[0].grey)
    assert agreement(photos[0], from_afar) is None
    assert neighbours([photos[0], from_afar]) == ()


def read_at(photo, lon, lat):
    return replace(photo.shot, lon_deg=lon, lat_deg=lat)
