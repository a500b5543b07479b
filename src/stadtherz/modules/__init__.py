"""The services of a town; none knows another."""
