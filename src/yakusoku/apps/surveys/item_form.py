"""The form of one item of a questionnaire: a question, a battery, a section or a note, in one language or two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.surveys.condition_form import ConditionPart, stored, typed, typed_text
from yakusoku.domain.survey.conditions import UnknownCondition, parse_condition
from yakusoku.domain.survey.form import Form, parted, score_of
from yakusoku.domain.survey.questionnaire.columns import LANGUAGE_NAMES
from yakusoku.domain.survey.questionnaire.drafts import CHOOSING, Draft, LineDraft, OptionDraft
from yakusoku.domain.survey.questionnaire.editing import NAME
from yakusoku.domain.survey.questionnaire.outline import Outline
from yakusoku.domain.survey.questionnaire.ranges import range_of, written_range

MOST_ROWS = {"option": 120, "line": 60}
SPARE, MORE_ROWS = 3, 5
# What the buttons that change the lines of the page send, beside what is typed.
MORE, DROP = "more", "drop-term"
QUESTIONS = ("single", "multiple", "integer", "decimal", "date", "text", "long")
NUMBERS = ("integer", "decimal")


@dataclass(frozen=True, slots=True)
class WordsRow:
    """A line of the table of options or of a battery as it is typed. `said`: words with the name of their field.

    net, score   of an option: what it is taken together with others as, and the number that it stands for
    """

    number: int
    code: str
    said: Sequence[tuple[str, str]]
    exclusive: bool = False
    place: str = ""
    net: str = ""
    score: str = ""


def _number_typed(data: Mapping[str, Any], name: str) -> str:
    """Return a number as it was typed, whichever width its signs have."""
    return normalize("NFKC", typed_text(data, name, 20)).replace("−", "-")


def rows_typed(data: Mapping[str, Any], what: str, languages: Sequence[str], most: int) -> list[WordsRow]:
    """Return the lines of a table as they were typed, as far as the page showed any."""
    found: list[WordsRow] = []
    while len(found) < most and f"{what}-{len(found)}-{languages[0]}" in data:
        head = f"{what}-{len(found)}"
        names = [f"{head}-{each}" for each in languages]
        found.append(
            WordsRow(
                len(found), typed_text(data, f"{head}-code", 64),
                [(name, typed_text(data, name, 500)) for name in names],
                f"{head}-exclusive" in data, typed_text(data, f"{head}-place", 10),
                typed_text(data, f"{head}-net", 500), _number_typed(data, f"{head}-score"),
            )
        )  # fmt: skip
    return found


class ItemForm(forms.Form):
    """What stands under one name. The tables of options and lines are read beside the fields."""

    name = forms.CharField(
        max_length=64,
        label=gettext_lazy("記号"),
        help_text=gettext_lazy("集計と、前回との比較に使います。前回と同じ設問には、同じ記号を付けます。"),
    )
    required = forms.BooleanField(required=False, label=gettext_lazy("答えないと送れない（必須）"))
    several = forms.BooleanField(required=False, label=gettext_lazy("どの行も、いくつも選べる"))
    least = forms.IntegerField(
        required=False, min_value=1, max_value=99, label=gettext_lazy("少なくともいくつ")
    )
    most = forms.IntegerField(required=False, min_value=1, max_value=99, label=gettext_lazy("多くていくつ"))
    low = forms.DecimalField(required=False, max_digits=18, decimal_places=6, label=gettext_lazy("これ以上"))
    high = forms.DecimalField(required=False, max_digits=18, decimal_places=6, label=gettext_lazy("これ以下"))
    constraint = forms.CharField(
        required=False, max_length=1000, label=gettext_lazy("答えの条件（式）"),
        help_text=gettext_lazy("答えは . と書きます。例：. >= 0 and . <= 100"),
    )  # fmt: skip
    added = forms.CharField(
        required=False, max_length=8000, label=gettext_lazy("まとめて書く"),
        help_text=gettext_lazy("1行に一つずつ書きます。表に移すと、印や得点を付けられます。"), widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        draft: Draft,
        languages: Sequence[str],
        form: Form,
        outline: Outline,
    ) -> None:
        super().__init__(data, initial=_initial(draft))
        self.draft, self.languages, self.known, self.outline = draft, languages, form, outline
        self.condition: ConditionPart = (
            typed(data) if data is not None else stored(draft.relevant, form, outline)
        )
        self.together = "line" if draft.kind == "battery" else "option"
        self.option_rows = self._rows("option", draft.options)
        self.line_rows = self._rows("line", [OptionDraft(line.name, line.said) for line in draft.lines])
        self.scored = draft.kind in {"single", "battery"}
        for word, label, rows in (
            ("label", _("文"), 2),
            ("hint", _("答え方の説明") if draft.kind != "section" else _("節の説明"), 1),
            ("definition", _("ことばの意味"), 2),
            ("refusal", _("条件に合わないときに出す文"), 1),
        ):
            for language in languages:
                self.fields[f"{word}-{language}"] = forms.CharField(
                    required=word == "label" and language == languages[0], max_length=2000,
                    label=label if len(languages) == 1 else f"{label}（{LANGUAGE_NAMES.get(language, language)}）",
                    initial=self._standing(getattr(draft, word), language), widget=forms.Textarea(attrs={"rows": rows}),
                )  # fmt: skip
        for field in self._unused():
            del self.fields[field]

    def rearrange(self) -> bool:
        """Add or take away a line if that was asked for; return whether. Nothing is checked then, all stays typed."""
        added, dropped = typed_text(self.data, MORE, 10), typed_text(self.data, DROP, 10)
        if added == "term":
            self.condition = self.condition.with_another()
        elif added == "option":
            self.option_rows = self._longer(self.option_rows, added)
        elif added == "line":
            self.line_rows = self._longer(self.line_rows, added)
        elif dropped.isascii() and dropped.isdigit():
            self.condition = self.condition.without(int(dropped))
        else:
            return False
        self._errors = ErrorDict()
        return True

    def _longer(self, rows: Sequence[WordsRow], what: str) -> list[WordsRow]:
        """Return the lines of a table with those that were written together; is none written: with empty ones."""
        together = _filled(typed_text(self.data, "added", 8000)) if what == self.together else []
        kept = list(rows)
        while together and kept and not (kept[-1].code or any(text for _name, text in kept[-1].said)):
            kept.pop()
        room = MOST_ROWS[what] - len(kept)
        if together:
            # What has no room stays where it was written.
            self.data = {**dict(self.data.items()), "added": "\n".join(together[room:])}
        for text in (together or [""] * MORE_ROWS)[:room]:
            names = [f"{what}-{len(kept)}-{each}" for each in self.languages]
            kept.append(WordsRow(len(kept), "", [(name, text if name == names[0] else "") for name in names]))
        return kept

    def _standing(self, said: Mapping[str, str], language: str) -> str:
        """Return what stands in a language; words of no stated one are those of the first."""
        return said.get(language) or (said.get("", "") if language == self.languages[0] else "")

    def _unused(self) -> list[str]:
        """Return the fields that this kind of item does not have."""
        kind = self.draft.kind
        used = {
            "required": kind in QUESTIONS or kind == "battery",
            "several": kind == "battery",
            "least": kind == "multiple",
            "most": kind == "multiple",
            "low": kind in NUMBERS,
            "high": kind in NUMBERS,
            "constraint": kind in QUESTIONS,
            "added": kind in CHOOSING,
            **{f"definition-{each}": kind in QUESTIONS for each in self.languages},
            **{f"refusal-{each}": kind in QUESTIONS for each in self.languages},
        }
        return [name for name, kept in used.items() if not kept]

    @property
    def bare(self) -> bool:
        """Return whether nothing stands in the table yet: it is written line by line."""
        return not (self.line_rows if self.together == "line" else self.option_rows)

    def words(self, word: str) -> list[forms.BoundField]:
        """Return the fields of a word, one for each language, side by side."""
        return [self[name] for each in self.languages if (name := f"{word}-{each}") in self.fields]

    @property
    def language_heads(self) -> list[str]:
        """Return the heads of the columns of words."""
        if len(self.languages) == 1:
            return [_("文")]
        return [LANGUAGE_NAMES.get(each, each) for each in self.languages]

    @property
    def label_words(self) -> list[forms.BoundField]:
        return self.words("label")

    @property
    def hint_words(self) -> list[forms.BoundField]:
        return self.words("hint")

    @property
    def definition_words(self) -> list[forms.BoundField]:
        return self.words("definition")

    @property
    def refusal_words(self) -> list[forms.BoundField]:
        return self.words("refusal")

    def _rows(self, what: str, known: Sequence[OptionDraft]) -> list[WordsRow]:
        """Return the lines of a table: as they were typed, else as they stand, with some empty ones."""
        if self.is_bound:
            return rows_typed(self.data, what, self.languages, MOST_ROWS[what])
        if not known and what == self.together:
            # What is new is written line by line first.
            return []
        spare = [OptionDraft("", {})] * (SPARE if known else MORE_ROWS)
        return [
            WordsRow(
                n, each.code,
                [(f"{what}-{n}-{lang}", self._standing(each.said, lang)) for lang in self.languages],
                each.exclusive, f"{n + 1}" if each.code or each.said else "",
                "、".join(each.nets or ()), each.score or "",
            )
            for n, each in enumerate([*known, *spare])
        ]  # fmt: skip

    def clean_name(self) -> str:
        """Refuse a name that XLSForm does not know as one."""
        name = str(self.cleaned_data["name"])
        if not NAME.fullmatch(name):
            raise ValidationError(_("英字か _ で始め、英数字と _ . - だけにしてください。"))
        return name

    def clean(self) -> dict[str, Any]:
        """Read the condition, the options and the lines."""
        given = super().clean() or {}
        try:
            given["relevant"] = self.condition.expression(self.known, self.outline)
        except ValidationError as error:
            self.add_error(None, error)
        given["options"] = self._options() if self.draft.kind in CHOOSING else []
        given["lines"] = self._lines() if self.draft.kind == "battery" else []
        if self.draft.kind in CHOOSING and len(given["options"]) < 2:
            self.add_error(None, _("選択肢を二つ以上書いてください。"))
        if self.draft.kind == "battery" and not given["lines"]:
            self.add_error(None, _("表の行（設問）を一つ以上書いてください。"))
        if given.get("low") is not None and given.get("high") is not None and given["low"] > given["high"]:
            self.add_error("high", _("「これ以上」より小さい数です。"))
        self._check_constraint(given)
        return given

    def _check_constraint(self, given: dict[str, Any]) -> None:
        text = str(given.get("constraint") or "").strip()
        if not text:
            return
        try:
            _condition, names = parse_condition(text)
        except UnknownCondition as error:
            self.add_error("constraint", _("式を読めません：%(reason)s") % {"reason": error})
            return
        if any(name not in self.known.questions for name in names):
            self.add_error("constraint", _("式にある設問がありません。"))

    def _options(self) -> list[OptionDraft]:
        rows = _ordered([row for row in self.option_rows if any(text for _name, text in row.said)])
        found = [
            OptionDraft(
                row.code, self._said(row), row.exclusive, parted(row.net), row.score if self.scored else None
            )
            for row in rows
        ]
        if any(each.score and score_of(each.score) is None for each in found):
            self.add_error(None, _("得点は、数で書いてください（例：5）。"))
        codes = [each.code for each in found if each.code]
        if len(set(codes)) < len(codes):
            self.add_error(None, _("同じ記号の選択肢が二つあります。"))
        if any(" " in code or "'" in code for code in codes):
            self.add_error(None, _("選択肢の記号に、空白と ' は使えません。"))
        added = str(self.cleaned_data.get("added", "")) if self.together == "option" else ""
        return [*found, *(OptionDraft("", {self.languages[0]: line}) for line in _filled(added))][
            : MOST_ROWS["option"]
        ]

    def _lines(self) -> list[LineDraft]:
        rows = _ordered([row for row in self.line_rows if any(text for _name, text in row.said)])
        found = [LineDraft(row.code, self._said(row)) for row in rows]
        names = [each.name for each in found if each.name]
        if len(set(names)) < len(names) or any(not NAME.fullmatch(name) for name in names):
            self.add_error(None, _("行の記号が重なっているか、使えない字があります。"))
        added = _filled(str(self.cleaned_data.get("added", "")))
        return [*found, *(LineDraft("", {self.languages[0]: line}) for line in added)][: MOST_ROWS["line"]]

    def _said(self, row: WordsRow) -> dict[str, str]:
        return {"": ""} | {each: text for each, (_name, text) in zip(self.languages, row.said, strict=True)}

    def filled(self) -> Draft:
        """Return what was filled in; only of a form that is valid."""
        given = self.cleaned_data
        said = {
            # Words of no stated language give way to those of the first.
            word: {"": ""} | {each: given.get(f"{word}-{each}", "") for each in self.languages}
            for word in ("label", "hint", "definition", "refusal")
        }
        rule = str(given.get("constraint") or "").strip()
        return Draft(
            self.draft.kind, given["name"], said["label"], said["hint"], said["definition"], said["refusal"],
            bool(given.get("required")), given.get("least"), given.get("most"), given.get("relevant", ""),
            rule or written_range(given.get("low"), given.get("high")),
            bool(given.get("several")), given["options"], given["lines"],
        )  # fmt: skip


def _initial(draft: Draft) -> dict[str, Any]:
    found = range_of(draft.constraint)
    return {
        "name": draft.name,
        "required": draft.required,
        "several": draft.several,
        "least": draft.least,
        "most": draft.most,
        "low": found[0] if found else None,
        "high": found[1] if found else None,
        "constraint": "" if found else draft.constraint,
    }


def _ordered(rows: list[WordsRow]) -> list[WordsRow]:
    """Return the lines in the order of the numbers typed beside them; without a number a line stays where it is."""

    def place(row: WordsRow) -> tuple[float, int]:
        try:
            return float(row.place), row.number
        except ValueError:
            return row.number + 1.0, row.number

    return sorted(rows, key=place)


def _filled(text: str) -> list[str]:
    return [line.strip()[:300] for line in text.splitlines() if line.strip()]
