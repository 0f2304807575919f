"""Templates and framework contracts, and the calendar by which they are looked at again."""
