"""What residents and bidders see without an account."""
