"""The contractor's own side: answers to reuse, certificates, links without an account."""
