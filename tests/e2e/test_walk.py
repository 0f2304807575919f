"""The main job as a clerk and a contractor walk it, in one story: decide, promise, keep."""

import io
import re

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import expect

from tests.adapters.papers import words_of
from tests.apps import promised
from tests.cast import NOW
from tests.e2e.acts import follow, kept, press, saved, told
from tests.e2e.door import sign_in
from yakusoku.adapters.pdf import decisions_pdf
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.domain.inspections.answers import Verification
from yakusoku.domain.inspections.sheet import COLUMNS, SHEET_TAB

pytestmark = pytest.mark.e2e

TITLE = "高齢者世帯訪問調査業務"
NUMBER, ANSWER, COMMENT, PROOF = (
    COLUMNS.index(name) + 1 for name in ("番号", "回答", "コメント", "証拠（資料の名前）")
)


def test_from_the_facts_to_the_findings_and_a_second_version(enter, cast):
    unsent = promised.published(cast, "まだ送っていない業務").engagement
    clerk, contractor = enter(), enter()
    sign_in(clerk, cast.owner)
    describe_the_work(clerk, cast.company)
    decide(clerk)
    publish(clerk)
    read_the_papers(clerk)
    send_the_sheet(clerk)

    sign_in(contractor, cast.contractor)
    see_only_what_is_mine(contractor, unsent)
    answer_on_screen(contractor)
    answer_in_excel(contractor)
    tell_who_holds_data(contractor)
    press(contractor, "回答を提出する")
    told(contractor, "回答を提出しました")

    verify(clerk, cast)
    publish_again(clerk)


def describe_the_work(page, company):
    """Begin an engagement and go through the wizard, with a pause in the middle."""
    follow(page, "委託業務を登録する")
    page.get_by_label("業務の名称").fill(TITLE)
    press(page, "業務を登録する")
    page.get_by_label("契約の種類").fill("準委任")
    press(page, "次へ")
    for name in ("氏名・住所・生年月日", "電話番号", "要配慮個人情報"):
        page.get_by_label(name).check()
    page.get_by_label("何人分の情報ですか").fill("8000")
    kept(page.locator("form.questions"))

    page.goto("/")
    page.locator(".todo-row", has_text=TITLE).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("情報")
    expect(page.get_by_label("何人分の情報ですか")).to_have_value("8000")
    expect(page.get_by_label("要配慮個人情報")).to_be_checked()
    page.get_by_label("紙の書類").check()
    press(page, "次へ")
    for name in ("受注者の事業所", "訪問先・現場"):
        page.get_by_label(name).check()
    press(page, "次へ")
    for name in ("持出し:", "複写・複製:", "本人などからの情報の収集:"):
        page.get_by_label(name).check()
    press(page, "次へ")
    page.get_by_label("始まりの日").fill("2027-04-01")
    page.get_by_label("終わりの日").fill("2028-03-31")
    page.get_by_label("見積り合わせ等の随意契約").check()
    page.locator("[name=contractor]").select_option(label=company.name)
    page.get_by_label("監督に使える時間").fill("40")
    press(page, "業務の実態を確定する")
    told(page, "業務の実態を保存しました")


def decide(page):
    """Choose a ban that visits cannot keep, be led out of it, leave one thing out, adopt the rest."""
    expect(page.locator("#conflicts")).to_be_empty()
    page.locator("#removal").get_by_label("禁止").first.check()
    page.locator("#removal").get_by_role("button", name="選んだ決め方で採用する").click()
    conflict = page.locator("#conflicts .conflicts > li")
    expect(conflict).to_have_count(1)
    expect(conflict).to_contain_text("持出し：「禁止」ではこの業務ができません。")
    conflict.get_by_role("button", name="「条件つき許可」にする").click()
    expect(page.locator("#conflicts")).to_be_empty()
    expect(page.locator("#removal .verdict")).to_contain_text("条件つき許可")

    left_out = page.locator("#publication")
    left_out.locator("summary", has_text="採用しないとき").click()
    left_out.get_by_role("button", name="採用しない").click()
    expect(page.locator("#publication")).to_contain_text("理由")
    expect(page.locator("#publication .field-error").first).to_be_visible()
    page.watch.expect_refusal(422)
    page.locator("#publication-decline-reason").fill("公表は条例で定めている")
    page.locator("#publication").get_by_role("button", name="採用しない").click()
    expect(page.locator("#publication .verdict")).to_contain_text("公表は条例で定めている")

    page.get_by_role("button", name=re.compile("残り.*提案どおり採用する")).click()
    told(page, "提案のとおり採用しました")
    expect(page.locator("#sums")).to_contain_text("すべて決まりました")


