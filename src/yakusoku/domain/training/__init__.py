"""Who has to have taken which course, and what is missing on a day."""
