"""Append-only records whose digests form a chain."""
