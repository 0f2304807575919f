"""What a page, a file or a program asks of tables: read from a query, held to what the survey has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.http import QueryDict
from django.utils.translation import gettext as _

from yakusoku.apps.results.data import Data
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.charts.spec import ChartKind, Order
from yakusoku.domain.survey.coding import Net
from yakusoku.domain.survey.form import Question
from yakusoku.domain.survey.multiplicity import Correction

MOST_QUESTIONS, MOST_AXES, MOST_NETS = 15, 3, 20
LEAST_HIDDEN, MOST_HIDDEN = 2, 100
CHARTS = {"band": ChartKind.BAND, "pie": ChartKind.PIE, "bar": ChartKind.BAR}
MARKS = ("letters", "rest", "none")


class TableUnreadable(Refusal):
    """What is asked of a table makes no sense. Facts: reason."""

    code: ClassVar[str] = "results.table-unreadable"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of tables.

    by        names of axes, from the outermost one on
    weight    code of the weights; empty: everybody counts alike
    marks     letters, letters and the rest, or none
    strict    only differences at 1 % are marked
    suppress  cells of fewer people are not shown; None: all are
    nets      by question, categories taken together
    chart     None: the one that fits
    errors    standard errors by the design of the sample stand beneath
    """

    questions: tuple[str, ...]
    by: tuple[str, ...] = ()
    shows_blank: bool = False
    weight: str = ""
    marks: str = "letters"
    correction: Correction = Correction.HOLM
    strict: bool = False
    suppress: int | None = None
    nets: Mapping[str, Sequence[Net]] | None = None
    chart: ChartKind | None = None
    draws: bool = True
    order: Order = Order.FORM
    errors: bool = False


def asked_of(query: QueryDict, data: Data, weights: Sequence[str]) -> Asked:
    """Return what a query asks. Raises TableUnreadable.

    weights   the codes of the weights that the survey has
    """
    questions = _named(query.getlist("q"), list(data.questions), MOST_QUESTIONS, _("設問"))
    by = _named(query.getlist("by"), data.axes(), MOST_AXES, _("軸"))
    weight = query.get("weight", "")
    if weight and weight not in weights:
        raise TableUnreadable(reason=_("「%s」という重みはありません") % weight)
    chart = query.get("chart", "")
    return Asked(
        questions or tuple(data.questions)[:1],
        by,
        query.get("blank") == "show",
        weight,
        _one(query.get("marks", ""), MARKS, "letters"),
        Correction(_one(query.get("correction", ""), list(Correction), Correction.HOLM)),
        query.get("level") == "1",
        _least(query.get("suppress", "")),
        nets_in(query.get("nets", ""), data),
        CHARTS.get(chart),
        chart != "none",
        Order.LARGEST if query.get("order") == "largest" else Order.FORM,
        query.get("errors") == "show",
    )


def _named(given: Sequence[str], known: Sequence[str], most: int, what: str) -> tuple[str, ...]:
    names = [name for name in dict.fromkeys(given) if name]
    strange = [name for name in names if name not in known]
    if strange:
        told = {"what": what, "name": strange[0]}
        raise TableUnreadable(reason=_("%(what)sに「%(name)s」はありません") % told)
    if len(names) > most:
        raise TableUnreadable(
            reason=_("一度に選べる%(what)sは%(most)sまでです") % {"what": what, "most": most}
        )
    return tuple(names)


def _one(given: str, known: Sequence[str], otherwise: str) -> str:
    return given if given in known else otherwise


def _least(text: str) -> int | None:
    if not text.strip():
        return None
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
    if not LEAST_HIDDEN <= number <= MOST_HIDDEN:
        told = {"least": LEAST_HIDDEN, "most": MOST_HIDDEN}
        raise TableUnreadable(reason=_("隠す人数は%(least)sから%(most)sまでの数にしてください") % told)
    return number


def nets_in(text: str, data: Data) -> dict[str, list[Net]]:
    """Return the nets that lines such as 「Q1: 実施経験あり = 1,2」 write. Raises TableUnreadable."""
    found: dict[str, list[Net]] = {}
    lines = [
        line.strip() for line in text.replace("；", "\n").replace(";", "\n").splitlines() if line.strip()
    ]
    if len(lines) > MOST_NETS:
        raise TableUnreadable(reason=_("まとめは%sまでです") % MOST_NETS)
    for line in lines:
        name, _colon, rest = line.replace("：", ":").partition(":")
        label, _sign, codes = rest.replace("＝", "=").rpartition("=")
        question = data.questions.get(name.strip())
        wanted = [code.strip() for code in codes.replace("、", ",").split(",") if code.strip()]
        if question is None or not label.strip() or not wanted:
            raise TableUnreadable(reason=_("まとめは「設問: 名前 = コード,コード」と書いてください"))
        _require_codes(question, wanted)
        found.setdefault(question.name, []).append(Net(label.strip(), tuple(wanted)))
    return found


def _require_codes(question: Question, wanted: Sequence[str]) -> None:
    strange = sorted(set(wanted) - {choice.name for choice in question.choices})
    if strange:
        told = {"name": question.name, "code": strange[0]}
        raise TableUnreadable(reason=_("設問「%(name)s」に選択肢「%(code)s」はありません") % told)
