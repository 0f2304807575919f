"""The report of a survey on paper: as PDF, and as a Word document that can be edited."""

from yakusoku.adapters.survey_papers.pages import report_pdf
from yakusoku.adapters.survey_papers.word import report_docx

__all__ = ["report_docx", "report_pdf"]
