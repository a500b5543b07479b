from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stadtherz.lib.osm import Line
from stadtherz.lib.streetgraph import (
    EdgeFlag,
    Mode,
    StreetGraph,
    Travel,
    from_bytes,
    make_graph,
    nearest,
    reach,
    shortest_path,
    to_bytes,
)

STEP = 0.001  # degrees: about 111 m north, 72 m east


def line(number: int, *nodes: tuple[int, int], **tags: str) -> Line:
    ids = np.array([100 * row + column for column, row in nodes])
    lonlat = np.array([(7.77 + STEP * column, 49.44 + STEP * row) for column, row in nodes])
    return Line(f"w{number}", ids, lonlat, {"highway": "residential", **tags})


def cross(**tags: str) -> StreetGraph:
    """A street going north, crossed by one going east, which may carry tags."""
    north = line(1, (0, -1), (0, 0), (0, 1), name="Nordstraße")
    return make_graph([north, line(2, (-1, 0), (0, 0), (1, 0), name="Oststraße", **tags)])


def at(graph: StreetGraph, column: float, row: float):
    place = nearest(graph, 7.77 + STEP * column, 49.44 + STEP * row)
    assert place
    return place


def test_lines_are_cut_where_they_meet():
    graph = cross()
    assert (graph.node_count, graph.edge_count) == (5, 4)
    assert graph.names == ("", "Nordstraße", "Oststraße")
    assert graph.epsg == 32632
    # 0.001 degrees of latitude on the WGS84 ellipsoid at 49.44 degrees: 111.2 m
    assert graph.edge_length_m[0] == pytest.approx(111.2, abs=0.15)
    centre = int(np.flatnonzero(graph.node_osm == 0)[0])
    leaving = slice(graph.out_start[centre], graph.out_start[centre + 1])
    assert sorted(graph.out_edge[leaving].tolist()) == [0, 1, 2, 3]


def test_tags_say_who_may_pass():
    graph = make_graph(
        [
            line(1, (0, 0), (1, 0), highway="footway"),
            line(2, (1, 0), (2, 0), highway="footway", bicycle="yes"),
            line(3, (2, 0), (3, 0), access="private"),
            line(4, (3, 0), (4, 0), oneway="-1", maxspeed="30"),
            line(5, (4, 0), (5, 0), highway="motorway"),
            line(6, (5, 0), (6, 0), oneway="yes", cycleway="opposite_lane", lit="yes"),
        ]
    )
    everyone = EdgeFlag.WALK | EdgeFlag.CYCLE | EdgeFlag.DRIVE
    assert [EdgeFlag(int(flags)) for flags in graph.edge_flags] == [
        EdgeFlag.WALK,
        EdgeFlag.WALK | EdgeFlag.CYCLE,
        EdgeFlag(0),
        everyone | EdgeFlag.ONEWAY,
        EdgeFlag.DRIVE | EdgeFlag.ONEWAY,
        everyone | EdgeFlag.ONEWAY | EdgeFlag.CYCLE_BOTH_WAYS | EdgeFlag.LIT,
    ]
    assert graph.edge_speed_kmh.tolist() == [0, 0, 0, 30, 0, 0]
    assert graph.shape_lonlat[graph.shape_start[3]][0] == pytest.approx(7.774)


def test_the_nearest_place_is_on_the_street():
    graph = cross()
    place = nearest(graph, 7.7705, 49.4401)
    assert place
    assert graph.name_of(place.edge) == "Oststraße"
    assert place.distance_m == pytest.approx(11.1, abs=0.1)
    assert (place.lon, place.lat) == pytest.approx((7.7705, 49.44), abs=1e-6)
    assert nearest(graph, 7.9, 49.44) is None


def test_light_fans_out_at_a_junction_and_not_behind():
    graph = cross()
    start = at(graph, 0, -0.5)
    ahead = reach(graph, start, Travel(Mode.WALK), limit=100.0, forward=True)
    assert len(ahead) == 4
    assert ahead[0].edge == start.edge
    assert {part.edge for part in ahead[1:]} == {1, 2, 3}
    to_junction = abs(ahead[0].to_m - ahead[0].from_m)
    for part in ahead[1:]:
        run = abs(part.to_m - part.from_m)
        assert part.cost == pytest.approx(to_junction)
        assert run == pytest.approx(min(100 - to_junction, graph.edge_length_m[part.edge]))
    assert len(reach(graph, start, Travel(Mode.WALK), limit=30.0)) == 2


def test_one_way_streets_bind_cars_and_not_walkers():
    graph = cross(oneway="yes")
    west, east = at(graph, -0.9, 0), at(graph, 0.9, 0)
    assert shortest_path(graph, west, east, Travel(Mode.DRIVE))
    assert shortest_path(graph, east, west, Travel(Mode.DRIVE)) is None
    assert shortest_path(graph, east, west, Travel(Mode.WALK))
    assert shortest_path(graph, east, west, Travel(Mode.DRIVE, any_way=True))


def test_a_timed_way_uses_the_limits():
    graph = cross(maxspeed="36")
    path = shortest_path(
        graph, at(graph, -0.5, 0), at(graph, 0.5, 0), Travel(Mode.DRIVE, timed=True)
    )
    assert path
    assert path.cost == pytest.approx(path.length_m / 10)


def test_a_loop_road_is_left_by_its_shorter_side():
    loop = line(1, (0, 0), (0, 1), (1, 1), (1, 0), (0, 0))
    graph = make_graph([loop, line(2, (0, 0), (-1, 0))])
    start = at(graph, 0.5, 0)
    path = shortest_path(graph, start, at(graph, -0.5, 0), Travel(Mode.WALK))
    assert path
    assert path.length_m == pytest.approx(72.4, abs=0.3)
    assert path.stretches[0].forward
    with_way = shortest_path(graph, at(graph, 0, 0.5), at(graph, -0.5, 0), Travel(Mode.WALK))
    assert with_way
    assert not with_way.stretches[0].forward


cells = st.tuples(st.integers(0, 3), st.integers(0, 3))


@settings(max_examples=40, deadline=None)
@given(ways=st.lists(st.lists(cells, min_size=2, max_size=5), min_size=1, max_size=8))
def test_any_graph_survives_storage_and_walks_both_ways(ways: list[list[tuple[int, int]]]):
    lines = [line(number, *cells) for number, cells in enumerate(ways, start=1)]
    if all(len(set(cells)) == 1 for cells in ways):
        with pytest.raises(ValueError, match="no street"):
            make_graph(lines)
        return
    graph = make_graph(lines)
    content = to_bytes(graph)
    again = from_bytes(content)
    assert to_bytes(again) == content
    np.testing.assert_array_equal(again.shape_lonlat, graph.shape_lonlat)
    np.testing.assert_allclose(again.edge_length_m, graph.edge_length_m)
    first, last = graph.node_lonlat[0], graph.node_lonlat[-1]
    start, goal = nearest(graph, *first.tolist()), nearest(graph, *last.tolist())
    assert start
    assert goal
    there = shortest_path(graph, start, goal, Travel(Mode.WALK))
    back = shortest_path(graph, goal, start, Travel(Mode.WALK))
    assert (there is None) == (back is None)
    if there and back:
        assert there.length_m == pytest.approx(back.length_m, abs=1e-3)
        assert there.length_m == pytest.approx(there.cost, abs=1e-3)


@pytest.mark.parametrize("cut", [0, 10, 300, -30])
def test_damaged_bytes_are_refused(cut: int):
    with pytest.raises(ValueError, match="not a street graph"):
        from_bytes(to_bytes(cross())[:cut])
