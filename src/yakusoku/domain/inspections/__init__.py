"""Looking whether the promise is kept: dates, answers, verifications and findings."""
