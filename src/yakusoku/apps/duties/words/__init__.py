"""What each kind of duty reads as, one module for each capability; apps/duties/labels.py puts them together."""
