"""Results: tables, comparisons of waves, charts, reports, data out."""
