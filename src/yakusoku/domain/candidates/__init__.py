"""Before the contract: what the candidate still has to do, and what a contract waits for."""
