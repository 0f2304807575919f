"""Promises in the words of other standards."""
