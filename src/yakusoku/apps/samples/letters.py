"""The letters of a batch as files. A batch is read as it was sent; the codes are those of now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet

from yakusoku.adapters.joined_papers import joined_pdf
from yakusoku.adapters.pdf import press
from yakusoku.adapters.questionnaire_paper import Addressed, questionnaire_pdf
from yakusoku.adapters.survey_letters import letters_csv, letters_docx, letters_pdf
from yakusoku.apps.samples.models import Dispatch, LetterKind, LetterText, Respondent, Sending
from yakusoku.apps.samples.queries import sendings_of
from yakusoku.apps.surveys.making import facts_of
from yakusoku.apps.surveys.models import Survey
from yakusoku.apps.surveys.queries import form_or_none, published
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.questionnaire.sheets import sheets_from
from yakusoku.domain.survey.sampling.letter import NOBODY, Addressee, Common, SurveyLetter, letters_of
from yakusoku.domain.survey.sampling.wording import INVITATION, INVITATION_TITLE, REMINDER, REMINDER_TITLE

SHIPPED = {
    LetterKind.INVITATION: (INVITATION_TITLE, INVITATION),
    LetterKind.REMINDER: (REMINDER_TITLE, REMINDER),
}
# A file holds so many letters: more would take longer than anyone waits at a page.
LETTERS_A_FILE = 250
# With the questionnaire behind each of them.
PAPERS_A_FILE = 25
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"pdf": "application/pdf", "docx": DOCX, "csv": "text/csv; charset=utf-8"}


class NoSuchPart(Refusal):
    """The batch has not so many files."""

    code: ClassVar[str] = "sample.no-such-part"


class NotPublished(Refusal):
    """There is no questionnaire to print."""

    code: ClassVar[str] = "sample.not-published"


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file of letters."""

    name: str
    content: bytes
    content_type: str


def text_of(survey: Survey, kind: LetterKind) -> tuple[str, str]:
    """Return title and body of a letter: as they were written for the survey, else as they ship."""
    row = LetterText.objects.filter(survey=survey, kind=kind).first()
    return (row.title, row.body) if row else SHIPPED[LetterKind(kind)]


def common_of(survey: Survey, dispatch: Dispatch) -> Common:
    """Return what all letters of a batch share."""
    sender = [survey.organization.name, survey.department.name if survey.department else ""]
    return Common(
        survey=survey.title,
        purpose=" ".join(survey.purpose.split()),
        sender=tuple(filter(None, sender)),
        contact=tuple(filter(None, (line.strip() for line in survey.contact.splitlines()))),
        sent_on=dispatch.sent_on,
        title=dispatch.title,
        body=dispatch.body,
        link=f"{settings.ADDRESS}/s/",
        deadline=survey.closes_on,
        reference_day=survey.reference_on,
    )


def addressee(respondent: Respondent) -> Addressee:
    """Return to whom a respondent's letter goes."""
    unit = respondent.unit
    assert unit is not None
    return Addressee(
        respondent.number,
        respondent.code,
        unit.name,
        unit.section,
        unit.person,
        unit.postcode,
        unit.address,
    )


def parts_in(people: int, size: int = LETTERS_A_FILE) -> int:
    """Return into how many files the letters of a batch are put."""
    return max(1, -(-people // size))


def written(dispatch: Dispatch, rows: "QuerySet[Sending] | Sequence[Sending]") -> list[SurveyLetter]:
    """Return the letters of sendings of a batch, complete."""
    people = [addressee(row.respondent) for row in rows]
    return letters_of(common_of(dispatch.survey, dispatch), people)


def letters_file(dispatch: Dispatch, kind: str, part: int = 1) -> LetterFile:
    """Return the letters of a batch as pdf or docx (part by part), or as csv (all of them).

    part     from 1
    raises   NoSuchPart
    """
    rows = sendings_of(dispatch)
    parts = 1 if kind == "csv" else parts_in(rows.count())
    if not 1 <= part <= parts:
        raise NoSuchPart(part=part, parts=parts)
    chosen = rows if kind == "csv" else rows[(part - 1) * LETTERS_A_FILE : part * LETTERS_A_FILE]
    letters = written(dispatch, chosen)
    common = common_of(dispatch.survey, dispatch)
    makers: dict[str, Any] = {
        "pdf": lambda: letters_pdf(common, letters),
        "docx": lambda: letters_docx(common, letters),
        "csv": lambda: letters_csv(letters),
    }
    told = f"-{part}" if parts > 1 else ""
    name = f"{dispatch.get_kind_display()}-{dispatch.number}{told}.{kind}"
    return LetterFile(name, makers[kind](), TYPES[kind])


def papers_file(dispatch: Dispatch, part: int = 1) -> LetterFile:
    """Return letters of a batch with the questionnaire behind each, printed with number, code and QR of its own.

    Two-sided: each letter and each questionnaire begins on a new sheet.
    raises   NoSuchPart, NotPublished
    """
    version = published(dispatch.survey)
    if version is None:
        raise NotPublished()
    rows = sendings_of(dispatch)
    parts = parts_in(rows.count(), PAPERS_A_FILE)
    if not 1 <= part <= parts:
        raise NoSuchPart(part=part, parts=parts)
    chosen = rows[(part - 1) * PAPERS_A_FILE : part * PAPERS_A_FILE]
    sheets = sheets_from(version.sheets)
    form, facts = form_or_none(sheets), facts_of(dispatch.survey, sheets)
    common, papers = common_of(dispatch.survey, dispatch), []
    with press().batch():
        for letter in written(dispatch, chosen):
            whose = Addressed(letter.number, letter.code, letter.link)
            papers += [letters_pdf(common, [letter]), questionnaire_pdf(form, facts, whose)]
    name = f"{dispatch.get_kind_display()}-{dispatch.number}-{part}.pdf"
    return LetterFile(name, joined_pdf(papers, two_sided=True), TYPES["pdf"])


def specimen(survey: Survey, kind: LetterKind, title: str, body: str, day: Any) -> bytes:
    """Return a letter to nobody as PDF: how the text looks."""
    draft = Dispatch(survey=survey, kind=kind, title=title, body=body, sent_on=day)
    common = common_of(survey, draft)
    return letters_pdf(common, letters_of(common, [NOBODY]))
