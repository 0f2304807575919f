"""Two waves side by side as slides: a native chart and a table for each question."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from yakusoku.adapters.survey_slides import SlideDeck
from yakusoku.apps.results.waves import Comparison, shared_words, waves_chart
from yakusoku.domain.survey.axes import EVERYBODY
from yakusoku.domain.survey.comparing import Compared, Share
from yakusoku.domain.survey.comparison_words import said_of, warnings_of
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.web.words import say


def wave_slides(title: str, found: Comparison) -> bytes:
    """Return a comparison as pptx: what may not be compared has its shares and no chart."""
    names = found.names
    deck = SlideDeck(title)
    deck.add_title(title, _("前の回との比較"), [" → ".join(names)])
    for _question, rows in groupby(found.rows, key=lambda each: each.joined.second.question):
        part = list(rows)
        asked = shared_words([each.joined.label for each in part]) or part[0].joined.label
        chart = waves_chart(part, names, asked, asked)
        if chart is not None:
            deck.add_chart(asked, chart)
        head = [_("数"), *(f"{name} %（n）" for name in names), _("変化")]
        deck.add_table(asked, head, [*_lines(part, asked)], notes=_notes(part, found.notes))
    return deck.bytes()


def _lines(rows: Sequence[Compared], asked: str) -> Iterator[list[str]]:
    for each in rows:
        label = each.joined.label.removeprefix(asked).strip() or each.joined.label
        name = label if each.group == EVERYBODY else f"{label}（{each.group}）"
        yield [name, _share(each.first), _share(each.second), said_of(each, say)]


def _share(share: Share) -> str:
    return f"{share.percent or '-'}（{share.n:,}{'*' if share.n < SMALL_BASE else ''}）"


def _notes(rows: Sequence[Compared], tested: Sequence[str]) -> list[str]:
    warned = dict.fromkeys(words for each in rows for words in warnings_of(each.joined, say))
    return [
        *warned,
        _("p は、設問ごとに、比較の数に合わせて直した値です（Holm）。p<0.05 を有意としました。"),
        _("割合は四捨五入した値で、変化は四捨五入する前の値から計算しました。* は n が30未満（参考値）。"),
        *tested,
    ]
