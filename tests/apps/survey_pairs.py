"""Two acts on one survey at once, and how it may end; played in test_pairs_at_once."""

from tests.apps.collecting import collected
from tests.apps.results import reported
from tests.apps.samples import asked
from tests.apps.surveys import kept as surveys
from tests.cast import NOW
from yakusoku.apps.collecting import papers
from yakusoku.apps.results import report_services as reports
from yakusoku.apps.samples import frames
from yakusoku.apps.samples import services as samples
from yakusoku.apps.surveys import writing
from yakusoku.domain.survey.sampling.allocation import Method as Sharing


def answer_by_web_and_on_paper(cast):
    survey = collected.opened(cast)
    yield lambda: collected.answered(survey, 1)
    yield lambda: papers.send_in(survey, 1, {"Q1": "no"}, by=cast.owner, at=NOW)
    assert sorted(survey.records.values_list("way", "chosen", "lost")) == [
        ("paper", False, "later"),
        ("web", True, ""),
    ]


def key_the_same_paper_first(cast):
    survey = collected.opened(cast)
    paper = papers.arrive(survey, 1, by=cast.owner, at=NOW)
    for person in (cast.owner, cast.policy):
        yield lambda person=person: papers.key(paper, {"Q1": "1"}, finish=False, by=person, at=NOW)
    assert paper.keyings.count() == 1


def draw_twice(cast):
    survey = asked.framed(cast)
    yield lambda: asked.draw(cast, survey)
    yield lambda: asked.draw(cast, survey)
    assert survey.respondents.count() == 12


def draw_or_leave_out(cast):
    survey = asked.framed(cast)
    unit = survey.units.first()
    yield lambda: asked.draw(cast, survey, method=Sharing.ALL)
    yield lambda: frames.leave_out(unit, "対象でない", by=cast.owner, at=NOW)
    assert not survey.units.exclude(left_out="").filter(respondent__isnull=False).exists()


def write_to_the_same_people(cast):
    survey = asked.drawn(cast)
    yield lambda: asked.sent(cast, survey)
    yield lambda: asked.sent(cast, survey)
    assert survey.dispatches.get().sendings.count() == 12


def send_letters_or_undo(cast):
    survey = asked.drawn(cast)
    yield lambda: asked.sent(cast, survey)
    yield lambda: samples.undo_draw(survey, by=cast.owner, at=NOW)


def publish_or_write_a_question(cast):
    survey = surveys.written(cast)
    yield lambda: writing.publish(survey, "", seen=surveys.sheets().digest, by=cast.owner, at=NOW)
    yield lambda: writing.move(survey, "Q4", up=True, by=cast.owner, at=NOW)
    versions = survey.questionnaires.filter(published_at__isnull=False)
    assert all(version.digest == surveys.sheets().digest for version in versions)


def release_or_write_a_report(cast):
    report = reported.whole(cast, reported.answered(cast))
    seen, before = report.digest, report.outline
    yield lambda: reports.release(report, seen=seen, by=cast.owner, at=NOW)
    yield lambda: reported.said(cast, report, "大では多い。")
    assert all(version.outline == {**before, "excuses": []} for version in report.versions.all())


BOTH = ""
SURVEY_PAIRS = {
    release_or_write_a_report: (BOTH, "edit.changed-meanwhile"),
    answer_by_web_and_on_paper: (BOTH,),
    key_the_same_paper_first: ("answers.someone-keys",),
    draw_twice: ("sample.already-drawn",),
    draw_or_leave_out: (BOTH, "sample.already-drawn"),
    write_to_the_same_people: ("sample.nobody-to-write-to",),
    send_letters_or_undo: ("sample.in-use", "sample.not-drawn"),
    publish_or_write_a_question: (BOTH, "edit.changed-meanwhile"),
}
