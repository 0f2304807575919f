"""Pages of the contractor's side."""
