"""Contracts read from files: Word, PDF, Excel, HTML and plain text, each into lines."""
