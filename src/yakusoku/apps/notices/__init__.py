"""Letters, calendars and escalation: what tells people that something is due."""
