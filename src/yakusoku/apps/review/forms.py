"""Forms of reviewing contracts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.consultations.forms import FilesField
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import catalogue_for
from yakusoku.apps.review.models import Action, ReviewedFile
from yakusoku.domain.catalogue.levels import Level
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.packs.labels import STRENGTH_LABELS
from yakusoku.domain.review.report import STATUS_LABELS
from yakusoku.web.words import choices, reads_english

MOST_LETTERS = 500_000
STRENGTHS = choices({each: STRENGTH_LABELS[each.value] for each in Strength})


class LevelForm(forms.Form):
    """What contracts are held against where nothing is known of the work.

    A file without content is let through: it harms no other, and is told of by its name.
    """

    level = forms.ChoiceField(
        required=False,
        label=_("どこまで求めますか"),
        help_text=_("業務が分からないときの、求める約束の広さです。"),
    )

    def __init__(self, *args: Any, organization: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._levels = {each.id: each for each in catalogue_for(organization).levels}
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        english = reads_english()
        field.choices = [
            ("", _("すべての要件")),
            *(
                (
                    each.id,
                    f"{each.english}: {each.english_explain}" if english else f"{each.title}：{each.explain}",
                )
                for each in self._levels.values()
            ),
        ]

    def chosen_level(self) -> Level | None:
        """Return the level that was chosen; None: every requirement is asked for."""
        return self._levels.get(self.cleaned_data["level"])


class NewForm(LevelForm):
    """What is reviewed, and for which work."""

    uploads = FilesField(
        allow_empty_file=True,
        label=_("契約書のファイル"),
        help_text=_(
            "契約書、特記仕様書、約款など、一つの契約を成すものをまとめて選ぶか、ここに落とします。"
            "Word（.docx）、PDF、Excel（.xlsx）、HTML、テキストを読めます。"
        ),
    )
    text = forms.CharField(
        required=False,
        max_length=MOST_LETTERS,
        label=_("又は、文を貼り付ける"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    engagement = forms.ModelChoiceField(
        Engagement.objects.none(),
        required=False,
        label=_("どの業務の契約ですか"),
        empty_label=_("決めない（すべての要件で見る）"),
        help_text=_("選ぶと、その業務に要る約束だけを見て、実際の業務では守れない定めも調べます。"),
    )
    title = forms.CharField(
        required=False, max_length=200, label=_("件名"), help_text=_("空なら、文書の題名になります。")
    )

    field_order = ("uploads", "text", "engagement", "level", "title")

    def __init__(self, *args: Any, works: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["engagement"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = works

    def clean(self) -> dict[str, Any]:
        """Refuse a level beside a work: its facts say already what it needs."""
        given = super().clean() or {}
        if given.get("engagement") and given.get("level"):
            self.add_error("level", _("業務を選んだときは、その業務に要る約束を見ます。水準は選べません。"))
        return given


class PortfolioForm(LevelForm):
    """Many contracts, and what is asked of each."""

    uploads = FilesField(
        allow_empty_file=True,
        label=_("契約書のファイル"),
        help_text=_(
            "一つのファイルが一つの契約です。まとめて選ぶか、zip にして、ここに落とします。"
            "大きな量は、後から何度でも加えられます。"
        ),
    )
    title = forms.CharField(
        required=False, max_length=200, label=_("件名"), help_text=_("例：令和9年度の委託契約")
    )
    field_order = ("uploads", "level", "title")


class MoreForm(forms.Form):
    """More contracts for a portfolio."""

    uploads = FilesField(
        allow_empty_file=True,
        label=_("契約書のファイル"),
        help_text=_("まとめて選ぶか、zip を選びます。"),
    )


class NarrowForm(forms.Form):
    """Which contracts of a portfolio are seen."""

    slug = forms.ChoiceField(required=False, label=_("要件"))
    status = forms.ChoiceField(required=False, label=_("状態"))
    law = forms.ChoiceField(required=False, label=_("古い法令"))

    def __init__(self, *args: Any, items: Any, laws: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choose("slug", [("", _("どれでも")), *items.items()])
        self._choose("status", [("", _("定めなし、弱い")), *choices(STATUS_LABELS)])
        self._choose("law", [("", _("問わない")), *((row["change"], row["title"]) for row in laws)])

    def _choose(self, name: str, options: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = options


class OrderForm(forms.Form):
    """In which order the documents of a review prevail: a place for each, from 1; alike: in the order of the files."""

    def __init__(self, *args: Any, files: Sequence[ReviewedFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(str(n), str(n)) for n in range(1, len(files) + 1)]
        self._files = files
        for number, file in enumerate(files, start=1):
            self.fields[f"rank-{file.pk}"] = forms.ChoiceField(
                label=str(file), choices=places, initial=str(number)
            )

    def order(self) -> list[int]:
        """Return the numbers of the files, from the one that prevails over all."""
        given = self.cleaned_data
        return [file.pk for file in sorted(self._files, key=lambda file: int(given[f"rank-{file.pk}"]))]


class PlaceForm(forms.Form):
    """A clause of a document, by its place."""

    clause = forms.IntegerField(min_value=0, max_value=1_000_000)


class CorrectionForm(PlaceForm):
    """What is said against the machine."""

    slug = forms.CharField(max_length=80)
    action = forms.ChoiceField(choices=Action.choices)
    strength = forms.ChoiceField(choices=STRENGTHS, required=False)
    note = forms.CharField(max_length=500, required=False)


class OfWorkForm(forms.Form):
    """Of which work the list shows the reviews; its number."""

    engagement = forms.IntegerField(required=False, min_value=1, max_value=9_007_199_254_740_991)


class PairForm(forms.Form):
    """Which two documents are laid side by side; numbers of files."""

    one = forms.IntegerField(min_value=1, max_value=9_007_199_254_740_991)
    other = forms.IntegerField(min_value=1, max_value=9_007_199_254_740_991)
