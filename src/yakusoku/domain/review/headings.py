"""Headings of clauses: contracts use few, and the same again and again."""

# So many of them are kept in mind with what was read in them.
HEADINGS = 1024
