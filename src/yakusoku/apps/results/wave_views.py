"""Pages of waves: two waves side by side, and what of them may be compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.adapters.survey_charts import chart_figure, chart_png, chart_svg
from yakusoku.adapters.survey_crosswalk import yaml_of
from yakusoku.apps.accounts.access import Acting, acting
from yakusoku.apps.results import access, services
from yakusoku.apps.results.data import Data, data_of
from yakusoku.apps.results.exporting import PPTX
from yakusoku.apps.results.forms import CrosswalkFileForm
from yakusoku.apps.results.models import Crosswalk
from yakusoku.apps.results.reading import crosswalk_in, opened
from yakusoku.apps.results.views import context_of
from yakusoku.apps.results.wave_designs import said_test
from yakusoku.apps.results.wave_slides import wave_slides
from yakusoku.apps.results.waves import Comparison, comparison_of, figures_for, grouped, shared_axes
from yakusoku.apps.surveys.access import may_run, survey_for, survey_to_run
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.axes import EVERYBODY
from yakusoku.domain.survey.comparability import ALTERED_LABELS, EFFECT_LABELS, Altered, Effect, effect_of
from yakusoku.domain.survey.comparing import Compared, Share
from yakusoku.domain.survey.comparison_words import said_of, warnings_of
from yakusoku.domain.survey.crosswalk import Joined
from yakusoku.domain.survey.letters import SMALL_BASE
from yakusoku.web.exports import Cell, download, table_answer
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import say

HEAD = (
    gettext_lazy("数"),
    gettext_lazy("区分"),
    gettext_lazy("前回の割合（%）"),
    gettext_lazy("前回のn"),
    gettext_lazy("今回の割合（%）"),
    gettext_lazy("今回のn"),
    gettext_lazy("変化"),
    gettext_lazy("注意"),
    gettext_lazy("検定"),
    gettext_lazy("標本の設計"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two waves that can be compared. `kept`: the crosswalk that counts; None: what the questionnaires propose."""

    survey: Survey
    earlier: Survey
    first: Data
    second: Data
    kept: Crosswalk | None

    @property
    def figures(self) -> list[Joined]:
        """Return what is compared."""
        return figures_for(self.kept, self.first, self.second)


def pair_of(who: Acting, survey: Survey, asked: str) -> Pair | None:
    """Return a survey with the earlier wave that is asked for; None: there is none, or one has no answers."""
    earlier = access.earlier_for(who, survey, asked)
    if earlier is None:
        return None
    first, second = data_of(earlier), data_of(survey)
    if first is None or second is None or not first.size or not second.size:
        return None
    return Pair(survey, earlier, first, second, access.crosswalk_of(survey, earlier))


def compared(pair: Pair, by: str) -> Comparison:
    """Return the comparison of two waves. Raises AxisNotInBoth."""
    names = (pair.earlier.title, pair.survey.title)
    data, surveys = (pair.first, pair.second), (pair.earlier, pair.survey)
    return comparison_of(pair.figures, data, surveys, by, names)


@require_GET
def waves(request: UserRequest, pk: int) -> HttpResponse:
    """Show a survey beside an earlier wave; `?format=` gives the same as a file."""
    who = acting(request)
    survey = survey_for(who, pk)
    asked, by = request.GET.get("with", ""), request.GET.get("by", "")
    pair = pair_of(who, survey, asked)
    found, refused = None, ""
    if pair is not None:
        try:
            found = compared(pair, by)
        except Refusal as refusal:
            refused = sentence(refusal)
    if found is not None and "format" in request.GET:
        return _file(survey, found, request.GET["format"])
    context = context_of(
        survey,
        "waves",
        may_run=may_run(who, survey),
        pair=pair,
        earlier=list(access.earlier_of(who, survey)),
        chosen=pair.earlier.pk if pair else None,
        axes=[(name, pair.second.words(name)) for name in shared_axes(pair.first, pair.second)]
        if pair
        else [],
        by=by,
        refused=refused,
        rows=_rows(found.rows) if found else [],
        left_out="、".join(found.left_out) if found else "",
        notes=found.notes if found else (),
        figure=_figure(found),
    )
    return render(request, "results/waves.html", context, status=422 if refused else 200)


def _figure(found: Comparison | None) -> str:
    if found is None or found.chart is None:
        return ""
    return mark_safe(chart_figure(found.chart, name="waves"))  # noqa: S308 (escaped by the adapter)


def _rows(found: Iterable[Compared]) -> list[dict[str, object]]:
    """Return the comparisons in words, ready to be shown: there are a thousand of them."""
    rows, before = [], None
    for each in found:
        joined = each.joined
        rows.append(
            {
                "label": joined.label,
                # None: the figure goes on, in another group.
                "warnings": warnings_of(joined, say) if joined is not before else None,
                "refused": joined.refused,
                "group": say(each.group) if each.group == EVERYBODY else each.group,
                "first": each.first.percent or "-",
                "first_n": _base_said(each.first),
                "second": each.second.percent or "-",
                "second_n": _base_said(each.second),
                "said": said_of(each, say),
            }
        )
        before = joined
    return rows


def _base_said(share: Share) -> str:
    return f"n={share.n:,}{'*' if share.n < SMALL_BASE else ''}"