def publish(page):
    """Look once more at what is decided, then publish."""
    follow(page, "特記仕様書を発行する")
    expect(page.get_by_role("heading", name="採用しなかった要件")).to_be_visible()
    press(page, "特記仕様書を発行する")
    told(page, "第1版を発行しました")


def read_the_papers(page):
    """Save the papers and open each in its own program's library."""
    specification = Document(io.BytesIO(saved(page, "特記仕様書（Word）")))
    words = "\n".join(paragraph.text for paragraph in specification.paragraphs)
    assert TITLE in words
    assert "持出し" in words
    assert "違反事実の公表" not in words
    sheet = openpyxl.load_workbook(io.BytesIO(saved(page, "遵守確認表（Excel）")))[SHEET_TAB]
    assert sheet.protection.sheet
    assert TITLE in words_of(saved(page, "利用説明書（PDF）"))
    assert "公表は条例で定めている" in words_of(saved(page, "採否判断書（PDF）"))
    follow(page, "利用説明書を画面で読む")
    expect(page.get_by_role("heading", level=1)).to_have_text("利用説明書")


def send_the_sheet(page):
    """Send the check sheet with the kind and the day that are proposed."""
    follow(page, TITLE)
    expect(page.get_by_label("回答の期限")).to_have_value("2027-06-30")
    press(page, "みなと検針株式会社に送る")
    told(page, "遵守確認表を委託先に送りました")


def see_only_what_is_mine(page, unsent):
    """Find what was sent on the home page, and nothing else."""
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text(TITLE)
    assert page.goto(unsent.get_absolute_url()).status == 404
    page.watch.expect_refusal(404)
    page.goto("/")
    page.locator(".todo-row", has_text=TITLE).get_by_role("link").click()


def answer_on_screen(page):
    """Answer the first two questions, one with a file."""
    first, second = page.locator(".check").nth(0), page.locator(".check").nth(1)
    first.get_by_label("はい").check()
    kept(first)
    first.get_by_label("証拠のファイルを付ける").set_input_files(
        {"name": "体制図.pdf", "mimeType": "application/pdf", "buffer": paper()}
    )
    expect(first.get_by_role("link", name="体制図.pdf")).to_be_visible()
    second.get_by_label("一部").check()
    second.get_by_label("コメント").fill("7月から始めます")
    second.get_by_label("コメント").blur()
    kept(second)
    page.reload()
    expect(page.locator(".check").nth(1).get_by_label("コメント")).to_have_value("7月から始めます")
    expect(page.locator("#sums")).to_contain_text("2問に回答済み")


def paper():
    """Return a small PDF as a contractor has one."""
    from tests.packs import example_pack

    return decisions_pdf(example_pack())


def answer_in_excel(page):
    """Fill in the rest of the sheet in Excel, look at the difference, take it."""
    page.locator("summary", has_text="Excelで回答する").click()
    book = openpyxl.load_workbook(io.BytesIO(saved(page, "遵守確認表（Excel）を保存する")))
    filled = fill(book[SHEET_TAB])
    out = io.BytesIO()
    book.save(out)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("記入した遵守確認表").set_input_files(
        {"name": "記入済み.xlsx", "mimeType": kind, "buffer": out.getvalue()}
    )
    press(page, "記入した表を読み取る")
    expect(page.get_by_role("heading", name=f"変わる回答 {filled}件")).to_be_visible()
    expect(page.locator("tbody tr").filter(has=page.locator("ins", has_text="いいえ"))).to_have_count(1)
    press(page, f"{filled}件の回答を取り込む")
    told(page, f"{filled}件の回答を取り込みました")


