"""Collecting: what came in by web and on paper, keying, joining, corrections."""
