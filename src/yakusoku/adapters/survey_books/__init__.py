"""Tables of a survey as a workbook, each with a chart that Excel itself can edit."""

from yakusoku.adapters.survey_books.book import tab_book
from yakusoku.adapters.survey_books.sheets import BookSheet, sheet_of, with_batteries

__all__ = ["BookSheet", "sheet_of", "tab_book", "with_batteries"]
