"""A chart as PNG and PDF, set in the bundled font."""

from yakusoku.adapters.font_measures import missing_letters
from yakusoku.adapters.pdf import press
from yakusoku.adapters.survey_charts.svg import chart_svg
from yakusoku.domain.survey.charts.refusals import GlyphMissing
from yakusoku.domain.survey.charts.spec import Chart

DOTS_PER_INCH = 192


def chart_png(chart: Chart, dots_per_inch: int = DOTS_PER_INCH) -> bytes:
    """Return a chart as a picture. Raises GlyphMissing."""
    return press().picture("chart", _content(chart), dots_per_inch)


def chart_pdf(chart: Chart) -> bytes:
    """Return a chart as a page of its size. Raises GlyphMissing."""
    return press().print("chart", _content(chart))


def _content(chart: Chart) -> dict[str, str]:
    words = [chart.title, chart.source, *chart.categories, *chart.notes]
    missing = missing_letters("".join([*words, *(group.label for group in chart.groups)]))
    if missing:
        raise GlyphMissing(letters=missing)
    return {"svg": chart_svg(chart), "title": chart.title, "alt": chart.description}
