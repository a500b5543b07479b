"""What is true in any other town: physics, standards, formats, geometry. No Django, no I/O."""
