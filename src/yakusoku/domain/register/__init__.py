"""Reading a ledger that someone else kept."""
