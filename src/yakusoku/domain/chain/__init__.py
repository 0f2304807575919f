"""The chain of those who hold data: dated, loop-free, narrowing."""
