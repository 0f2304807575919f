"""The same acts over HTTP."""

from django.utils.timezone import now
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.publicity import access, queries, services
from yakusoku.apps.publicity.models import PublicPage
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.register.public import PublicField
from yakusoku.web.api import ApiRequest, Marked, Number, Pages, Problem, Replacing, Text
from yakusoku.web.edits import mark_of_row

router = Router(tags=["publicity"])


class PublicPageIn(Replacing):
    """The address, the words above the table, and what is released of each work; nothing else leaves."""

    slug: str = Field(pattern="^[A-Za-z0-9_-]+$", max_length=60)
    opened: bool
    indexed: bool = False
    words: Text = ""
    fields: list[PublicField] = Field(max_length=50)


class PublicPageOut(Marked):
    """What an organisation settled about its public page. `slug` empty: nothing yet."""

    slug: str
    opened: bool
    indexed: bool
    words: str
    fields: list[str]
    works: int
    released: int


class PublicWorkOut(Schema):
    """A work with personal information, and whether it stands on the page."""

    id: int
    title: str
    released: bool


class ReleaseIn(Schema):
    """Works to put on the page, and works to take off."""

    release: list[Number] = Field(default=[], max_length=500)
    withhold: list[Number] = Field(default=[], max_length=500)


class ReleasedOut(Schema):
    """How many were put on the page and taken off."""

    released: int
    withheld: int


@router.get("/publicity", response=PublicPageOut, summary="住民に公開する頁")
def public_page(request: ApiRequest) -> PublicPageOut:
    """Return what is settled about the public page."""
    organization = require(request.auth, Act.RELEASE_PUBLICLY).organization
    kept = queries.page_of_organization(organization)
    page = kept or PublicPage(organization=organization)
    return PublicPageOut(
        slug=page.slug,
        opened=page.opened,
        indexed=page.indexed,
        words=page.words,
        fields=page.fields,
        works=access.works_of(organization).count(),
        released=access.released_works(organization).count(),
        mark=mark_of_row(kept),
    )


@router.put("/publicity", response={200: PublicPageOut, 409: Problem}, summary="住民に公開することを決める")
def set_public_page(request: ApiRequest, body: PublicPageIn) -> PublicPageOut:
    """Settle the address, the released fields, and whether visitors get the page."""
    who = require(request.auth, Act.RELEASE_PUBLICLY)
    services.set_page(
        who.organization,
        body.slug,
        opened=body.opened,
        indexed=body.indexed,
        words=body.words,
        fields=[field.value for field in body.fields],
        seen=body.mark,
        by=who.user,
        at=now(),
    )
    return public_page(request)


@router.get("/publicity/works", response=list[PublicWorkOut], summary="公開できる業務")
@paginate(Pages)
def public_works(request: ApiRequest) -> object:
    """List the works with personal information."""
    organization = require(request.auth, Act.RELEASE_PUBLICLY).organization
    return access.works_of(organization).defer("draft", "profile").order_by("pk")


@router.post("/publicity/works", response={200: ReleasedOut, 409: Problem}, summary="公開する業務を選ぶ")
def release_works(request: ApiRequest, body: ReleaseIn) -> ReleasedOut:
    """Put works on the public page, and take others off."""
    who = require(request.auth, Act.RELEASE_PUBLICLY)
    shown, chosen = [*body.release, *body.withhold], set(body.release) - set(body.withhold)
    added, taken = services.release(who.organization, shown, chosen, by=who.user, at=now())
    return ReleasedOut(released=added, withheld=taken)
