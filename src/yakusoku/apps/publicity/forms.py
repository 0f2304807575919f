"""What an organisation settles about its public page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.domain.register.public import PUBLIC_LABELS
from yakusoku.web.words import choices


class PageForm(forms.Form):
    """The address, the words above the table, and the released fields."""

    slug = forms.SlugField(
        label=_("ページのアドレス"),
        max_length=60,
        help_text=_("半角の英数字とハイフンで書きます。例: minato-city"),
    )
    words = forms.CharField(
        label=_("表の上に出す文"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("住民に向けて、何のためのページか、問合せ先などを書きます。"),
    )
    fields_released = forms.MultipleChoiceField(
        label=_("公開する項目"),
        choices=choices(PUBLIC_LABELS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("選んだ項目のほかは、何も公開されません。"),
    )
    opened = forms.BooleanField(label=_("ページを公開する"), required=False)
    indexed = forms.BooleanField(label=_("検索サイトに載せてよい"), required=False)
