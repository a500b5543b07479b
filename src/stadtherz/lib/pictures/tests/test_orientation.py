"""Turned pixels are found by proof, never by suspicion alone."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from stadtherz.lib.pictures import Decision, judge_alone, read_shot
from stadtherz.lib.pictures.regrid import turned_grid_ratio
from stadtherz.lib.pictures.tests import makers

ROOT = Path(__file__).parents[5]
REDUCED = ROOT / "src/stadtherz/modules/lookout/demo_photos"
FULL = ROOT.parent / "shared/data/drone-photos-brighton/images"
VIEWER = {0x0131: "Some Photo Viewer 10.0"}


def detailed(height: int = 450) -> Image.Image:
    """Brightness with structure at all scales, like ground seen from above."""
    noise = np.random.default_rng(7)
    total = np.zeros((height, 800))
    for cells in (6, 24, 96, 300):
        part = Image.fromarray(noise.normal(0, 1, (cells, cells * 2)).astype(np.float32))
        total += np.asarray(part.resize((800, height), Image.Resampling.BICUBIC))
    return Image.fromarray(np.clip(128 + 25 * total, 0, 255).astype(np.uint8))


def saved(image: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue()))


def judged(stored: Image.Image, *, zeroth=None, thumb: Image.Image | None = None):
    block = makers.exif(zeroth=zeroth, thumbnail=makers.jpeg(thumb) if thumb else None)
    data = makers.jpeg(stored, exif=block, quality=92)
    return judge_alone(data, read_shot(data))


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_thumbnail_left_behind_proves_the_turn(turns):
    scene = makers.scene(320, 180)
    stored = Image.fromarray(np.rot90(np.asarray(scene), -turns).copy())
    verdict = judged(stored, thumb=scene.resize((160, 90)))
    assert verdict.decision is Decision.of_turns(turns)
    assert verdict.confidence >= 0.9


def test_editor_without_proof_is_unverified_and_untouched_is_as_shot():
    scene = makers.scene(320, 180)
    assert judged(scene, zeroth=VIEWER).decision is Decision.UNVERIFIED
    assert judged(scene, zeroth=VIEWER, thumb=scene).decision is Decision.UNVERIFIED
    assert judged(scene, zeroth={0x0131: "v01.23.4920"}).decision is Decision.AS_SHOT


@pytest.mark.parametrize("first", [88, 92])
def test_block_grid_tells_a_turned_second_save_from_an_upright_one(first):
    once = saved(detailed(), first)
    turned = saved(once.transpose(Image.Transpose.ROTATE_180), 95)
    upright = saved(once, 95)
    assert (turned_grid_ratio(np.asarray(turned, np.float32)) or 0) > 2
    assert (turned_grid_ratio(np.asarray(upright, np.float32)) or 1) < 1.1
    assert turned_grid_ratio(np.asarray(turned, np.float32)[:448]) is None


def test_reduced_real_photos_keep_the_suspicion_but_not_the_grid():
    found = {path.name: alone(path) for path in sorted(REDUCED.glob("*.JPG"))}
    kinds = list(found.values())
    assert len(kinds) == 18
    assert kinds.count(Decision.UNVERIFIED) == 6
    assert kinds.count(Decision.AS_SHOT) == 12
    # The full photos, where they lie beside the checkout, hold the proof in their block grid.
    for path in sorted(FULL.glob("*.JPG")):
        edited = found[path.name] is Decision.UNVERIFIED
        assert alone(path) is (Decision.TURNED_180 if edited else Decision.AS_SHOT), path.name


def alone(path: Path) -> Decision:
    data = path.read_bytes()
    return judge_alone(data, read_shot(data)).decision
