"""One installation as a supervised group of processes: web, worker, bridge."""
