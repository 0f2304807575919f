"""Other programs: OSCAL in and out, signed webhooks."""
