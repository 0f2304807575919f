"""What a person reads when something about the contractor's answer library is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "library.changed": gettext_lazy(
        "見ている間に、ほかの人が変えました。今の内容を見てから、もう一度直してください。"
    ),
    "library.question-moved": gettext_lazy(
        "見ている間に、質問がまた変わりました。今の質問を読んでから、もう一度確かめてください。"
    ),
    "library.days-turned-round": gettext_lazy(
        "終わりの日（{until}）が始まりの日（{since}）より前です。日付を直してください。"
    ),
    "library.reason-missing": gettext_lazy("「該当なし」の理由をコメントに書いてください。"),
    "library.kept-already": gettext_lazy("同じものがすでにあります。一覧から開いて直してください。"),
    "library.not-handed-in": gettext_lazy("控えに残せるのは、提出した回答です。先に提出してください。"),
    "library.nothing-chosen": gettext_lazy("何も選ばれていません。使うものに印を付けてください。"),
    "library.too-many-files": gettext_lazy("一つの控えに付けられるファイルは{most}個までです。"),
    "certificate.expiry-missing": gettext_lazy(
        "{name}の有効期限を入れてください。書面に書かれた日のとおりに入れます。"
    ),
    "certificate.kind-unknown": gettext_lazy("「{kind}」という認証は目録にありません。"),
    "certificate.withdrawn": gettext_lazy("この認証はしまわれています。別の認証を選んでください。"),
    "certificate.expired": gettext_lazy(
        "この認証は{day}で切れています。更新した認証の期限を入れてから確かめてください。"
    ),
    "reuse.changed": gettext_lazy(
        "見ている間に、控えか回答が変わりました。今の内容を見て、もう一度選んでください。"
    ),
    "reuse.two-for-one": gettext_lazy("{check} に二つの回答が選ばれています。一つにしてください。"),
    "link.expired": gettext_lazy(
        "このリンクは{day}で期限が切れました。送った人に、新しいリンクを頼んでください。"
    ),
    "link.withdrawn": gettext_lazy("このリンクは取り消されました。送った人に確かめてください。"),
    "link.used": gettext_lazy("回答は{day}に提出されました。ありがとうございました。"),
    "link.closed": gettext_lazy("この確認表は、いまは回答を受け付けていません。"),
    "package.broken": gettext_lazy("「{name}」はzipファイルとして開けません。圧縮し直してください。"),
    "package.locked": gettext_lazy(
        "「{name}」にはパスワードがあります。パスワードを付けずに圧縮し直してください。"
    ),
    "package.too-many": gettext_lazy(
        "「{name}」に入っているファイルが多すぎます。{most}個までにしてください。"
    ),
    "package.swells": gettext_lazy(
        "「{name}」は、開くと大きくなりすぎます。画像を小さくするか、PDFにまとめてください。"
    ),
    "package.path": gettext_lazy(
        "「{path}」は一式の外を指しています。受け取ったフォルダーの中だけを圧縮し直してください。"
    ),
    "package.twice": gettext_lazy("「{path}」が二つあります。一つにしてください。"),
    "package.sheet-missing": gettext_lazy(
        "遵守確認表（{name}）がありません。受け取った一式と同じ場所に置いてください。"
    ),
    "package.sheet-twice": gettext_lazy(
        "一番上の場所にExcelのファイルが二つ以上あります。遵守確認表だけにし、証拠は番号のフォルダーに入れてください。"
    ),
    "package.sheet-damaged": gettext_lazy(
        "遵守確認表の行がなくなったり、結合されたりしています。表を直して、一式を読み直してください。"
    ),
    "package.stale": gettext_lazy(
        "この一式は、もう待っていません。ほかの人が取り込んだか、別の一式を読み取りました。"
    ),
    "package.place-unknown": gettext_lazy(
        "「{path}」の置き場所が分かりません。証拠は、evidence の中の番号のフォルダーに入れてください。"
    ),
    "package.too-many-of-a-check": gettext_lazy("{check} のファイルは{most}個までにしてください。"),
}
