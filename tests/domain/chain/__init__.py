"""Tests of the chain rules."""
