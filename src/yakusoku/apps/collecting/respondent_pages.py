"""What a respondent is shown: a page of questions, the review before handing in, and where they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yakusoku.apps.collecting.models import Record
from yakusoku.apps.collecting.reading import Paper
from yakusoku.apps.surveys.asking import Asked, Reader, asked_block
from yakusoku.domain.survey.answers import Given, State
from yakusoku.domain.survey.collecting.walking import Page, Standing, Wrong, stand
from yakusoku.domain.survey.form import Question, QuestionKind
from yakusoku.domain.survey.questionnaire.outline import Block, Section
from yakusoku.domain.survey.wording import JAPANESE
from yakusoku.web.words import listed


@dataclass(frozen=True, slots=True)
class Place:
    """A block on the page. Hidden: it is not asked now, but may be when another answer changes."""

    asked: Asked
    hidden: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with what stands under it."""

    words: str
    hint: str
    places: Sequence[Place]


def language_of(record: Record | None, paper: Paper) -> str:
    """Return the language in which a respondent reads: the one they chose, else their browser's, else the first."""
    if record is not None and record.language in paper.languages:
        return record.language
    here = (get_language() or "").split("-")[0]
    return here if here in paper.languages else paper.languages[0]


def interface_language(language: str) -> str:
    """Return the language of our own words beside questions in another."""
    known = [code for code, _name in settings.LANGUAGES]
    return language if language in known else (get_language() or JAPANESE)


def headings_of(
    paper: Paper, page: Page, standing: Standing, written: Mapping[str, str], language: str, *, check: bool
) -> list[Heading]:
    """Return a page as it is shown. `check`: what must be put right is told."""
    wrong = {
        name: words_for(paper.form.questions[name], why, language) for name, why in standing.wrong.items()
    }
    reader = Reader(language, written, wrong if check else {})
    marks = paper.outline.marks(language)
    return [
        Heading(
            section.words.said(language),
            section.hint.said(language),
            [
                Place(
                    _without_filters(asked_block(paper.form, block, reader, marks), standing),
                    not standing.shows(section, block),
                )
                for block in section.blocks
            ],
        )
        for section in page.sections
    ]


def _without_filters(asked: Asked, standing: Standing) -> Asked:
    """Return a block without the words that tell on paper who is asked, and without rows that are not asked."""
    rows = [replace(row, asked_of="") for row in asked.rows if standing.is_asked(row.name)]
    return replace(asked, asked_of="", rows=rows or asked.rows)


def shown_places(page: Page, standing: Standing) -> list[str]:
    """Return the ids of the blocks of a page that are asked now."""
    return [
        place_id(block) for section in page.sections for block in section.blocks if standing.shows(section, block)
    ]  # fmt: skip


def place_id(block: Block) -> str:
    """Return the id of a block on the page, as surveys/asking gives it."""
    return f"q-{block.name or block.questions[0].name}"


def words_for(question: Question, why: Wrong, language: str) -> str:
    """Return in a sentence what must be put right."""
    if why is Wrong.REFUSED:
        return question.refusal.said(language) or _("この答えは、受け付けられる範囲を外れています。")
    return {
        Wrong.REQUIRED: _("答えを入れてください。"),
        Wrong.TOO_FEW: _("%(n)sつ以上選んでください。") % {"n": question.least},
        Wrong.TOO_MANY: _("選べるのは%(n)sつまでです。") % {"n": question.most},
        Wrong.EXCLUSIVE: _("「特にない」のような選択肢は、ほかのものと一緒に選べません。"),
        Wrong.UNKNOWN: _("選択肢から選び直してください。"),
        Wrong.NOT_A_NUMBER: _("数字で入れてください。"),
        Wrong.NOT_WHOLE: _("小数のない数（整数）で入れてください。"),
        Wrong.TOO_LONG: _("長すぎます。短くしてください。"),
    }[why]


def sent_on(page: Page, sent: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return what was sent with a page: a question of it without a value is without answer."""
    return {name: sent.get(name, ()) for name in page.questions}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A question in the review: what it asks, what was answered, what must be put right."""

    name: str
    mark: str
    label: str
    said: str
    wrong: str


def reviewed(
    paper: Paper, written: Mapping[str, str], language: str
) -> list[tuple[int, str, list[Reviewed]]]:
    """Return each page that is asked, with its number from 1, its heading, and its answers in words."""
    standing = stand(paper.form, written)
    found = []
    for number, page in enumerate(paper.pages, 1):
        rows = [
            _reviewed(paper, section, block, standing, written, language)
            for section in page.sections
            for block in section.blocks
        ]
        shown = [row for each in rows for row in each]
        if shown:
            heading = next((s.words.said(language) for s in page.sections if s.words), "")
            found.append((number, heading, shown))
    return found


def _reviewed(
    paper: Paper,
    section: Section,
    block: Block,
    standing: Standing,
    written: Mapping[str, str],
    language: str,
) -> list[Reviewed]:
    marks = paper.outline.marks(language)
    rows = []
    for question in block.questions:
        if standing.is_asked(question.name):
            why = standing.wrong.get(question.name)
            label = question.words.said(language) or question.label
            rows.append(
                Reviewed(
                    question.name,
                    marks.get(question.name, ""),
                    block.label(language) if len(block.questions) == 1 else label,
                    answer_said(question, standing.given[question.name], written.get(question.name, ""), language),
                    words_for(question, why, language) if why else "",
                )
            )  # fmt: skip
    return rows


def answer_said(question: Question, given: Given, text: str, language: str = JAPANESE) -> str:
    """Return an answer in words: labels of the options, the text, or empty without one."""
    if given.state is not State.ANSWERED or question.kind not in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        return text
    words = {choice.name: choice.words.said(language) or choice.label for choice in question.choices}
    return listed(words[code] for code in given.codes)
