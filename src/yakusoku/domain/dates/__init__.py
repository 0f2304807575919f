"""Japanese dates: spans by the Civil Code, working days of public offices, eras."""
