"""Before the contract: what must be settled first."""
