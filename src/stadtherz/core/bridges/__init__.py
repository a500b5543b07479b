"""Long-lived connections to lamps, sensors and cameras, supervised."""
