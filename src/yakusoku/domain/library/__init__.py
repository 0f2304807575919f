"""Which earlier answers fit a new sheet."""
