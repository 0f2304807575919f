"""What is due: one row for each thing that waits for someone."""
