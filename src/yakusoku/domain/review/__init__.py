"""Contract review: what a contract promises, what it only seems to, and what is missing."""
