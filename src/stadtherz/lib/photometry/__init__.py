"""What a road gets: illuminance, luminance, glare, classes, energy (EN 13201, DIN 13201-1).

layout.py   the road across            rows.py          luminaires along it
installation.py  both, to calculate    road.py          calculate(installation) -> RoadResult
grid.py     where points lie           observers.py     where drivers' eyes are
lamps.py    luminaires as arrays       lookup.py        one luminaire for the kernel
beams.py    lamps towards points       kernel.py        summed, matrix: points times lamps
angles.py   fast arc tangents          illuminance.py   four shapes
luminance.py  towards a driver         reflection.py    r-tables, R3 (r3.py)
glare.py    veil, fTI                  figures.py       values of a field
influence.py  dimming states at once   plan.py          what its rows are
town.py     many fields stacked        energy.py        PDI, AECI
rules.py    an edition's numbers       sources.py       where a number comes from
limits.py, classes.py  what classes ask   verdict.py    pass or fail with margin
questions.py  what decides a class     selection.py     select_class

Lengths in metres; x along the road, y from the right edge to the left; C0 = +x, C90 = +y.
"""
