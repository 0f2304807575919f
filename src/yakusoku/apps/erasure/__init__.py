"""The end: every copy returned or erased, and the closing of an engagement."""
