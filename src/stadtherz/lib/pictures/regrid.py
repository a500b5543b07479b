"""Find the block grid of an earlier JPEG compression in a picture that was turned and saved again.

JPEG rounds the picture in blocks of 8 x 8 counted from the top left. Turning by 180 degrees
counts them from the bottom: a height that is no multiple of 8 leaves the old grid shifted by
height mod 8 rows, and the new compression does not wipe it out. In the old grid the blocks'
frequencies still cluster at multiples of the old rounding steps. Leakage from the new grid is
the same for a shift of n and of 8 - n rows, so their ratio is the sign: near 1 without a turn.
A picture mirrored top to bottom leaves the same grid, a height that is a multiple of 4 leaves
none, and a second save coarser than the first wipes it out. Known in image forensics as
non-aligned double compression.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.float32]
_BLOCK, _FREQUENCIES, _STEPS = 8, 4, range(2, 13)
_MAX_COLUMNS = 1_600
_MIN_STRENGTH = 0.05


def turned_grid_ratio(grey: Grey) -> float | None:
    """Return how much stronger the grid of a turned picture is than its mirror image.

    Args:
        grey: the luminance at full resolution, (rows, columns).

    Returns:
        About 1 when there is no such grid, 1.2 and more when there is; None when the height
        cannot tell (a multiple of 4) or the picture holds too little structure.

    """
    shift = grey.shape[0] % _BLOCK
    if shift % (_BLOCK // 2) == 0 or min(grey.shape) < _BLOCK * 16:
        return None
    left = max(0, (grey.shape[1] - _MAX_COLUMNS) // 2) // _BLOCK * _BLOCK
    part = grey[:, left : left + _MAX_COLUMNS]
    mirrored = _strength(part, _BLOCK - shift)
    if mirrored < _MIN_STRENGTH:
        return None
    return _strength(part, shift) / mirrored


def _strength(grey: Grey, rows_down: int) -> float:
    """Return the clustering of low frequencies in the grid that starts ``rows_down`` rows down."""
    rows = (grey.shape[0] - _BLOCK) // _BLOCK
    columns = grey.shape[1] // _BLOCK
    part = grey[rows_down : rows_down + rows * _BLOCK, : columns * _BLOCK] - 128.0
    blocks = part.reshape(rows, _BLOCK, columns, _BLOCK)
    basis = _basis()[:_FREQUENCIES]
    waves = np.einsum("ux,rxcy,vy->uvrc", basis, blocks, basis, optimize=True)
    total = 0.0
    for values in waves.reshape(_FREQUENCIES**2, -1):
        size = float(np.abs(values).mean())
        for step in _STEPS:
            if size > 1.5 * step:
                angle = values * np.float32(2 * np.pi / step)
                total += float(np.cos(angle).mean() ** 2 + np.sin(angle).mean() ** 2)
    return float(np.sqrt(total))


def _basis() -> NDArray[np.float32]:
    """Return the orthonormal cosine basis of 8 samples (T.81, annex A.3.3)."""
    place = np.arange(_BLOCK)
    basis = np.cos((2 * place[None, :] + 1) * place[:, None] * np.pi / 16) / 2
    basis[0] /= np.sqrt(2)
    return basis.astype(np.float32)
