"""A contractor with something on its shelf, made through the services."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from tests.apps import promised
from tests.apps.engagements.work import PROFILE
from tests.cast import NOW, Cast
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.library.models import Certificate
from yakusoku.apps.library.services import answers, certificates
from yakusoku.apps.specifications.services import publish
from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.inspections.schedule import InspectionKind

UNTIL = NOW.date() + timedelta(days=365)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pdf(name: str = "記録簿.pdf") -> SimpleUploadedFile:
    """Return a small PDF as it is uploaded."""
    return SimpleUploadedFile(name, PDF, "application/pdf")


def text(name: str = "記録簿.txt", content: bytes = b"ledger") -> SimpleUploadedFile:
    """Return a small text file as it is uploaded."""
    return SimpleUploadedFile(name, content, "text/plain")


def handed_in(cast: Cast, comment: str = "毎日見ています。") -> Inspection:
    """Return a sheet of the city that was answered with a comment, a document and a file, and handed in."""
    inspection = promised.opened(cast)
    given = [GivenAnswer(c.id, Answer.YES, comment, ("台帳",)) for c in checks_of(inspection)]
    inspections.take_answers(inspection, given, by=cast.contractor, at=NOW)
    first = given[0].check
    inspections.show_evidence(inspection, first, text(), by=cast.contractor, at=NOW)
    state_holders(inspection, unchanged=True, by=cast.contractor, at=NOW)
    inspections.submit(inspection, by=cast.contractor, at=NOW)
    return inspection


def kept(cast: Cast, inspection: Inspection, *, for_everyone: bool = True, until: date | None = UNTIL) -> int:
    """Keep every answer of a sheet; return how many."""
    return answers.keep_from_sheet(
        inspection,
        cast.company,
        [check.id for check in checks_of(inspection)],
        valid_until=until,
        for_everyone=for_everyone,
        by=cast.contractor,
        at=now(),
    )


def next_sheet(cast: Cast, title: str = "検針の二年目") -> Inspection:
    """Return another open sheet of the same city."""
    return promised.opened(cast, title=title)


def sheet_of_another_client(cast: Cast, title: str = "よその市の水道検針") -> Inspection:
    """Return an open sheet that the city of the stranger sent to the same contractor."""
    city, department = cast.stranger_city, cast.stranger_department
    work = engagements.create(city, department, title, by=cast.stranger, at=NOW)
    facts = {**PROFILE, "title": title, "client": city.name, "contractor": cast.company.name}
    engagements.describe(
        work, facts, department=department, contractor=cast.company, by=cast.stranger, at=NOW
    )
    engagements.adopt_the_rest(work, by=cast.stranger, at=NOW)
    version = publish(work, reason="", by=cast.stranger, at=NOW)
    return inspections.open_inspection(
        version, InspectionKind.PERIODIC, promised.DUE, by=cast.stranger, at=NOW
    )


def isms(cast: Cast, until: date = UNTIL, number: str = "IS-1") -> Certificate:
    """Return a certificate of the contractor."""
    paper = certificates.Paper("isms", number, "検針部の水道検針業務", None, until)
    return certificates.record_certificate(
        cast.company, paper, text("登録証.txt"), by=cast.contractor, at=NOW
    )
