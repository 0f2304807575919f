"""Whom a survey asks: the frame, its strata, how many of each, which ones, and who of them answered."""
