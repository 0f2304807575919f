"""What a person reads when something about files that are taken in is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "file.name-unusable": gettext_lazy(
        "ファイル名が読めません。名前を付け直してから、もう一度選んでください。"
    ),
    "file.empty": gettext_lazy("「{name}」は中身が空です。保存し直してから、もう一度選んでください。"),
    "file.too-large": gettext_lazy(
        "「{name}」は大きすぎます。{limit}MBまでにしてください。画像を小さくするか、ファイルを分けます。"
    ),
    "file.kind-unknown": gettext_lazy(
        "「{name}」の種類は受け取れません。受け取れるのは{known}です。PDFに保存し直すのが簡単です。"
    ),
    "file.content-mismatch": gettext_lazy(
        "「{name}」の中身が{ending}ではありません。もとのソフトで開き、{ending}の形式で保存し直してください。"
    ),
    "file.locked": gettext_lazy(
        "「{name}」は中を確かめられません。パスワードを外すか、新しい形式で保存し直してください。"
    ),
    "file.broken": gettext_lazy("「{name}」は壊れています。もとのソフトで開き、保存し直してください。"),
    "file.expands-too-much": gettext_lazy(
        "「{name}」は、開くと大きくなりすぎます。要らないシートや画像を減らし、保存し直してください。"
    ),
    "file.macros": gettext_lazy(
        "「{name}」にはマクロがあります。マクロのない形式で保存し直すか、PDFにしてください。"
    ),
    "file.external-link": gettext_lazy(
        "「{name}」は、ほかの場所のファイルを読み込みます。リンクを解除するか、PDFに保存し直してください。"
    ),
    "file.embedded-object": gettext_lazy(
        "「{name}」には、別のファイルや部品が埋め込まれています。取り除くか、PDFに保存し直してください。"
    ),
    "file.unsafe-xml": gettext_lazy(
        "「{name}」の中に、ふつうの文書にはない書き方があります。もとのソフトで開き、保存し直してください。"
    ),
    "file.pdf-active": gettext_lazy(
        "「{name}」には、動く仕掛けや添付ファイルがあります。「印刷」からPDFに保存し直してください。"
    ),
}
