"""One outsourced piece of work: its facts, the requirements that fit them, and what was decided."""
