"""Who may do what in an organisation."""
