"""Contract review: what contracts promise, kept as it was read; and what people say against it."""
