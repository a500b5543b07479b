"""Live messages: a private bus between processes and event streams to browsers."""
