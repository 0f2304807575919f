"""What is due, to whom, and when it is said again."""
