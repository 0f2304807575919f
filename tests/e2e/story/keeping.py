"""The start of work, who holds data below the contractor, and a holder whom nobody had declared."""

from playwright.sync_api import expect

from tests.e2e.acts import fill, follow, headed, hidden, pick, press, sees, told
from tests.e2e.story.scene import TITLE, Scene

HOME, UNDECLARED = "在宅の入力者", "内職の家"


def cannot_start(scene: Scene) -> None:
    """Try to start before anyone is listed and taught."""
    page = scene.clerk
    page.goto(scene.page("engagement-training"))
    press(page, "この日で着手を記録する")
    sees(page, "まだ始められません")
    page.watch.expect_refusal(422)


def list_staff(scene: Scene) -> None:
    """Put the responsible person on the staff list."""
    page = scene.contractor
    page.goto(scene.page("worker-new"))
    fill(page, name="工藤 検針")
    page.get_by_label("責任者").check()
    press(page, "名簿に載せる")
    told(page, "名簿に載せました")
    sees(page, "個人情報保護責任者研修")


def teach(scene: Scene) -> None:
    """Record that the course was taken."""
    page = scene.clerk
    page.goto(scene.page("engagement-training"))
    sees(page, "従事者 1人", "次のことが要ります")
    page.goto(scene.page("training-complete"))
    page.get_by_label("工藤 検針").check()
    fill(page, completed_on=scene.day())
    press(page, "修了を記録する")
    told(page, "1人の修了を記録しました")


def start(scene: Scene) -> None:
    """Record the start of work, now that everything is there."""
    press(scene.clerk, "着手を記録する")
    told(scene.clerk, "着手を記録しました")
    sees(scene.clerk, "着手済み")


def ask_for_subcontractor(scene: Scene) -> None:
    """Ask for consent to a subcontractor."""
    page = scene.contractor
    page.goto(scene.page("chain"))
    page.get_by_role("link", name="再委託の承諾を求める").click()
    describe_place(page, scene.cast.subcompany.name, "subcontractor", "tracked", ("contact", "identity"))
    fill(page, part="問診票の印刷", since=scene.day(), reason="封入の設備がないため")
    press(page, "承諾を求める")
    told(page, "再委託の承諾を求めました")
    scene.subcontractor.goto("/subcontracts/")
    sees(scene.subcontractor, "再委託で受けている業務はありません")


def describe_place(page, name: str, place: str, travels_by: str, categories: tuple[str, ...]) -> None:
    """Write who is to hold which data, where, and how it gets there."""
    fill(page, name=name)
    for each in categories:
        page.locator(f"[name=categories][value={each}]").check()
    page.locator("[name=place]").select_option(place)
    page.locator("[name=travels_by]").select_option(travels_by)


def consent_to_subcontractor(scene: Scene) -> None:
    """Consent, and let the registered company see its own place."""
    page = scene.clerk
    page.goto("/")
    page.goto(scene.page("chain"))
    follow(page, "再委託を承諾するか決める")
    sees(page, "封入の設備がないため")
    fill(page, decided_on=scene.day())
    page.locator("[name=organization]").first.select_option(label=scene.cast.subcompany.name)
    press(page, "再委託を承諾する")
    sees(page, "再委託承諾書")


def ask_for_home_worker(scene: Scene) -> None:
    """Ask, as the subcontractor, for consent to the tier below; the engagement itself stays out of sight."""
    page = scene.subcontractor
    hidden(page, scene.page("chain"))
    page.goto("/subcontracts/")
    follow(page, TITLE)
    hidden(scene.rival, page.url)
    follow(page, "この先の再委託の承諾を求める")
    describe_place(page, HOME, "home", "courier", ("identity",))
    fill(page, part="回答の入力", since=scene.day(), reason="入力の人手が足りないため")
    press(page, "承諾を求める")
    told(page, "再委託の承諾を求めました")


def consent_to_home_worker(scene: Scene) -> None:
    """Consent to the third tier and see all of them."""
    page = scene.clerk
    page.goto(scene.page("chain"))
    follow(page, "再委託を承諾するか決める")
    headed(page, HOME)
    sees(page, scene.cast.subcompany.name)
    fill(page, decided_on=scene.day())
    press(page, "再委託を承諾する")
    sees(page, "再委託承諾書")
    page.goto(scene.page("chain"))
    sees(page, scene.cast.company.name, scene.cast.subcompany.name, HOME, "3者が情報を持っています")


def report_undeclared(scene: Scene) -> None:
    """Write down a home worker nobody had declared: a finding of the highest severity."""
    page = scene.clerk
    follow(page, "届出のない者を記録する")
    pick(page, "giver", scene.cast.subcompany.name)
    describe_place(page, UNDECLARED, "home", "courier", ("identity",))
    fill(page, note="伝票から分かった")
    press(page, "届出のない者を記録する")
    told(page, "重大な指摘を立てました")
    page.goto(scene.page("chain"))
    sees(page, "重大：情報の渡り先が、約束と違います", UNDECLARED)
    page.goto(scene.page("engagement-findings"))
    expect(page.locator(".finding-row")).to_contain_text("重大")
    expect(page.locator(".finding-row")).to_contain_text(UNDECLARED)


def instruct(scene: Scene) -> None:
    """Instruct the one who let it happen to put it right, and ask about it from now on."""
    page = scene.clerk
    follow(page, "改善を指示する")
    page.locator("[name^=demand_]").fill("情報を返してもらい、届け出のない者に渡さない手順を作ってください。")
    press(page, "改善指示書を発行して届ける")
    told(page, "改善を指示しました")
    page.goto(scene.page("engagement-findings"))
    page.locator("tbody th a").first.click()
    sees(page, "確認項目を加えてから閉じます")
    follow(page, "確認項目を加える")
    fill(page, point="届出のない者", operation="渡す前に、承諾があることを確かめていますか。")
    page.locator("main form button.button-primary").click()
    told(page, "確認項目を加えました")


def reply(scene: Scene) -> None:
    """Tell what was done about it."""
    page = scene.contractor
    page.goto(scene.page("engagement-findings"))
    expect(page.locator("main")).not_to_contain_text("伝票から分かった")
    page.locator("tbody th a").first.click()
    headed(page, "改善して報告する")
    page.locator("[name^=measure_]").fill("情報を返してもらい、渡す前に承諾書を見る手順にした")
    fill(page, text="忙しい時期に知り合いに頼んでいた")
    press(page, "改善を報告する")
    told(page, "改善を報告しました")


def verify_correction(scene: Scene) -> None:
    """End the undeclared place, look at the measure and close the finding."""
    page = scene.clerk
    page.goto(scene.page("chain"))
    follow(page, UNDECLARED)
    page.locator("summary", has_text="終わりの日を決める").click()
    fill(page, on=scene.day())
    press(page, "終わりの日を記録する")
    sees(page, "情報を持つ最後の日")
    page.goto(scene.page("engagement-findings"))
    page.locator("tbody th a").first.click()
    headed(page, "改善の報告を確かめる")
    page.locator("[name^=outcome_][value=confirmed]").check()
    press(page, "確かめた結果を記録する")
    sees(page, "確認できた", "終わった")
    page.goto(scene.page("engagement-findings"))
    expect(page.locator("tbody tr")).to_contain_text("終わった")
    scene.contractor.reload()
    sees(scene.contractor, "確認できた", "終わった")


STEPS = (
    cannot_start,
    list_staff,
    teach,
    start,
    ask_for_subcontractor,
    consent_to_subcontractor,
    ask_for_home_worker,
    consent_to_home_worker,
    report_undeclared,
    instruct,
    reply,
    verify_correction,
)
