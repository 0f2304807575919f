"""What the kinds of things in the audit trail read as; each is followed by its number."""

from django.utils.translation import gettext_lazy as _

SUBJECTS = {
    "answerlink": _("回答のリンク"),
    "apitoken": _("APIトークン"),
    "boardrules": _("審査会の決まり"),
    "candidacy": _("委託候補"),
    "certificate": _("認証"),
    "condition": _("審査会の条件"),
    "consultation": _("相談"),
    "copy": _("写し"),
    "correction": _("見立ての訂正"),
    "correctiveinstruction": _("改善指示"),
    "course": _("研修"),
    "department": _("課"),
    "engagement": _("委託業務"),
    "finding": _("指摘"),
    "handover": _("受渡し"),
    "hop": _("再委託の段"),
    "inspection": _("点検"),
    "item": _("議案"),
    "kept": _("回答の控え"),
    "meeting": _("会議"),
    "organization": _("組織"),
    "publicpage": _("公開ページ"),
    "review": _("契約書の点検"),
    "savedview": _("保存した見方"),
    "storedfile": _("ファイル"),
    "webhook": _("外部への通知"),
}
