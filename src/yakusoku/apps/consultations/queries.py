"""Reading consultations: what one is about, and the thread."""

from urllib.parse import urlsplit

from django.db.models import Prefetch, QuerySet
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from yakusoku.apps.consultations.models import Consultation, Post, PostFile
from yakusoku.apps.engagements.queries import catalogue_read
from yakusoku.web.work_pages import PAGES

LONGEST = 300


def local_address(text: str) -> str:
    """Return `text` if it is an address of this site, with a place in the page; else nothing.

    A question keeps where it came from as a link: it must not lead anywhere else.
    """
    if not text.startswith("/") or text.startswith(("//", "/\\")) or len(text) > LONGEST:
        return ""
    if not text.isprintable() or "\\" in text:
        return ""
    parts = urlsplit(text)
    if parts.scheme or parts.netloc:
        return ""
    try:
        resolve(parts.path)
    except Resolver404:
        return ""
    return text


def about_words(address: str, organization: int) -> str:
    """Return what an address is in words: the requirement it points at, else the name of the page."""
    if not address:
        return ""
    parts = urlsplit(address)
    requirement = catalogue_read(organization).requirement(parts.fragment) if parts.fragment else None
    if requirement is not None:
        return requirement.title
    try:
        name = resolve(parts.path).url_name
    except Resolver404:
        return ""
    words = {page: str(told) for page, told, _both in PAGES} | {
        "decisions": _("採否"),
        "profile-step": _("業務の実態"),
        "publish": _("特記仕様書の発行"),
        "version": _("特記仕様書"),
        "inspection": _("点検"),
        "plan": _("セキュリティ計画"),
    }
    return words.get(name or "", _("相談のもとになったページ"))


def thread_of(consultation: Consultation) -> "QuerySet[Post]":
    """Return everything said, in order, with its files."""
    files = Prefetch("files", PostFile.objects.select_related("stored"))
    return consultation.posts.select_related("author").prefetch_related(files)
