"""Candidates before the contract: selection, security plan, contract date."""
