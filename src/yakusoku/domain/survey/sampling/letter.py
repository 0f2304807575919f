"""A letter to one respondent, complete: what is printed, for PDF, Word and the merge of Word alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.survey.sampling.wording import Place, code_words, filled

# Lines of a letter that stand on their own: where they go.
CLOSINGS = ("敬具", "以上")
OPENINGS = ("拝啓", "前略", "謹啓")
CENTRED = ("記",)


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a letter goes."""

    number: int
    code: str
    name: str
    section: str = ""
    person: str = ""
    postcode: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Common:
    """What all letters of a batch share.

    sender   who asks: organisation, department
    contact  whom to ask, line by line
    link     the address of the web form up to the code
    """

    survey: str
    purpose: str
    sender: tuple[str, ...]
    contact: tuple[str, ...]
    sent_on: date
    title: str
    body: str
    link: str
    deadline: date | None = None
    reference_day: date | None = None


@dataclass(frozen=True, slots=True)
class SurveyLetter:
    """One letter as it is printed. `to`: the lines in the window, name and honorific last."""

    number: int
    postcode: str
    address: str
    to: tuple[str, ...]
    title: str
    lines: tuple[str, ...]
    code: str
    link: str
    told: dict[Place, str]


def letters_of(common: Common, people: Sequence[Addressee]) -> list[SurveyLetter]:
    """Return a letter for each, in their order."""
    shared = _shared(common)
    return [_letter(common, shared, each) for each in people]


def addressed(who: Addressee) -> tuple[str, ...]:
    """Return the lines of an address with what politeness asks for: a person is 様, an office 御中."""
    lines = [each for each in (who.name, who.section) if each]
    if who.person:
        return (*lines, f"{who.person} 様")
    return (*lines[:-1], f"{lines[-1]} 御中") if lines else ()


def _shared(common: Common) -> dict[Place, str]:
    return {
        Place.SURVEY: common.survey,
        Place.PURPOSE: common.purpose,
        Place.SENDER: "".join(common.sender[:1]),
        Place.SENT: era_date(common.sent_on),
        Place.DEADLINE: era_date(common.deadline) if common.deadline else "",
        Place.REFERENCE_DAY: era_date(common.reference_day) if common.reference_day else "",
        Place.CONTACT: "　".join(common.contact),
    }


def _letter(common: Common, shared: dict[Place, str], who: Addressee) -> SurveyLetter:
    told = {
        **shared,
        Place.NAME: who.name,
        Place.SECTION: who.section,
        Place.PERSON: who.person,
        Place.NUMBER: str(who.number),
        Place.CODE: code_words(who.code),
        Place.LINK: f"{common.link}{who.code}/",
    }
    lines = [filled(line, told).strip() for line in common.body.splitlines()]
    return SurveyLetter(
        who.number,
        who.postcode,
        who.address,
        addressed(who),
        filled(common.title, told),
        tuple(line for line in lines if line),
        told[Place.CODE],
        told[Place.LINK],
        told,
    )


def mail_text(common: Common, letter: SurveyLetter) -> str:
    """Return a letter as the text of a mail."""
    deadline = [f"回答の締切り　{era_date(common.deadline)}"] if common.deadline else []
    parts = (
        letter.to,
        letter.lines,
        (*deadline, f"回答ページ　　{letter.link}", f"回答用コード　{letter.code}"),
        (" ".join(common.sender), *common.contact),
    )
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


# To whom a specimen is written.
NOBODY = Addressee(
    0, "X" * 12, "見本株式会社", "情報システム部", "", "000-0000", "見本県見本市見本町一丁目1番1号"
)
