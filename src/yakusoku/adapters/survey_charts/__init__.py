"""Charts of surveys as SVG for pages, with a table beside them, and as pictures (docs/decisions/0015)."""

from yakusoku.adapters.survey_charts.pictures import chart_pdf, chart_png
from yakusoku.adapters.survey_charts.svg import chart_figure, chart_svg, chart_table

__all__ = ["chart_figure", "chart_pdf", "chart_png", "chart_svg", "chart_table"]
