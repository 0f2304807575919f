"""Promises, answers and findings in the words of OSCAL 1.2 (NIST), out and in."""
