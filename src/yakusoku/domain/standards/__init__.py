"""Templates and framework contracts: when each is looked at again."""
