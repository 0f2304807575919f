"""A report of a survey: its outline, and every number in its sentences traced to a table."""
