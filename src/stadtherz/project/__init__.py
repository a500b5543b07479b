"""The installation: settings, URLs, processes, the command line."""
