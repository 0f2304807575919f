"""The server and the clock, killed in the middle of an act: real processes on a database of their own."""
