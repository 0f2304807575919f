"""The command `yakusoku`."""
