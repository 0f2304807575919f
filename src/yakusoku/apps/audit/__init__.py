"""Audit: what happened, to what, by whom and when; never changed afterwards."""
