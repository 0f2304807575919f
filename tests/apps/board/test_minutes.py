"""Minutes: complete, opened again as Word and PDF, and unchangeable once the chair approved them."""

import io

import docx
import pypdfium2
import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from tests.apps.board import cases
from tests.cast import NOW
from yakusoku.apps.board import deliberation, minutes, services
from yakusoku.apps.board.models import MinutesVersion, Side
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.files.services import content_of
from yakusoku.domain.board.voting import Rule, Vote
from yakusoku.domain.refusal import Refusal


def words_of_docx(raw):
    document = docx.Document(io.BytesIO(raw))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def words_of_pdf(raw):
    document = pypdfium2.PdfDocument(raw)
    return "".join(page.get_textpage().get_text_range() for page in document).replace(" ", "")


def raw_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def meeting(cast):
    """A meeting that is over: one member stepped aside, the others approved with a condition."""
    item = cases.gathered(cast)
    chair, second, third = cases.bench(cast)
    deliberation.declare_conflict(item, "親族が勤めている", by=third, at=NOW)
    deliberation.write_discussion(
        item,
        "持出しの手順を尋ねた。\n鞄を施錠すると答えた。",
        deliberation.mark_of(""),
        by=cast.policy,
        at=NOW,
    )
    for person in (chair, second):
        deliberation.vote(item, Vote.CONDITIONAL, "", by=person, at=NOW)
    deliberation.propose_condition(
        item, "手順書を改める", Side.CONTRACTOR, cases.DAY, "写し", by=cast.policy, at=NOW
    )
    deliberation.close_item(item, "条件を付けて承認する", by=cast.policy, at=NOW)
    services.close_meeting(item.meeting, by=cast.policy, at=NOW)
    return item.meeting


TOLD = (
    "議事録",
    "審議第1号",
    "水道検針",
    "大野 審査",
    "斎藤 委員（親族が勤めている）",
    "加われる委員 2人のうち 2人が出席",
    "持出しの手順を尋ねた",
    "条件付承認 2",
    "手順書を改める",
    "みなと検針株式会社",
    "2099年5月10日",
)


def test_the_minutes_tell_everything_in_word_and_pdf(cast, meeting):
    kept = minutes.approve(meeting, "", by=cast.board, at=NOW)
    word, pdf = words_of_docx(content_of(kept.docx)), words_of_pdf(content_of(kept.pdf))
    for part in TOLD:
        assert part in word
        assert part.replace(" ", "") in pdf.replace("\r\n", "")
    assert not Duty.objects.filter(kind="board.minutes", done_at__isnull=True)


@pytest.mark.parametrize("names", [False, True])
def test_who_voted_what_is_told_only_where_the_rule_says_so(cast, meeting, names):
    services.set_rules(
        cast.city, Rule(), name="", chair=cast.board, names_in_minutes=names, by=cast.policy, at=NOW
    )
    told = minutes.minutes_of(meeting).items[0]
    assert bool(told.names) is names
    assert told.told_votes == "条件付承認 2"


def test_only_the_chair_approves_and_only_what_changed(cast, meeting):
    for person, reason, code in (
        (cast.policy, "", "board.only-the-chair"),
        (cases.bench(cast)[1], "", "board.only-the-chair"),
    ):
        with pytest.raises(Refusal) as caught:
            minutes.approve(meeting, reason, by=person, at=NOW)
        assert caught.value.code == code
    minutes.approve(meeting, "", by=cast.board, at=NOW)
    for reason, code in (("", "minutes.reason-missing"), ("念のため", "minutes.unchanged")):
        with pytest.raises(Refusal) as caught:
            minutes.approve(meeting, reason, by=cast.board, at=NOW)
        assert caught.value.code == code


