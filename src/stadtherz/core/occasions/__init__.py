"""What is going on: incidents and events of the town, their phases, and who takes part."""
