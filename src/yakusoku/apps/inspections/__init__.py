"""Rounds of answering and verifying a check sheet."""
