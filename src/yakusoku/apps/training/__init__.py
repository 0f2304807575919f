"""Courses that people must have taken, and the proof."""