def cells_of(found: Comparison) -> Iterable[tuple[Cell, ...]]:
    """Yield the comparisons as the rows of a file."""
    design = " ".join(found.notes)
    for each in found.rows:
        yield (
            each.joined.label, each.group, each.first.percent, each.first.n, each.second.percent, each.second.n,
            said_of(each, say), _("。").join(warnings_of(each.joined, say)), said_test(each), design,
        )  # fmt: skip


def _file(survey: Survey, found: Comparison, kind: str) -> HttpResponse:
    name = f"survey-{survey.pk}-waves"
    if kind in {"svg", "png"} and found.chart is not None:
        if kind == "png":
            return download(chart_png(found.chart), "image/png", f"{name}.png")
        return download(chart_svg(found.chart).encode(), "image/svg+xml", f"{name}.svg")
    if kind == "pptx":
        return download(wave_slides(survey.title, found), PPTX, f"{name}.pptx")
    return table_answer(kind, name, [str(head) for head in HEAD], cells_of(found))


def pair_to_run(who: Acting, pk: int, asked: str) -> Pair:
    """Return two waves of which the person runs the second; else 404. Raises PermissionDenied."""
    found = pair_of(who, survey_to_run(who, pk), asked)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def crosswalk(request: UserRequest, pk: int) -> HttpResponse:
    """Say for each figure what changed between the waves; every save is a version."""
    asked = request.GET.get("with", "")
    pair = pair_to_run(acting(request), pk, asked)
    figures, refused = pair.figures, ""
    if request.method == "POST":
        figures = edited(figures, request.POST)
        refused = _keep(request, pair, figures)
        if not refused:
            return redirect(address_of(pair))
    context = context_of(
        pair.survey,
        "waves",
        may_run=True,
        pair=pair,
        groups=grouped(figures, (pair.first.paper.form, pair.second.paper.form)),
        altered=altered_by_effect(),
        refused=refused,
        number=pair.kept.number if pair.kept else 0,
        back=address_of(pair),
        file_form=CrosswalkFileForm(),
    )
    return render(request, "results/crosswalk.html", context, status=422 if refused else 200)


def altered_by_effect() -> list[tuple[str, list[tuple[Altered, str]]]]:
    """Return what may be changed by what it does to the comparison: those that stop it first."""
    return [
        (
            say(EFFECT_LABELS[effect]),
            [(each, say(ALTERED_LABELS[each])) for each in Altered if effect_of(each) is effect],
        )
        for effect in (Effect.BREAKS, Effect.CARE)
    ]


def edited(figures: Sequence[Joined], sent: QueryDict) -> list[Joined]:
    """Return figures as the page sent them back; those that are not ticked are no longer compared."""
    kept = set(sent.getlist("keep"))
    found = []
    for group in grouped(figures):
        codes = [code for code in sent.getlist(f"altered-{group.place}") if code in set(Altered)]
        note = line_in(sent, f"note-{group.place}")
        accepted = line_in(sent, f"accepted-{group.place}")
        found += [
            replace(figures[place], altered=frozenset(map(Altered, codes)), note=note, accepted=accepted)
            for place, _words, _codes in group.figures
            if str(place) in kept
        ]
    return found


def seen_in(sent: QueryDict) -> int | None:
    """Return the version that the page showed; None: it does not say."""
    text = sent.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def line_in(sent: QueryDict, name: str) -> str:
    """Return a line that was typed."""
    # PostgreSQL refuses NUL.
    return sent.get(name, "").replace("\x00", "").strip()[:500]


def _keep(request: UserRequest, pair: Pair, figures: Sequence[Joined]) -> str:
    """Keep a version; return why not, empty if it is kept."""
    forms = (pair.first.paper.form, pair.second.paper.form)
    try:
        services.keep_crosswalk(
            pair.survey, pair.earlier, figures, forms, seen=seen_in(request.POST), by=request.user, at=now()
        )
    except Refusal as refusal:
        return sentence(refusal)
    messages.success(request, _("対応表を保存しました。"))
    return ""


def address_of(pair: Pair) -> str:
    """Return the address of the comparison of two waves."""
    return f"{reverse('survey-waves', args=[pair.survey.pk])}?with={pair.earlier.pk}"


@require_GET
def crosswalk_file(request: UserRequest, pk: int) -> HttpResponse:
    """Give the crosswalk as YAML."""
    pair = pair_to_run(acting(request), pk, request.GET.get("with", ""))
    raw = yaml_of(pair.figures).encode()
    return download(raw, "application/yaml; charset=utf-8", f"survey-{pk}-crosswalk.yaml")


@require_POST
def bring_crosswalk(request: UserRequest, pk: int) -> HttpResponse:
    """Take a crosswalk in YAML as the next version."""
    pair = pair_to_run(acting(request), pk, request.GET.get("with", ""))
    form = CrosswalkFileForm(request.POST, request.FILES)
    refused = _("ファイルを選んでください。")
    if form.is_valid():
        try:
            refused = _keep(request, pair, crosswalk_in(*opened(form.cleaned_data["file"])))
        except Refusal as refusal:
            refused = sentence(refusal)
    if refused:
        messages.error(request, refused)
    return redirect(f"{reverse('survey-crosswalk', args=[pk])}?with={pair.earlier.pk}")
