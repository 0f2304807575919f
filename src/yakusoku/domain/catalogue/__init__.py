"""What can be promised: requirements with their clauses, checks, risks and sources."""
