"""The look of the house: theme, base pages, components, islands, vendored front end."""
