"""A questionnaire as a file: for other tools, and to be printed."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from yakusoku.adapters.questionnaire_paper import Facts, questionnaire_pdf
from yakusoku.adapters.xform import NotAnXForm, xform_of
from yakusoku.adapters.xlsform import xlsform_file
from yakusoku.apps.surveys.models import Survey
from yakusoku.apps.surveys.queries import form_or_none, reference_day
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.questionnaire.sheets import Sheets
from yakusoku.web.exports import XLSX

TYPES = {"xlsx": XLSX, "xml": "application/xml", "pdf": "application/pdf"}


class NoSuchForm(Refusal):
    """The questionnaire becomes no form of other tools, or nothing that can be printed."""

    code: ClassVar[str] = "questionnaire.no-such-form"


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that was made."""

    content: bytes
    content_type: str


def made_file(
    survey: Survey, sheets: Sheets, kind: str, *, language: str = "", draft: bool = False
) -> MadeFile:
    """Return the questionnaire as xlsx, xml or pdf. Raises NoSuchForm.

    language   in which it is printed; empty: Japanese
    draft      it says that it is one
    """
    if kind == "xlsx":
        content = xlsform_file(sheets)
    elif kind == "xml":
        try:
            content = xform_of(sheets).encode()
        except NotAnXForm as error:
            raise NoSuchForm(reason=error.problem.message) from error
    else:
        form = form_or_none(sheets)
        if not form.questions:
            raise NoSuchForm(reason=_("読めない行があります"))
        if form.left_out:
            # A paper without these questions would look like the whole.
            raise NoSuchForm(reason=_("くり返しの中の設問は、紙では尋ねられません"))
        content = questionnaire_pdf(
            form, facts_of(survey, sheets, draft=draft), None, language=language or "ja"
        )
    return MadeFile(content, TYPES.get(kind, TYPES["pdf"]))


def facts_of(survey: Survey, sheets: Sheets, *, draft: bool = False) -> Facts:
    """Return what the print version tells of a survey."""
    return Facts(
        title=form_or_none(sheets).about.title.said() or survey.title,
        by=survey.organization.name,
        purpose=survey.purpose,
        contact=survey.contact,
        return_to=survey.return_to,
        reference_on=reference_day(survey, sheets),
        closes_on=survey.closes_on,
        draft=draft,
    )
