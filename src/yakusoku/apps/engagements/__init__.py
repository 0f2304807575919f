"""Outsourced pieces of work: their facts and what was decided about them."""
