"""The chain of those who hold data: subcontract requests, consent, handover."""
