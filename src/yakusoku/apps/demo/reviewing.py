"""Scenes of contract review: the contract of the years before is read."""

from collections.abc import Mapping
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from yakusoku.apps.demo.story import Act, Moment
from yakusoku.apps.review.models import Action
from yakusoku.apps.review.services import Subject, correct, review

CONTRACTS = Path(__file__).with_name("town") / "contracts"


def review_contract(moment: Moment) -> None:
    """Review a contract (`contract`: its file) against the facts of the work; `more`: what the clerk adds."""
    told, work = moment.told, moment.work
    content = (CONTRACTS / told["contract"]).read_bytes()
    upload = SimpleUploadedFile(told["name"], content)
    subject = Subject(work.organization, work.department, told["title"], work)
    made = review(subject, [upload], by=moment.clerk, at=moment.at)
    for each in told.get("more", ()):
        file = made.files.get(place=0)
        correct(
            file,
            each["clause"],
            each["slug"],
            Action.ADD,
            note=each["note"],
            by=moment.clerk,
            at=moment.at,
        )


ACTS: Mapping[str, Act] = {"review-contract": review_contract}
