"""From the published requirements to the contract: a candidate, its answers, a plan, the board."""

from playwright.sync_api import expect

from tests.apps.board.cases import bench
from tests.e2e.acts import fill, follow, headed, hidden, press, sees, told
from tests.e2e.story.clock import time_passes
from tests.e2e.story.scene import TITLE, Scene
from tests.e2e.story.sheets import answer_first, answer_the_rest, verify
from yakusoku.apps.inspections.models import Inspection

MEASURE = "守る法令と規程の一覧を作る"
CONDITION = "持出しの手順書を改める"


def publish(scene: Scene) -> None:
    """Publish the first version."""
    scene.clerk.goto(scene.page("publish"))
    press(scene.clerk, "特記仕様書を発行する")
    told(scene.clerk, "第1版を発行しました")


def announce(scene: Scene) -> None:
    """Show the requirements to whoever thinks of a tender."""
    scene.clerk.goto(scene.page("candidacy"))
    headed(scene.clerk, "契約の前に確かめる")
    press(scene.clerk, "要件と確認表を公表する")
    told(scene.clerk, "公表しました")


def read_as_a_visitor(scene: Scene) -> None:
    """Open the public link without signing in: the hours, the promises, and nothing from inside."""
    link = scene.clerk.get_by_label("案内に載せるリンク").input_value()
    visitor = scene.enter()
    visitor.goto(link)
    headed(visitor, TITLE)
    sees(visitor, "手間の見積り", "時間", "求める約束", "持出し")
    expect(visitor.locator("main")).not_to_contain_text(scene.cast.company.name)
    visitor.context.pages[0].goto(scene.page("candidacy"))
    expect(visitor.get_by_role("button", name="サインインする")).to_be_visible()


def select(scene: Scene) -> None:
    """Select the one candidate; another company sees nothing of it."""
    hidden(scene.contractor, scene.work.get_absolute_url())
    clerk = scene.clerk
    clerk.locator("[name=company]").select_option(label=scene.cast.company.name)
    fill(clerk.locator("#select-form"), reason="見積りが最も低かった")
    press(clerk, "委託候補に選ぶ")
    told(clerk, "委託候補を選びました")
    hidden(scene.rival, scene.work.get_absolute_url())


def cannot_contract_unasked(scene: Scene) -> None:
    """Have no way to the contract before the candidate has answered."""
    cannot_contract(scene, "調査票")


def cannot_contract_unheard(scene: Scene) -> None:
    """Have no way to the contract before the board has decided."""
    cannot_contract(scene, "審査会")


def cannot_contract(scene: Scene, missing: str) -> None:
    """See what is missing, and no way to enter the contract."""
    scene.clerk.goto(scene.page("candidacy"))
    sees(scene.clerk, "残っていることが済むと、契約の日を入れられます。")
    expect(scene.clerk.locator(".missing")).to_contain_text(missing)
    expect(scene.clerk.locator("#contract-form")).to_have_count(0)


def name_responsible(scene: Scene) -> None:
    """Find the duty on the home page and name the responsible person."""
    page = scene.contractor
    page.goto("/")
    page.locator(".todo-row", has_text=TITLE).get_by_role("link").first.click()
    sees(page, "委託候補に選ばれています")
    expect(page.locator("main")).not_to_contain_text("見積りが最も低かった")
    fill(page, person="工藤 検針（部長）", contact="03-0000-0000")
    press(page, "個人情報保護責任者を届け出る")
    told(page, "個人情報保護責任者を届け出ました")


def send_questions(scene: Scene) -> None:
    """Send the 調査票."""
    scene.clerk.reload()
    sees(scene.clerk, "工藤 検針（部長）")
    fill(scene.clerk.locator("#assess-form"), due_on=scene.day(5))
    press(scene.clerk, "調査票を送る")
    told(scene.clerk, "調査票を送りました")


def answer(scene: Scene) -> None:
    """Say to the first question that it cannot be kept, and はい to the rest."""
    page = scene.contractor
    page.reload()
    follow(page, "調査票に答える")
    headed(page, "契約したら守れますか")
    answer_first(page, "いいえ", "一覧をまだ作っていない")
    answer_the_rest(Inspection.objects.get(version__engagement=scene.work), scene.cast.contractor)
    page.reload()
    press(page, "回答を提出する")
    told(page, "回答を提出しました")


def look_at_answers(scene: Scene) -> None:
    """Look at the answers and what proves them, as the clerk."""
    verify(scene.clerk, Inspection.objects.get(version__engagement=scene.work), scene.cast.owner)


