from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.streetgraph import StreetGraph, derive_lamps, make_graph
from stadtherz.lib.streetgraph.tests.test_graph import STEP, cross, line


def lamps_on(graph: StreetGraph, name: str, **options) -> int:
    return sum(graph.name_of(edge) == name for edge in derive_lamps(graph, **options).edge.tolist())


@settings(max_examples=30, deadline=None)
@given(count=st.integers(0, 60))
def test_a_published_count_is_met_exactly(count: int):
    assert lamps_on(cross(), "Nordstraße", counts={"Nordstraße": count}) == count


def test_elsewhere_the_spacing_holds():
    graph = make_graph([line(1, (0, 0), (0, 3), (0, 6), name="Langstraße")])
    lamps = derive_lamps(graph, spacing_m=31.0)
    assert len(lamps) == round(float(graph.edge_length_m.sum()) / 31.0)
    xy = graph.to_xy(lamps.lonlat[:, 0], lamps.lonlat[:, 1])
    gaps = np.hypot(*np.diff(xy, axis=0).T)
    assert gaps.min() > 30
    assert gaps.max() < 32
    assert not lamps.counted.any()


def test_lamps_stand_at_the_right_side_of_the_street():
    graph = make_graph([line(1, (0, 0), (0, 3), name="Nordstraße")])
    lamps = derive_lamps(graph)
    foot, _ = graph.points_at(lamps.edge, lamps.along_m)
    there = graph.to_xy(lamps.lonlat[:, 0], lamps.lonlat[:, 1])
    np.testing.assert_allclose(np.hypot(*(there - foot).T), 4.0, atol=1e-3)
    assert (there[:, 0] > foot[:, 0]).all()  # northbound: right is east


def test_a_run_keeps_its_spacing_over_edges_drawn_against_each_other():
    graph = make_graph(
        [
            line(1, (0, 0), (0, 1), name="Langstraße"),
            line(2, (0, 2), (0, 1), name="Langstraße"),
            line(3, (0, 2), (0, 3), name="Langstraße"),
            line(4, (0, 1), (1, 1), highway="track"),
        ]
    )
    lamps = derive_lamps(graph, counts={"Langstraße": 9})
    foot, _ = graph.points_at(lamps.edge, lamps.along_m)
    np.testing.assert_allclose(np.diff(np.sort(foot[:, 1])), 333.6 / 9, atol=0.1)


def test_no_two_lamps_where_streets_meet():
    graph = cross()
    lamps = derive_lamps(graph, spacing_m=5.0, apart_m=8.0)
    xy = graph.to_xy(lamps.lonlat[:, 0], lamps.lonlat[:, 1])
    gaps = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)) + 99 * np.eye(len(xy))
    assert gaps.min() >= 8.0


@pytest.mark.parametrize(
    ("tags", "lit"),
    [
        ({"highway": "residential"}, True),
        ({"highway": "residential", "lit": "no"}, False),
        ({"highway": "footway"}, False),
        ({"highway": "footway", "name": "Rittergasse"}, True),
        ({"highway": "footway", "lit": "yes"}, True),
        ({"highway": "track", "name": "Waldweg"}, False),
        ({"highway": "motorway"}, False),
    ],
)
def test_which_ways_are_lit(tags: dict[str, str], lit: bool):  # noqa: FBT001 - a table's column
    assert (len(derive_lamps(make_graph([line(1, (0, 0), (0, 3), **tags)]))) > 0) is lit


def test_a_square_without_a_way_of_its_name_uses_the_ways_inside():
    ways = [line(1, (0, 0), (0, 3)), line(2, (1, 0), (1, 3), highway="service")]
    graph = make_graph(ways)
    square = shapely.box(7.77 + STEP / 2, 49.43, 7.79, 49.45)
    lamps = derive_lamps(graph, counts={"Messeplatz": 7}, squares={"Messeplatz": square})
    assert lamps.edge[lamps.counted].tolist() == [1] * 7


def test_a_count_for_an_unknown_street_is_refused():
    with pytest.raises(ValueError, match="Südstraße"):
        derive_lamps(cross(), counts={"Südstraße": 3})
    with pytest.raises(ValueError, match="above 0"):
        derive_lamps(cross(), spacing_m=0)
