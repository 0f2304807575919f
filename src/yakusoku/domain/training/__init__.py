"""Who must have learned what before work starts."""
