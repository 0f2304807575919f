"""Samples: the frame, its strata, the draw, and who is asked by which personal code."""
