"""Slides of a survey with charts that PowerPoint itself can edit."""

from yakusoku.adapters.survey_slides.deck import SlideDeck

__all__ = ["SlideDeck"]
