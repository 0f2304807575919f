"""What a person reads when something about what is made public is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "publicity.address-taken": gettext_lazy("「{slug}」は使えません。別のアドレスにしてください。"),
    "publicity.nothing-released": gettext_lazy(
        "公開する項目を一つ以上選んでから、ページを公開してください。"
    ),
}
