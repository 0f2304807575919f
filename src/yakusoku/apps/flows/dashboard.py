"""The questions of the dashboard and their answers, from the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.flows.charts import Chart, Legend, Line, Value, draw
from yakusoku.apps.flows.figures import Figures, Lateness, figures_of, late_by_department
from yakusoku.apps.register.expressions import SEVERITIES
from yakusoku.domain.catalogue.english import in_english
from yakusoku.domain.catalogue.model import Catalogue, Framework
from yakusoku.domain.packs.labels import SEVERITY_LABELS, fact_label
from yakusoku.domain.register.phase import PHASE_LABELS, Phase
from yakusoku.domain.register.risk import RISK_LABELS, Risk
from yakusoku.web.formats import jdate, number
from yakusoku.web.words import reads_english, say

MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything that the dashboard shows. `frameworks`: those one can look at; `framework`: the present one."""

    headline: str
    figures: Figures
    late: Sequence[Lateness]
    charts: tuple[Chart, ...]
    frameworks: tuple[Framework, ...]
    framework: Framework | None


def dashboard_of(organization: Organization, asked: str, today: date) -> Dashboard:
    """Return the dashboard of a day. `asked`: id of a framework; unknown: the one that stands first."""
    figures, own, framework = figures_of(organization, asked, today)
    catalogue = in_english(own, own) if reads_english() else own
    late = late_by_department(organization, today)
    charts = (
        _works(figures),
        _held(figures, "categories", "category"),
        _held(figures, "places", "place"),
        _late(late),
        _findings(figures, catalogue),
        _contractors(figures),
        *((_directives(figures, framework),) if framework else ()),
    )
    return Dashboard(headline(figures, late), figures, late, charts, own.frameworks, framework)


def headline(figures: Figures, late: Sequence[Lateness]) -> str:
    """Return the whole in one sentence: how much, how dangerous, how late, how grave."""
    running = sum(held.works for (_risk, phase), held in figures.works.items() if phase is not Phase.CLOSED)
    grave = sum(found.get(SEVERITIES[0], 0) for found in figures.findings.values())
    told = {
        "works": number(running),
        "high": number(dangerous(figures)),
        "late": number(sum(each.count for each in late)),
        "grave": number(grave),
    }
    return (
        _(
            "動いている委託業務は%(works)s件で、危険の大きい業務が%(high)s件あります。"
            "期限を過ぎた仕事は%(late)s件、改善を待つ重大な指摘は%(grave)s件です。"
        )
        % told
    )


def dangerous(figures: Figures) -> int:
    """Return how many works of the highest risk are not closed."""
    return sum(
        held.works
        for (risk, phase), held in figures.works.items()
        if risk is Risk.HIGH and phase is not Phase.CLOSED
    )


def rows(**query: object) -> str:
    """Return the address of the register narrowed to the rows behind a mark."""
    return f"{reverse('register')}?{urlencode(query, doseq=True)}"


def open_findings(**query: object) -> str:
    """Return the address of the list of findings, narrowed to the open ones behind a mark."""
    return f"{reverse('findings')}?{urlencode({'state': 'waiting', **query})}"


def _works(figures: Figures) -> Chart:
    lines = []
    for risk in Risk:
        values = []
        for phase in Phase:
            held = figures.works.get((risk, phase))
            words = _("%(risk)s・%(phase)s %(count)s件") % {
                "risk": say(RISK_LABELS[risk]),
                "phase": say(PHASE_LABELS[phase]),
                "count": number(held.works if held else 0),
            }
            values.append(Value(held.works if held else 0, words, rows(risk=risk.value, phase=phase.value)))
        people = sum(held.people for (each, _phase), held in figures.works.items() if each is risk)
        line = Line(say(RISK_LABELS[risk]), rows(risk=risk.value), values, (number(people),))
        if line.total:
            lines.append(line)
    high = dangerous(figures)
    answer = (
        ngettext(
            "終了していない業務のうち、危険の大きいものは%(count)s件です。",
            "終了していない業務のうち、危険の大きいものは%(count)s件です。",
            high,
        )
        % {"count": number(high)}
        if high
        else _("終了していない業務に、危険の大きいものはありません。")
    )
    return Chart(
        "works",
        _("危険の大きい業務は、どの段階にありますか。"),
        answer,
        (_("危険の大きさ"), *(say(PHASE_LABELS[phase]) for phase in Phase), _("計"), _("延べ人数")),
        draw(lines),
        tuple(Legend(place, say(PHASE_LABELS[phase])) for place, phase in enumerate(Phase, 1)),
        nothing=_("委託業務を登録すると、ここに出ます。"),
    )


def _held(figures: Figures, group: str, parameter: str) -> Chart:
    held = {
        fact.partition(".")[2]: each for fact, each in figures.held.items() if fact.startswith(f"{group}.")
    }
    ordered = sorted(held.items(), key=lambda item: (-item[1].people, item[0]))
    lines = [
        Line(
            say(fact_label(f"{group}.{code}")),
            rows(**{parameter: code, "current": "on"}),
            [Value(each.people, _people(each.people), rows(**{parameter: code, "current": "on"}))],
            (number(each.works),),
            told=_people(each.people),
        )
        for code, each in ordered
    ]
    kinds = group == "categories"
    answer = _("いちばん多いのは「%(name)s」で、延べ%(people)sです。") % {
        "name": lines[0].name if lines else "",
        "people": lines[0].told if lines else "",
    }
    return Chart(
        group,
        _("どんな個人情報を、何人分預けていますか。") if kinds else _("個人情報は、どこで扱われていますか。"),
        answer if lines else "",
        (_("扱う個人情報") if kinds else _("扱う場所"), _("延べ人数"), _("業務")),
        draw(lines),
        note=_("同じ人が複数の業務で数えられていることがあります。終了した業務は入れていません。"),
        nothing=_("業務の実態を書くと、ここに出ます。"),
    )


