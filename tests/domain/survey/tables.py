"""Tables of figures for the tests of reports: from published cells, or from counts."""

from yakusoku.domain.survey.printed import Cell, TableKind
from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.published import published_figures
from yakusoku.domain.survey.rounding import read_printed

EVER, NOW = "現在又は過去に実施", "基準日に実施"
ROWS = [
    # table, kind, group, n, category, percent, wave, definition
    ("導入", "single", "委託先", 287, "実施している", "83.6", "", ""),
    ("導入", "single", "委託先", 287, "過去に実施していた", "12.2", "", ""),
    ("導入", "single", "委託先", 287, "予定はない", "4.2", "", ""),
    ("導入", "single", "委託元", 218, "実施している", "39.0", "", ""),
    ("導入", "single", "委託元", 218, "過去に実施していた", "11.5", "", ""),
    ("導入", "single", "委託元", 218, "予定はない", "49.5", "", ""),
    ("懸念", "multiple", "委託元", 186, "漏えい", "33.3", "", ""),
    ("懸念", "multiple", "委託元", 186, "特に課題はない", "32.8", "", ""),
    ("実施率", "battery", "委託先", 287, "実施したことがある", "95.8", "2020年度", EVER),
    ("実施率", "battery", "委託元", 218, "実施したことがある", "50.5", "2020年度", EVER),
    ("実施率", "battery", "委託先", 269, "実施したことがある", "97.0", "2021年度", EVER),
    ("実施率", "battery", "委託元", 239, "実施したことがある", "64.9", "2021年度", EVER),
    ("特例", "battery", "委託先", 287, "特例を認めた", "20.6", "2020年度", "宣言の間だけ"),
    ("特例", "battery", "委託先", 269, "特例を認めた", "35.3", "2021年度", "感染症の影響によるもの"),
]


def published():
    """The two surveys of telework in part, with 505 valid answers."""
    cells = [Cell(t, TableKind(k), g, n, c, read_printed(p)) for t, k, g, n, c, p, _, _ in ROWS]
    tables = published_figures(cells, [row[6] for row in ROWS], [row[7] for row in ROWS])
    return FigureStore({table.id: table for table in tables}, {"有効回答数": 505})
