"""Everything that follows from the facts and the decisions, as one frozen value."""
