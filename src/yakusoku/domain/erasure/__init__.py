"""Every copy of personal data, how it goes back or is erased, and what proves it."""
