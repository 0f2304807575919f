"""What each audit code reads as, one module for each capability; apps/audit/labels.py puts them together."""
