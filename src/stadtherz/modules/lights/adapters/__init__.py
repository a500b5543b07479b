"""Ways to lamps and detectors."""
