"""How a review board decides."""
