"""The questionnaire on paper (PDF): to be printed, filled in by hand and keyed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from yakusoku.adapters.pdf import press
from yakusoku.adapters.qr_codes import qr_svg
from yakusoku.domain.survey.conditions import Condition
from yakusoku.domain.survey.form import Choice, Form, Question, QuestionKind
from yakusoku.domain.survey.questionnaire.jumps import Jump, jumps_of
from yakusoku.domain.survey.questionnaire.outline import Block, Outline, Section, outline_of
from yakusoku.domain.survey.questionnaire.saying import asked_of, rules_said
from yakusoku.domain.survey.wording import JAPANESE

# Options this short stand in two columns.
SHORT, FEW = 16, 4
_JAPANESE = {
    "number": "回答者番号", "code": "コード", "purpose": "目的", "deadline": "締切り", "return": "返送先",
    "contact": "問合せ先", "draft": "下書き", "web": "ウェブでも答えられます", "meaning": "ことばの意味",
    "how": "あてはまる番号の □ に ✓ を付けるか、枠の中に書いてください。",
    "now_is": "設問の「現在」は、{day}のことです。", "go": "→ {mark}へ", "end": "→ 終わりです",
    "year": "年", "month": "月", "date": "日", "thanks": "ご回答ありがとうございました。",
}  # fmt: skip
_ENGLISH = {
    "number": "Respondent no.", "code": "Code", "purpose": "Purpose", "deadline": "Please reply by",
    "return": "Return to", "contact": "Questions to", "draft": "Draft", "web": "You can also answer online",
    "meaning": "What it means", "how": "Please tick the □ of each answer that applies, or write in the box.",
    "now_is": "“Now” in the questions means {day}.", "go": "→ go to {mark}", "end": "→ end",
    "year": "/", "month": "/", "date": "", "thanks": "Thank you for answering.",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """What the paper tells of the survey; what is empty is left out."""

    title: str
    by: str = ""
    purpose: str = ""
    contact: str = ""
    return_to: str = ""
    reference_on: date | None = None
    closes_on: date | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whose paper it is: number and code of the respondent, and the address at which they answer on the web."""

    number: int
    code: str
    url: str


def questionnaire_pdf(
    form: Form, facts: Facts, respondent: Addressed | None = None, *, language: str = JAPANESE
) -> bytes:
    """Return the questionnaire on A4. For many respondents, call it within `press().batch()`.

    respondent   None: a paper for anyone, without number and code
    language     of the questions; words that are missing in it are Japanese
    """
    return press().print("questionnaire", paper_content(form, facts, respondent, language))


def paper_content(
    form: Form, facts: Facts, respondent: Addressed | None = None, language: str = JAPANESE
) -> dict[str, Any]:
    """Return what the paper shows, as plain JSON values."""
    words = _JAPANESE if language in {JAPANESE, ""} else _ENGLISH
    outline = outline_of(form)
    writer = _Writer(form, outline, language, words)
    return {
        "title": facts.title,
        "by": facts.by,
        "draft": words["draft"] if facts.draft else "",
        "language": language or JAPANESE,
        "words": words,
        "facts": _facts(facts, words),
        "how": words["how"],
        "now": words["now_is"].format(day=_day(facts.reference_on, words)) if facts.reference_on else "",
        "respondent": _respondent(respondent),
        "sections": [writer.section(each) for each in outline.sections],
    }


def _facts(facts: Facts, words: dict[str, str]) -> list[list[str]]:
    rows = (
        ("purpose", facts.purpose),
        ("deadline", _day(facts.closes_on, words)),
        ("return", facts.return_to),
        ("contact", facts.contact),
    )
    return [[words[name], text] for name, text in rows if text]


def _day(day: date | None, words: dict[str, str]) -> str:
    if day is None:
        return ""
    return f"{day.year}年{day.month}月{day.day}日" if words is _JAPANESE else f"{day.day} {day:%B} {day.year}"


def _respondent(whose: Addressed | None) -> dict[str, str] | None:
    if whose is None:
        return None
    return {"number": f"{whose.number}", "code": whose.code, "url": whose.url, "qr": qr_svg(whose.url)}


@dataclass(frozen=True)
class _Writer:
    """Turns the outline into what the paper shows."""

    form: Form
    outline: Outline
    language: str
    words: dict[str, str]

    @cached_property
    def jumps(self) -> Mapping[tuple[str, str], Jump]:
        """Return where to go on after an option."""
        return jumps_of(self.outline, self.form)

    @cached_property
    def marks(self) -> Mapping[str, str]:
        """Return how the questions are called."""
        return self.outline.marks(self.language)

    def section(self, section: Section) -> dict[str, Any]:
        """Return a heading with what is asked under it."""
        return {
            "heading": section.words.said(self.language),
            "hint": section.hint.said(self.language),
            "level": section.level,
            "asked_of": self.asked(section.conditions),
            "blocks": [self.block(each) for each in section.blocks],
        }

    def asked(self, conditions: Sequence[Condition]) -> str:
        return asked_of(conditions, self.form, self.marks, self.language)

    def block(self, block: Block) -> dict[str, Any]:
        """Return a question, battery or note."""
        told = {
            "kind": block.kind,
            "mark": block.mark(self.language),
            "label": block.label(self.language),
            "hint": block.hint.said(self.language),
            "depth": block.depth,
            "asked_of": self.asked(block.conditions),
        }
        if block.kind == "note":
            return told
        first = block.questions[0]
        if block.kind == "question":
            return told | self.question(first)
        scale = [self.label(choice) for choice in first.choices]
        rows = [{"label": each.words.said(self.language) or each.label} for each in block.questions]
        wanted = "checkbox" if first.kind is QuestionKind.MULTIPLE else "radio"
        rules = rules_said(replace(first, label=""), self.language) if wanted == "checkbox" else []
        return told | {
            "input": "battery",
            "scale": scale,
            "rows": rows,
            "rules": list(rules),
            "definition": "",
        }

    def question(self, question: Question) -> dict[str, Any]:
        options = [
            {
                "number": n,
                "label": self.label(choice),
                "jump": self.jump(self.jumps.get((question.name, choice.name))),
            }
            for n, choice in enumerate(question.choices, 1)
        ]
        plain = all(len(f"{each['label']}") <= SHORT and not each["jump"] for each in options)
        narrow = len(options) > FEW and plain
        return {
            "input": _input(question),
            "options": options,
            "columns": 2 if narrow else 1,
            "rules": list(rules_said(question, self.language)),
            "definition": question.definition.said(self.language),
        }

    def label(self, choice: Choice) -> str:
        return choice.words.said(self.language) or choice.label

    def jump(self, jump: Jump | None) -> str:
        if jump is None:
            return ""
        mark = jump.to.mark(self.language) if jump.to else ""
        return self.words["go"].format(mark=mark) if mark else self.words["end"]


def _input(question: Question) -> str:
    if question.choices:
        return "choices"
    if question.kind is QuestionKind.NUMBER:
        return "number"
    if question.type == "date":
        return "date"
    return "long" if "multiline" in question.appearance else "text"