def tell_who_holds_data(page):
    """Confirm that nobody but the contractor holds data."""
    page.locator("#holders").get_by_label("この表のとおり", exact=True).check()
    press(page, "この答えで確かめる")
    told(page, "いま情報を持っている者を確かめました")


def fill(sheet):
    """Answer every question that is still open: the last いいえ, the others はい. Return how many."""
    head = next(row for row in range(1, 20) if sheet.cell(row, NUMBER).value == "番号")
    rows = [row for row in range(head + 1, sheet.max_row + 1) if sheet.cell(row, NUMBER).value]
    assert [sheet.cell(rows[n], ANSWER).value for n in (0, 1)] == ["はい", "一部"]
    assert sheet.cell(rows[1], COMMENT).value == "7月から始めます"
    for row in rows[2:]:
        sheet.cell(row, ANSWER).value = "はい"
        sheet.cell(row, PROOF).value = "記録簿.pdf"
    sheet.cell(rows[-1], ANSWER).value = "いいえ"
    return len(rows) - 2


def verify(page, cast):
    """See something else than what was answered; that, what is partly done and what is missing are found."""
    page.goto("/")
    page.locator(".todo-row", has_text=TITLE).get_by_role("link").click()
    third = page.locator(".check").nth(2)
    third.get_by_label("相違").check()
    expect(third.locator("[data-saved]")).to_have_text("まだ保存していません")
    expect(third.locator(".field-error")).to_contain_text("見たこと")
    page.watch.expect_refusal(422)
    third.get_by_label("見たこと").fill("6月分の記録がありません")
    third.get_by_label("見たこと").blur()
    kept(third)
    expect(third.locator(".finding")).to_contain_text("改善の道")
    expect(third.locator(".way").first).to_be_visible()
    page.locator(".check").nth(0).get_by_label("確認済み").check()
    kept(page.locator(".check").nth(0))
    expect(page.locator("#sums")).to_contain_text("2問を確認しました")
    confirm_the_rest(cast)
    page.reload()
    press(page, "確認を終える")
    told(page, "確認を終えました。指摘は")
    expect(page.locator(".finding", has_text="第1条").first).to_be_visible()
    expect(page.get_by_text("6月分の記録がありません")).to_be_visible()


def confirm_the_rest(cast):
    """Confirm what the clerk has not looked at in the browser: a hundred times the same press."""
    inspection = Inspection.objects.get(version__engagement__title=TITLE)
    seen = set(inspection.observations.values_list("check_id", flat=True))
    for check in checks_of(inspection):
        if check.id not in seen:
            services.observe(inspection, check.id, Verification.CONFIRMED, "", by=cast.owner, at=NOW)


def publish_again(page):
    """Adopt after all what was left out, and publish a second version that says what is new."""
    follow(page, TITLE)
    follow(page, "採否を見る")
    again = page.locator("#publication")
    again.locator("summary", has_text="決め直す").click()
    again.get_by_role("button", name="提案どおり採用する").click()
    expect(page.locator("#publication .promise-state")).to_contain_text("採用")
    expect(page.locator("#publication .promise-state")).not_to_contain_text("採用しない")
    follow(page, "特記仕様書を発行する")
    page.get_by_label("変えた理由").fill("条例が変わり、公表の定めが要る")
    press(page, "特記仕様書を発行する")
    told(page, "第2版を発行しました")
    follow(page, "前の版から何が変わったか")
    change = page.locator(".clause-change", has_text="違反事実の公表")
    expect(change).to_contain_text("加わった条")
    expect(page.locator("main")).to_contain_text("条例が変わり、公表の定めが要る")
