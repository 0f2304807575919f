"""Which uploaded files are taken in."""
