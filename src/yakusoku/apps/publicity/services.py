"""Writing what is public. The only writer of its tables."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import IntegrityError, transaction

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.publicity.access import works_of
from yakusoku.apps.publicity.models import PublicPage, Release
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.register.public import PublicField
from yakusoku.web.edits import mark_of_row, require_unchanged

# They stand before a slug in the address, or could be taken for a page of the installation.
RESERVED = frozenset({"api", "static", "register", "account", "preview", "works", "new"})


class AddressTaken(Refusal):
    """Another organisation has this address, or it is kept free."""

    code: ClassVar[str] = "publicity.address-taken"


class NothingReleased(Refusal):
    """The page is to open, but no field was released."""

    code: ClassVar[str] = "publicity.nothing-released"


@transaction.atomic
def set_page(
    organization: Organization,
    slug: str,
    *,
    opened: bool,
    indexed: bool,
    words: str,
    fields: Collection[str],
    seen: str | None = None,
    by: User,
    at: datetime,
) -> PublicPage:
    """Settle the address, what is released of each work, and whether visitors get the page.

    seen     the mark of the page as its form showed it
    raises   AddressTaken, NothingReleased, ChangedMeanwhile
    """
    Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    require_unchanged(seen, mark_of_row(PublicPage.objects.filter(organization=organization).first()))
    chosen = [field.value for field in PublicField if field.value in fields]
    if opened and not chosen:
        raise NothingReleased()
    if slug in RESERVED or PublicPage.objects.filter(slug=slug).exclude(organization=organization).exists():
        raise AddressTaken(slug=slug)
    told = {"slug": slug, "opened": opened, "indexed": indexed, "words": words, "fields": chosen}
    try:
        with transaction.atomic():
            page, _created = PublicPage.objects.update_or_create(
                organization=organization, defaults={**told, "changed_by": by, "changed_at": at}
            )
    except IntegrityError as error:
        raise AddressTaken(slug=slug) from error
    facts: dict[str, JSON] = {"slug": slug, "opened": opened, "indexed": indexed, "fields": [*chosen]}
    record("publicity.page-set", page, by=by, at=at, organization=organization.pk, facts=facts)
    return page


@transaction.atomic
def release(
    organization: Organization,
    shown: Sequence[int],
    chosen: Collection[int],
    *,
    before: Collection[int] | None = None,
    by: User,
    at: datetime,
) -> tuple[int, int]:
    """Let those of the works `shown` stand on the page that are `chosen`, and no other of them.

    before    those that stood there when they were shown: what the chooser left as it was is left as it is,
              also where somebody else changed it since; None: nothing was shown, all of it is meant
    returns   how many were added, how many taken off; each leaves an audit line
    """
    works = works_of(organization).filter(pk__in=shown).defer("draft", "profile")
    added = taken = 0
    for work in works.order_by("pk").select_for_update(no_key=True, of=("self",)):
        wanted, present = work.pk in chosen, work.released  # type: ignore[attr-defined]  # an annotation
        left = before is not None and wanted == (work.pk in before)
        if left or wanted == present:
            continue
        if wanted:
            Release.objects.get_or_create(engagement=work, defaults={"released_by": by, "released_at": at})
            added += 1
        else:
            Release.objects.filter(engagement=work).delete()
            taken += 1
        code = "publicity.released" if wanted else "publicity.withheld"
        _log(code, work.pk, organization, by, at)
    return added, taken


def _log(code: str, work: int, organization: Organization, by: User, at: datetime) -> None:
    record(code, f"engagement:{work}", by=by, at=at, organization=organization.pk)
