"""Slides of a survey with charts that PowerPoint itself can edit."""

from yakusoku.adapters.survey_slides.deck import SlideDeck
from yakusoku.adapters.survey_slides.report import report_pptx

__all__ = ["SlideDeck", "report_pptx"]