def plan(scene: Scene) -> None:
    """Write the plan from both sides: the contractor what it does, the clerk by when; then agree."""
    clerk, contractor = scene.clerk, scene.contractor
    clerk.goto(scene.page("candidacy"))
    sees(clerk, "守れないこと、一部だけ守れること", "一覧をまだ作っていない")
    time_passes()
    contractor.goto("/")
    contractor.locator(".todo-row", has_text="計画").get_by_role("link").first.click()
    point = contractor.locator(".plan-item").first
    point.locator("[name=way][value=measure]").check()
    fill(point, measure=MEASURE, who="工藤 検針")
    press(point, "この項目を保存する")
    told(contractor, "計画を保存しました")
    sees(contractor, "いつまでに")
    follow(clerk, "セキュリティ計画を開く")
    point = clerk.locator(".plan-item").first
    expect(point.locator("[name=measure]")).to_have_value(MEASURE)
    fill(point, by_when=scene.day(3))
    press(point, "この項目を保存する")
    told(clerk, "計画を保存しました")
    press(clerk, "計画に合意する")
    told(clerk, "計画に合意しました")
    contractor.reload()
    sees(contractor, "合意した計画です", MEASURE)


def submit_to_board(scene: Scene) -> None:
    """Put the candidate before the board."""
    scene.clerk.goto(scene.page("candidacy"))
    press(scene.clerk, "審査会にかける")
    told(scene.clerk, "審査会にかけました")


def meet(scene: Scene) -> None:
    """Prepare the meeting, put the case on its list, call the members, write who is there."""
    page = scene.secretariat
    page.goto("/board/?show=cases")
    sees(page, TITLE, scene.cast.company.name)
    follow(page, "会議を準備する")
    fill(page, held_on=scene.day(), place="第一会議室")
    page.locator("main form button.button-primary").click()
    press(page, "議案に加える")
    press(page, "委員を招集する")
    attend(page)


def attend(page) -> None:
    """Write that every member is there."""
    seats = page.locator(".attendance select")
    expect(seats).to_have_count(3)
    for seat in seats.all():
        seat.select_option("present")
    press(page, "出欠を保存する")
    told(page, "出欠を保存しました")
    sees(page, "資料はまだ")


def decide(scene: Scene) -> None:
    """Vote, each member for themselves; the secretariat adds the condition and closes the item."""
    secretariat = scene.secretariat
    secretariat.locator(".agenda-item a").first.click()
    item = secretariat.url
    for person in bench(scene.cast):
        vote(scene.enter(person), item)
    secretariat.reload()
    secretariat.locator("summary", has_text="条件の案を加える").click()
    form = secretariat.locator("form[action$='/conditions/']")
    form.get_by_label("条件", exact=False).first.fill(CONDITION)
    form.get_by_label("委託先", exact=False).check()
    form.get_by_label("いつまでに").fill(scene.day(5))
    form.get_by_label("何で示すか").fill("手順書の写し")
    press(form, "条件の案を加える")
    told(secretariat, "条件の案を加えました")
    sees(secretariat, CONDITION, "いまの投票では「条件付")
    secretariat.locator("#close").get_by_label("決定の文").fill("条件を付けて承認する")
    press(secretariat, "投票のとおりに決する")
    expect(secretariat.locator(".board-decided")).to_contain_text("条件付承認")
    hidden(scene.contractor, item)
    follow(secretariat, "第1回")
    press(secretariat, "会議を終える")
    sees(secretariat, "議事録を見る")


def vote(page, item: str) -> None:
    """Read the packet of the case and vote for an approval under a condition."""
    page.goto(item)
    sees(page, MEASURE)
    page.locator("#vote").get_by_label("条件付承認").check()
    press(page, "投票する")
    expect(page.get_by_role("button", name="投票を変える")).to_be_visible()
    page.context.close()


def contract(scene: Scene) -> None:
    """Enter the day of the contract, now that nothing is missing."""
    page = scene.clerk
    page.goto(scene.page("candidacy"))
    sees(page, "すべて済みました。契約の日を入れられます。")
    fill(page.locator("#contract-form"), signed_on=scene.day(), number="水契第12号")
    press(page, "契約の日を入れる")
    told(page, "契約の日を入れました")
    sees(page, "水契第12号")
    scene.contractor.goto("/")
    sees(scene.contractor, "条件")


STEPS = (
    publish,
    announce,
    read_as_a_visitor,
    select,
    cannot_contract_unasked,
    name_responsible,
    send_questions,
    answer,
    look_at_answers,
    plan,
    submit_to_board,
    cannot_contract_unheard,
    meet,
    decide,
    contract,
)
