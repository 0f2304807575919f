"""Who promised what to whom: one Django app for each capability."""