def _people(count: int) -> str:
    return _("%s人") % number(count)


def _late(late: Sequence[Lateness]) -> Chart:
    lines = [
        Line(
            each.name,
            rows(department=each.department, late="on"),
            [Value(each.count, _("%s件") % number(each.count), rows(department=each.department, late="on"))],
            (jdate(each.since),),
        )
        for each in late[:MOST_BARS]
    ]
    answer = _("%(name)sがいちばん多く、%(count)s件です。") % {
        "name": late[0].name if late else "",
        "count": number(late[0].count if late else 0),
    }
    return Chart(
        "late",
        _("期限を過ぎた仕事は、どの課にありますか。"),
        answer if late else "",
        (_("課"), _("期限を過ぎた仕事"), _("いちばん古い期限")),
        draw(lines),
        note=_more(len(late)),
        nothing=_("期限を過ぎた仕事はありません。"),
    )


def _more(count: int) -> str:
    return (
        _("多い順に%(most)d件まで出しています（全%(count)d件）。") % {"most": MOST_BARS, "count": count}
        if count > MOST_BARS
        else ""
    )


def _by_severity(found: Mapping[str, int], name: str, **query: object) -> list[Value]:
    return [
        Value(
            found.get(severity, 0),
            _("%(name)s・%(severity)s %(count)s件")
            % {
                "name": name,
                "severity": say(SEVERITY_LABELS[severity]),
                "count": number(found.get(severity, 0)),
            },
            open_findings(**query, severity=severity),
        )
        for severity in SEVERITIES
    ]


def _severity_legend() -> tuple[Legend, ...]:
    return tuple(Legend(place, say(SEVERITY_LABELS[each])) for place, each in enumerate(SEVERITIES, 1))


def _findings(figures: Figures, catalogue: Catalogue) -> Chart:
    lines = []
    for slug, found in figures.findings.items():
        requirement = catalogue.requirement(slug)
        name = requirement.title if requirement else slug
        lines.append(Line(name, open_findings(slug=slug), _by_severity(found, name, slug=slug)))
    lines.sort(key=lambda line: (-line.total, line.name))
    answer = _("いちばん多いのは「%(name)s」で、%(count)s件です。") % {
        "name": lines[0].name if lines else "",
        "count": number(lines[0].total if lines else 0),
    }
    return Chart(
        "findings",
        _("どの約束が守られていませんか。"),
        answer if lines else "",
        (_("要件"), *(say(SEVERITY_LABELS[each]) for each in SEVERITIES), _("計")),
        draw(lines[:MOST_BARS]),
        _severity_legend(),
        note=_more(len(lines)),
        nothing=_("改善を待つ指摘はありません。"),
    )


def _contractors(figures: Figures) -> Chart:
    lines = [
        Line(
            each.name,
            open_findings(company=each.company),
            _by_severity(each.open, each.name, company=each.company),
            (number(each.raised), number(each.repeated)),
        )
        for each in figures.contractors
    ]
    answer = _("重大な指摘がいちばん多く残るのは、%(name)sです。") % {"name": lines[0].name if lines else ""}
    return Chart(
        "contractors",
        _("指摘の改善が進んでいない委託先はどこですか。"),
        answer if lines else "",
        (
            _("委託先"),
            *(say(SEVERITY_LABELS[each]) for each in SEVERITIES),
            _("改善を待つ指摘"),
            _("これまでの指摘"),
            _("くり返し"),
        ),
        draw(lines),
        _severity_legend(),
        note=_("重大な指摘が多い順に、10者まで出しています。"),
        nothing=_("改善を待つ指摘のある委託先はありません。"),
    )


def _directives(figures: Figures, framework: Framework) -> Chart:
    lines = []
    for item in framework.items:
        kept = figures.kept.get(item.id, 0)
        name = f"{item.id} {item.title}"
        words = _("%(kept)s / %(all)s件") % {"kept": number(kept), "all": number(figures.decided)}
        href = rows(kept=item.requirements, current="on")
        lines.append(
            Line(name, href, [Value(kept, f"{name} {words}", href)], (number(figures.decided),), told=words)
        )
    full = sum(1 for line in lines if figures.decided and line.total == figures.decided)
    return Chart(
        "directives",
        _("「%s」の求めは、約束に入っていますか。") % framework.title,
        _("%(all)d項目のうち%(full)d項目が、採否を決めたすべての業務で約束に入っています。")
        % {"all": len(lines), "full": full}
        if figures.decided
        else "",
        (_("項目"), _("約束に入っている業務"), _("採否を決めた業務")),
        draw(lines, figures.decided) if figures.decided else (),
        note=_(
            "項目に結び付く要件を一つ以上約束し、一つも不採用にしていない業務を数えています。"
            "この対応付けは目録の判断で、枠組みの求めをすべて満たすことを意味しません。"
        ),
        nothing=_("採否を決めると、ここに出ます。"),
    )
