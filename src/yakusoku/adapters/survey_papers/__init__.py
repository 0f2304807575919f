"""The report of a survey: as PDF, as a Word document that can be edited, and as a page."""

from yakusoku.adapters.survey_papers.pages import report_pdf
from yakusoku.adapters.survey_papers.web import report_html
from yakusoku.adapters.survey_papers.word import report_docx

__all__ = ["report_docx", "report_html", "report_pdf"]
