"""One piece of work with everything that can hang on it, made through the services: the ground of the sweep."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from tests.apps import promised
from tests.apps.board import cases
from tests.apps.candidates import candidate
from tests.apps.chain import chained
from tests.apps.collecting import collected
from tests.apps.erasure import ended
from tests.apps.findings import corrected
from tests.apps.library import shelf
from tests.apps.results import reported
from tests.apps.results.filled import filled
from tests.apps.review import reading
from tests.apps.samples import asked
from tests.apps.standards import kept as templates
from tests.apps.surveys import kept as surveys
from tests.apps.training import listed
from tests.cast import NOW, Cast
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.accounts.models import Membership
from yakusoku.apps.board import deliberation, minutes
from yakusoku.apps.board import services as board
from yakusoku.apps.board.models import Side as ConditionSide
from yakusoku.apps.candidates import announcing, contracts
from yakusoku.apps.candidates.models import Candidacy
from yakusoku.apps.collecting import papers
from yakusoku.apps.consultations import services as consultations
from yakusoku.apps.consultations.models import Addressee, PostFile
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.exchange import receiving
from yakusoku.apps.exchange import services as exchange
from yakusoku.apps.exchange.access import Place
from yakusoku.apps.exchange.oscal import catalog_document
from yakusoku.apps.findings import preparing, replying
from yakusoku.apps.inspections import onsite
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.library.models import KeptFile, Side
from yakusoku.apps.library.services import links
from yakusoku.apps.notices import services as notices
from yakusoku.apps.publicity import services as publicity
from yakusoku.apps.register import services as register
from yakusoku.apps.results import book_making, report_making
from yakusoku.apps.results import services as results
from yakusoku.apps.results.data import data_of
from yakusoku.apps.training import services as training
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.board.voting import Vote
from yakusoku.domain.findings.kinds import Remedy
from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.domain.oscal.documents import open_document
from yakusoku.domain.register.public import PublicField

TITLE = "灯台守の検針業務"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 40
MARKS = (TITLE, "はしけ印刷", "みなと検針", "秘密の質問")


@dataclass
class Life:
    """The numbers and secrets by which the addresses of the work are made.

    values   by the name of an argument, narrowed by the first words of the pattern where names repeat
    """

    work: Engagement
    values: dict[str, Any] = field(default_factory=dict)


def live(cast: Cast) -> Life:
    """Return the work: chosen, decided by the board, under contract, passed on, checked, corrected, recorded."""
    life = Life(_contracted(cast, values := {}), values)
    for part in (
        _passed_on,
        _inspected,
        _corrected,
        _shelved,
        _recorded,
        _asked,
        _reviewed,
        _templated,
        _surveyed,
        _answered,
        _resulted,
        _told,
        _administered,
    ):
        part(cast, life.work, values)
    return life


def _contracted(cast: Cast, values: dict[str, Any]) -> Engagement:
    candidacy = _agreed(cast)
    work = candidate.work_of(candidacy)
    announced = announcing.announce(work, last_day=promised.DUE, today=NOW.date(), by=cast.owner, at=NOW)
    candidate.services.submit_to_board(candidacy, by=cast.owner, at=NOW)
    item = cases.gathered(cast, candidacy)
    conditions = [
        deliberation.propose_condition(
            item, "持出しの手順書を改める", side, cases.DAY, "写し", by=cast.policy, at=NOW
        )
        for side in (ConditionSide.CONTRACTOR, ConditionSide.CLIENT)
    ]
    cases.voted(cast, *[Vote.CONDITIONAL] * 3, item=item)
    deliberation.close_item(item, "条件を付けて承認する", by=cast.policy, at=NOW)
    contracts.enter_contract(work, NOW.date(), "第1号", by=cast.owner, at=NOW)
    meeting = item.meeting
    board.close_meeting(meeting, by=cast.policy, at=NOW)
    minutes.approve(meeting, "", by=cast.board, at=NOW)
    values |= {
        "engagement": work.pk,
        "candidacy": candidacy.pk,
        "key": candidacy.plan_items.get().key,
        "meeting": meeting.pk,
        "item": item.pk,
        "condition": conditions[0].pk,
        "minutes": meeting.minutes.get().version,
        "announcement": announced.secret,
    }
    return candidate.work_of(candidacy)


def _agreed(cast: Cast) -> Candidacy:
    candidacy = candidate.answered(cast, Answer.NO, title=TITLE)
    candidate.planning.write_item(
        candidacy,
        candidate.first_check(candidacy),
        candidate.MEASURE,
        edition=0,
        by=cast.contractor,
        at=NOW,
    )
    candidate.planning.agree(candidacy, by=cast.owner, at=NOW)
    return candidacy


def _passed_on(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """Three tiers: the contractor, the subcontractor, and who works at home below it."""
    first, home = chained.three_tiers(cast, work)
    values |= {"hop": first.pk, "home": home.pk, "handover": chained.sent(cast, work, None, first.parent).pk}


def _given(inspection: Inspection, *, comment: str = "") -> list[GivenAnswer]:
    return [GivenAnswer(each.id, Answer.YES, comment, ("台帳",)) for each in checks_of(inspection)]


def _inspected(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """One sheet that is being verified on site, and one at the subcontractor that is being answered."""
    version = work.versions.get()
    told = {"by": cast.owner, "at": NOW}
    sheet = inspections.open_inspection(version, InspectionKind.PERIODIC, promised.DUE, **told)
    below = inspections.open_inspection(
        version, InspectionKind.PERIODIC, promised.DUE, hop=cast_hop(values), **told
    )
    check = checks_of(sheet)[0].id
    inspections.take_answers(sheet, _given(sheet, comment="秘密の質問への答え"), by=cast.contractor, at=NOW)
    file = inspections.show_evidence(sheet, check, shelf.text(), by=cast.contractor, at=NOW)
    state_holders(sheet, unchanged=True, by=cast.contractor, at=NOW)
    inspections.submit(sheet, by=cast.contractor, at=NOW)
    onsite.take_photo(sheet, "photo-1", check, SimpleUploadedFile("鍵.jpg", JPEG), by=cast.owner, at=NOW)
    link, secret = links.make_link(below, Side.CLIENT, "山田 花子", "", 14, by=cast.owner, at=now())
    evidence = inspections.show_evidence(below, check, shelf.text(), by=cast.subcontractor, at=NOW)
    values |= {
        "inspection": sheet.pk,
        "evidence": file.pk,
        "photo": sheet.photos.get().pk,
        "check": check,
        "below": below.pk,
        "link": link.pk,
        "answer": secret,
        "answer-file": evidence.pk,
    }


def _corrected(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """One finding that is instructed and being replied to, and one that was only found."""
    finding, other = corrected.another(cast, work), corrected.another(cast, work, source="hop:4")
    instruction = corrected.instructed(cast, finding, remedy=Remedy.ADDITIONAL_MEASURE)
    reply = replying.show_evidence(instruction, shelf.text(), by=cast.contractor, at=NOW)
    until = corrected.DUE + timedelta(days=9)
    extension = replying.ask_extension(instruction, until, "鍵が届かない", by=cast.contractor, at=NOW)
    asked = {
        "slug": "copying",
        "point": "鍵",
        "arrangement": "鍵がありますか",
        "operation": "掛けていますか",
        "evidence": "写真",
        "evidence_required": False,
    }
    added = preparing.add_check(finding, asked, by=cast.owner, at=NOW)
    values |= {
        "finding": other.pk,
        "instruction": instruction.pk,
        "paper": instruction.papers.order_by("pk")[0].name,
        "correction": reply.pk,
        "extension": extension.pk,
        "added": added.pk,
    }


def _shelved(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """What the contractor keeps, with a certificate and files."""
    sheet = Inspection.objects.get(pk=values["inspection"])
    shelf.kept(cast, sheet)
    file = KeptFile.objects.order_by("pk")[0]
    certificate = shelf.isms(cast)
    values |= {
        "kept": file.kept_id,
        "kept-file": file.pk,
        "certificate": certificate.pk,
        "library-file": certificate.stored_id,
    }


def _recorded(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """Staff with a completed course, and copies at the contractor and at the subcontractor."""
    course = listed.course(cast)
    worker = listed.listed(cast, work)
    told = {"engagement": work, "certificate": shelf.text("修了証.txt"), "by": cast.contractor, "at": NOW}
    training.complete(course, [worker], NOW.date(), **told)
    copy = ended.proven(cast, work)
    values |= {
        "course": course.pk,
        "worker": worker.pk,
        "completion": worker.completions.get().pk,
        "copy": copy.pk,
        "copy-below": ended.at_hop(cast, cast_hop(values)).pk,
    }


def _asked(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """A question to an expert, with a file and a link."""
    asked = consultations.ask(
        work,
        Addressee.EXPERT,
        "秘密の質問",
        "鍵は要りますか",
        files=[shelf.text("秘密.txt")],
        by=cast.owner,
        at=NOW,
    )
    link, secret = consultations.let_in(asked, "専門家", by=cast.owner, at=now())
    values |= {
        "consultation": asked.pk,
        "consultation-file": PostFile.objects.get().pk,
        "expert-link": link.pk,
        "advice": secret,
    }


def _reviewed(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """A contract of the work, reviewed, with a correction."""
    made = reading.reviewed(cast, title=TITLE, engagement=work)
    file = made.files.get()
    said = reading.corrected(cast, file)
    values |= {
        "review": made.pk,
        "reviewed-file": file.pk,
        "review-paper": made.papers.all()[0].pk,
        "review-correction": said.pk,
        "portfolio": reading.stock(cast, title=TITLE).pk,
    }


def _templated(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """A template with two versions, a comment and a study session."""
    made = templates.kept(cast, title=TITLE)
    templates.revised(cast, made)
    study = templates.studied(cast, made)
    values |= {
        "standard": made.pk,
        "standard-comment": templates.said(cast, made).pk,
        "study": study.pk,
        "study-file": study.files.get().pk,
    }


def _answered(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """A survey with an answer by web, a paper that waits for its second typist, and one who has not answered."""
    survey = collected.opened(cast, title=f"{TITLE}（回答）")
    answered = collected.answered(survey, 1)
    paper = papers.arrive(survey, 2, by=cast.owner, at=NOW)
    papers.key(paper, {"Q1": "1"}, finish=True, by=cast.owner, at=NOW)
    values |= {
        "answered-survey": survey.pk,
        "survey-record": answered.pk,
        "survey-paper": paper.pk,
        "survey-code": collected.code_of(survey, 3),
    }


def _surveyed(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """A survey with a published questionnaire and another that was brought, a frame, a sample, and letters sent."""
    made = surveys.published(cast, title=TITLE)
    surveys.brought(cast, made)
    asked.read(cast, asked.framed(cast, made), asked.line(1, name="灯台守の検針業務の会社"))
    asked.draw(cast, made)
    batch = asked.sent(cast, made)
    one = made.respondents.all()[0]
    values |= {
        "survey": made.pk,
        "unit": one.unit_id,
        "respondent": one.number,
        "dispatch": batch.number,
    }


def _resulted(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """Two waves of a survey with answers, weights and a saved view; a report with an excuse, and its release."""
    earlier = filled(cast, 12, title=f"{TITLE}（前回）", seed=2)
    survey = filled(cast, 12, title=f"{TITLE}（今回）", previous=earlier)
    told = {"name": "重み", "method": "answered", "margins": {}, "given": {}, "by": cast.owner, "at": NOW}
    data = data_of(survey)
    assert data is not None
    results.keep_weighting(survey, data, **told)
    values |= {"excuse": reported.excused(cast, survey).pk}
    book_making.go_on(book_making.ask_for(survey, data, "by=role", by=cast.owner, at=NOW).pk)
    report_making.catch_up()
    values |= {
        "resulted": survey.pk,
        "table-view": results.keep_view(survey, "役割別", "q=Q1&by=role", by=cast.owner, at=NOW).pk,
    }


def _told(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """What leaves: a public page on which the work does not stand, a webhook, a calendar, a saved view."""
    fields = [each.value for each in PublicField]
    page = {"opened": True, "indexed": False, "words": "", "fields": fields, "by": cast.policy, "at": NOW}
    publicity.set_page(cast.city, "minato", **page)
    hook = exchange.add_webhook(cast.city, "http://127.0.0.1:1/hook", "", by=cast.administrator, at=NOW)
    told = catalog_document(cast.city)
    place = Place(cast.acting(cast.policy))
    document = receiving.receive(place, told, open_document(told), by=cast.policy, at=NOW)
    view = register.keep_view(cast.city, "灯台", "q=灯台", shared=False, by=cast.owner, at=NOW)
    values |= {
        "page": "minato",
        "webhook": hook.pk,
        "document": document.pk,
        "view": view.pk,
        "calendar": notices.make_calendar(cast.owner, at=NOW),
    }


def _administered(cast: Cast, work: Engagement, values: dict[str, Any]) -> None:
    """An invitation on its way, a token, a role."""
    invitation, secret = accounts.invite(
        cast.city, "new@city.example", Role.POLICY, by=cast.administrator, at=now()
    )
    token, _ = accounts.make_api_token(cast.owner, cast.city, "基幹", at=NOW)
    values |= {
        "department": cast.water.pk,
        "membership": Membership.objects.get(user=cast.owner).pk,
        "invitation": invitation.pk,
        "invited": secret,
        "token": token.pk,
    }


def cast_hop(values: dict[str, Any]) -> Any:
    """Return the place of the subcontractor."""
    from yakusoku.apps.chain.models import Hop

    return Hop.objects.select_related("engagement").get(pk=values["hop"])
