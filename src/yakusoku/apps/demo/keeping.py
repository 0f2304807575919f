"""Scenes of the contractor's shelf: certificates, kept answers, and a link for someone without an account."""

from collections.abc import Mapping

from yakusoku.apps.demo.story import Act, Moment
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.library.models import Certificate, Side
from yakusoku.apps.library.queries import proposals_for
from yakusoku.apps.library.services import answers, certificates, links, reuse
from yakusoku.domain.inspections.answers import Answer


def certify(moment: Moment) -> None:
    """Record a certificate."""
    told = moment.told
    paper = certificates.Paper(
        told["kind"],
        told["number"],
        told["scope"],
        moment.day("since") if "since" in told else None,
        moment.day("until") if "until" in told else None,
    )
    certificates.record_certificate(moment.company, paper, None, by=moment.contractor, at=moment.at)


def confirm_scope(moment: Moment) -> None:
    """Let the contractor say that a certificate covers the work."""
    row = Certificate.objects.get(organization=moment.company, kind=moment.told["kind"])
    certificates.confirm_scope(row, moment.work, by=moment.contractor, at=moment.at)


def keep_answers(moment: Moment) -> None:
    """Keep answers from the sheet of a work that was handed in."""
    inspection = moment.round()
    checks = [check.id for check in checks_of(inspection)[: moment.told["most"]]]
    until = moment.day("until")
    answers.keep_from_sheet(
        inspection,
        moment.company,
        checks,
        valid_until=until,
        for_everyone=True,
        by=moment.contractor,
        at=moment.at,
    )


def write_answer(moment: Moment) -> None:
    """Keep an answer to a question in the company's own words."""
    told = moment.told
    wanted = answers.Wanted(
        told["question"],
        Answer(told["answer"]),
        told.get("comment", ""),
        told.get("evidence", ""),
        valid_until=moment.day("until") if "until" in told else None,
        tags=told.get("tags", ""),
    )
    answers.write(moment.company, wanted, by=moment.contractor, at=moment.at)


def reuse_answers(moment: Moment) -> None:
    """Answer an open sheet with what the shelf proposes, the first for each question."""
    inspection = moment.round()
    proposed = proposals_for(inspection, moment.company, moment.today)
    keys = [rows[0].key for rows in proposed if rows][: moment.told.get("most", 200)]
    reuse.take(inspection, moment.company, keys, today=moment.today, by=moment.contractor, at=moment.at)


def make_link(moment: Moment) -> None:
    """Send a link by which someone without an account answers the sheet."""
    told, side = moment.told, Side(moment.told["side"])
    by = moment.clerk if side is Side.CLIENT else moment.contractor
    links.make_link(moment.round(), side, told["person"], told["email"], 14, by=by, at=moment.at)


ACTS: Mapping[str, Act] = {
    "certify": certify,
    "confirm-scope": confirm_scope,
    "keep-answers": keep_answers,
    "write-answer": write_answer,
    "reuse-answers": reuse_answers,
    "make-link": make_link,
}
