"""The links at the head of every page, by what a person may do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy

from yakusoku.domain.accounts.permissions import Act

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that can be linked: its address by name, its words, and the acts of which one is needed."""

    name: str
    words: "StrOrPromise"
    acts: frozenset[Act] = frozenset()


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it is shown."""

    words: str
    href: str
    here: bool


# All of them fit into one line on a desk, in English too: words are short here.
MAIN = (
    Entry("home", gettext_lazy("ホーム")),
    Entry("dashboard", gettext_lazy("全体"), frozenset({Act.SEE_DASHBOARD})),
    Entry("register", gettext_lazy("台帳"), frozenset({Act.CREATE_ENGAGEMENT, Act.SEE_DASHBOARD})),
    Entry("reviews", gettext_lazy("契約書点検"), frozenset({Act.REVIEW_CONTRACT, Act.READ_AUDIT})),
    Entry("findings", gettext_lazy("指摘"), frozenset({Act.SEE_DASHBOARD})),
    Entry("board-meetings", gettext_lazy("審査会"), frozenset({Act.RUN_BOARD, Act.VOTE})),
    Entry("subcontracts", gettext_lazy("再委託で受けた仕事"), frozenset({Act.REQUEST_SUBCONTRACT})),
    Entry("library", gettext_lazy("回答の控え"), frozenset({Act.KEEP_LIBRARY})),
    Entry("catalogue", gettext_lazy("目録")),
)
MENU = (
    Entry("notice-preferences", gettext_lazy("お知らせの受け取り方")),
    Entry("consultation-list", gettext_lazy("相談"), frozenset({Act.GIVE_ADVICE})),
    Entry("standards", gettext_lazy("ひな形と見直し"), frozenset({Act.READ_STANDARDS})),
    Entry("surveys", gettext_lazy("調査"), frozenset({Act.READ_SURVEYS})),
    Entry("courses", gettext_lazy("研修"), frozenset({Act.MANAGE_COURSES})),
    Entry("publicity", gettext_lazy("住民への公開"), frozenset({Act.RELEASE_PUBLICLY})),
    Entry("house-rules", gettext_lazy("組織のきまり"), frozenset({Act.SET_RULES})),
    Entry("members", gettext_lazy("利用者"), frozenset({Act.MANAGE_MEMBERS})),
    Entry("audit-trail", gettext_lazy("操作の記録"), frozenset({Act.READ_AUDIT})),
    Entry("oscal", gettext_lazy("OSCALの文書の取込み"), frozenset({Act.OVERLAY_CATALOGUE, Act.KEEP_LIBRARY})),
    Entry("webhooks", gettext_lazy("外部への通知"), frozenset({Act.MANAGE_EXCHANGE})),
)


def links(entries: Sequence[Entry], may: Callable[[Act], bool], path: str) -> list[Link]:
    """Return the links that a person is shown, in order; a page that is not installed is left out."""
    shown = []
    for entry in entries:
        if entry.acts and not any(may(act) for act in entry.acts):
            continue
        try:
            href = reverse(entry.name)
        except NoReverseMatch:
            continue
        shown.append(Link(str(entry.words), href, path == href))
    return shown
