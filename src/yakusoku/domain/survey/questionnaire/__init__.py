"""The questionnaire itself: its sheets, its outline, what is wrong with it, and what changed between versions."""
