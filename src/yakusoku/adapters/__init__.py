"""Files and outside engines behind plain functions. No Django."""
