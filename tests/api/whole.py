"""One of everything that the interface can name, so that calls reach rows and not only 404."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db import transaction
from django.utils.timezone import now

from tests.apps.board import cases
from tests.apps.candidates import candidate
from tests.apps.chain import chained
from tests.apps.findings import corrected
from tests.apps.library import shelf
from tests.apps.review import reading
from tests.apps.samples import asked as samples
from tests.apps.standards import kept
from tests.apps.surveys import kept as surveys
from tests.cast import NOW, Cast, make_cast
from yakusoku.apps.accounts.models import Membership, User
from yakusoku.apps.accounts.services import invite, make_api_token
from yakusoku.apps.consultations import services as consultations
from yakusoku.apps.consultations.models import Addressee
from yakusoku.apps.exchange import receiving
from yakusoku.apps.exchange.access import Place
from yakusoku.apps.exchange.models import Webhook
from yakusoku.apps.exchange.oscal import catalog_document
from yakusoku.apps.findings import replying
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.library.models import KeptAnswerRecord
from yakusoku.apps.library.services import certificates
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.oscal.documents import open_document

CALLERS = ("owner", "administrator", "policy", "board", "contractor")


@dataclass(frozen=True)
class Whole:
    """The cast with one of everything.

    tokens   by name of the person in the cast
    places   what stands for a parameter of an address, by the words before it
    """

    cast: Cast
    tokens: Mapping[str, str]
    places: Mapping[tuple[str, str], str]

    def fill(self, path: str) -> dict[str, str]:
        """Return parameters that lead to rows for an address such as `/hops/{pk}`."""
        parts = path.strip("/").split("/")
        named = ((before, part[1:-1]) for before, part in pairwise(parts) if part[0] == "{")
        return {name: self.places[before, name] for before, name in named if (before, name) in self.places}


@contextmanager
def whole() -> Iterator[Whole]:
    """Give one of everything; afterwards nothing of it is left."""
    with transaction.atomic():
        cast = make_cast()
        tokens = {name: _token(cast, getattr(cast, name)) for name in CALLERS}
        yield Whole(cast, tokens, {key: str(value) for key, value in _made(cast).items()})
        transaction.set_rollback(True)


def _token(cast: Cast, user: User) -> str:
    organization = cast.company if user == cast.contractor else cast.city
    return make_api_token(user, organization, "試し", at=NOW)[1]


def _made(cast: Cast) -> dict[tuple[str, str], object]:
    instruction = corrected.instructed(cast)
    work = instruction.engagement
    finding = instruction.items.get().finding
    asked = replying.ask_extension(
        instruction, date(2099, 8, 20), "部品が届かない", by=cast.contractor, at=corrected.LATER
    )
    sheet = shelf.promised.opened(cast, title="検針の点検")
    first, _home = chained.three_tiers(cast)
    handover = chained.sent(cast, first.engagement, None, first)
    candidacy = candidate.short(cast)
    item = cases.gathered(cast, cases.held(cast, "審査する業務"))
    condition = cases.deliberation.propose_condition(
        item, "手順書を改める", cases.Side.CONTRACTOR, cases.DAY, "写し", by=cast.policy, at=NOW
    )
    webhook = Webhook.objects.create(
        organization=cast.city, address="https://log.example/", secret="x", made_by=cast.policy, made_at=NOW
    )
    told = catalog_document(cast.city)
    place = Place(cast.acting(cast.policy))
    document = receiving.receive(place, told, open_document(told), by=cast.policy, at=NOW)
    invitation, _secret = invite(cast.city, "new@city.example", Role.POLICY, by=cast.administrator, at=now())
    review = reading.reviewed(cast, engagement=work)
    file = review.files.get()
    standard = kept.kept(cast)
    study = kept.studied(cast, standard)
    question = consultations.ask(work, Addressee.POLICY, "鍵", "鞄の鍵は要りますか", by=cast.owner, at=NOW)
    shelf.kept(cast, shelf.handed_in(cast))
    paper = certificates.Paper("isms", "JP-1", "検針", None, date(2099, 1, 1))
    survey = samples.drawn(cast, made=surveys.published(cast))
    sent = samples.sent(cast, survey)
    certificate = certificates.record_certificate(cast.company, paper, None, by=cast.contractor, at=now())
    return {
        ("engagements", "pk"): work.pk,
        ("decisions", "slug"): "copying",
        ("versions", "number"): 1,
        ("findings", "finding"): finding.pk,
        ("instructions", "pk"): instruction.pk,
        ("extensions", "extension"): asked.pk,
        ("inspections", "pk"): sheet.pk,
        ("checks", "check"): checks_of(sheet)[0].id,
        ("hops", "pk"): first.pk,
        ("handovers", "pk"): handover.pk,
        ("candidacies", "pk"): candidacy.pk,
        ("items", "key"): candidate.first_check(candidacy),
        ("meetings", "pk"): item.meeting_id,
        ("meetings", "meeting"): item.meeting_id,
        ("items", "pk"): item.pk,
        ("consultations", "pk"): question.pk,
        ("standards", "pk"): standard.pk,
        ("comments", "comment"): kept.said(cast, standard).pk,
        ("surveys", "pk"): survey.pk,
        ("units", "unit"): survey.units.all()[0].pk,
        ("respondents", "number"): sent.sendings.all()[0].respondent.number,
        ("dispatches", "number"): sent.number,
        ("sendings", "respondent"): sent.sendings.all()[0].respondent.number,
        ("questionnaires", "number"): 1,
        ("items", "name"): "Q4",
        ("studies", "pk"): study.pk,
        ("files", "file"): study.files.get().pk,
        ("reviews", "pk"): review.pk,
        ("documents", "file"): file.pk,
        ("papers", "paper"): review.papers.all()[0].pk,
        ("corrections", "correction"): reading.corrected(cast, file).pk,
        ("conditions", "pk"): condition.pk,
        ("webhooks", "pk"): webhook.pk,
        ("answers", "pk"): KeptAnswerRecord.objects.order_by("pk")[0].pk,
        ("certificates", "pk"): certificate.pk,
        ("documents", "pk"): document.pk,
        ("papers", "kind"): "pdf",
        ("packet", "kind"): "docx",
        ("draft", "kind"): "docx",
        ("files", "name"): "specification.docx",
        ("demands", "slug"): "copying",
        ("members", "pk"): Membership.objects.get(user=cast.colleague).pk,
        ("invitations", "pk"): invitation.pk,
        ("departments", "pk"): cast.water.pk,
        ("conditions", "condition"): condition.pk,
    }