def test_a_correction_is_a_new_version_and_the_old_one_stays(cast, meeting):
    first = minutes.approve(meeting, "", by=cast.board, at=NOW)
    item = meeting.items.get()
    deliberation.write_discussion(
        item, "持出しと複写の手順を尋ねた。", deliberation.mark_of(item.discussion), by=cast.policy, at=NOW
    )
    assert Duty.objects.filter(kind="board.minutes", done_at__isnull=True).exists()
    second = minutes.approve(meeting, "複写の質問が落ちていた", by=cast.board, at=NOW)
    assert second.version == 2
    assert "複写の質問が落ちていた" in words_of_docx(content_of(second.docx))
    assert "複写" not in words_of_docx(content_of(first.docx))


def test_the_database_refuses_to_change_approved_minutes(cast, meeting):
    kept = minutes.approve(meeting, "", by=cast.board, at=NOW)
    for act in (
        lambda: MinutesVersion.objects.filter(pk=kept.pk).update(reason="別の話"),
        lambda: MinutesVersion.objects.filter(pk=kept.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_later_changes_of_the_work_do_not_change_the_minutes(cast, meeting):
    kept = minutes.approve(meeting, "", by=cast.board, at=NOW)
    work = meeting.items.get().candidacy.engagement
    work.title = "まったく別の題"
    work.save()
    assert minutes.fingerprint(meeting) == kept.fingerprint


def test_whoever_stepped_aside_never_reads_what_was_said(cast, meeting):
    kept = minutes.approve(meeting, "", by=cast.board, at=NOW)
    item = meeting.items.get()
    aside, other = cast.client(cases.bench(cast)[2]), cast.client(cases.bench(cast)[1])
    pages = [
        item.get_absolute_url(),
        meeting.get_absolute_url(),
        reverse("board-minutes", args=[meeting.pk]),
    ]
    for page in pages:
        assert "持出しの手順を尋ねた" not in aside.get(page).content.decode()
    assert "持出しの手順を尋ねた" in other.get(pages[0]).content.decode()
    for path in (
        reverse("board-minutes-file", args=[meeting.pk, kept.version, "docx"]),
        reverse("board-minutes-draft", args=[meeting.pk, "docx"]),
    ):
        assert "持出しの手順を尋ねた" not in words_of_docx(raw_of(aside.get(path)))
        assert "持出しの手順を尋ねた" in words_of_docx(raw_of(other.get(path)))


def test_the_department_reads_the_decision_but_not_what_was_said(cast, meeting):
    page = cast.client(cast.owner).get(meeting.items.get().get_absolute_url()).content.decode()
    assert "条件付承認" in page
    assert "持出しの手順を尋ねた" not in page
    assert "近藤 委員" not in page


def test_the_chair_approves_on_the_page(cast, meeting):
    page = reverse("board-minutes", args=[meeting.pk])
    chair = cast.client(cast.board)
    assert "議事録を承認する" in chair.get(page).content.decode()
    assert chair.post(f"{page}approve/", {"reason": ""}).status_code == 302
    assert "承認済み" in chair.get(page).content.decode()
    assert chair.post(f"{page}approve/", {"reason": ""}).status_code == 422


def test_other_kinds_of_papers_are_not_found(cast, meeting):
    minutes.approve(meeting, "", by=cast.board, at=NOW)
    for path in ("draft.exe", "1.txt", "2.docx"):
        got = cast.client(cast.board).get(f"/board/{meeting.pk}/minutes/{path}")
        assert got.status_code == 404


def test_hostile_words_stay_words(cast):
    item = cases.gathered(cast)
    text = "=cmd|' /C calc'!A0 <script>alert(1)</script> {{ 7*7 }} #eval \\ $x$ \x0b"
    deliberation.write_discussion(item, text, deliberation.mark_of(""), by=cast.policy, at=NOW)
    for person in cases.bench(cast):
        deliberation.vote(item, Vote.REJECT, "", by=person, at=NOW)
    deliberation.close_item(item, text, by=cast.policy, at=NOW)
    services.close_meeting(item.meeting, by=cast.policy, at=NOW)
    kept = minutes.approve(item.meeting, "", by=cast.board, at=NOW)
    assert "<script>" in words_of_docx(content_of(kept.docx))
    page = cast.client(cast.policy).get(item.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
