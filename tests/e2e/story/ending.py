"""What was promised to the board is kept; what was handed over comes back; the engagement ends and teaches."""

from playwright.sync_api import expect

from tests.e2e.acts import fill, follow, headed, hidden, pick, press, sees, told
from tests.e2e.story.choosing import CONDITION
from tests.e2e.story.keeping import HOME
from tests.e2e.story.scene import TITLE, Scene
from yakusoku.apps.board.models import Condition
from yakusoku.apps.candidates.models import Candidacy
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.erasure.models import Copy

SENT, COPIED, TYPED = "訪問先の名簿", "印刷の版下", "入力済みのデータ"


def keep_the_plan(scene: Scene) -> None:
    """Report the measure of the security plan as done, and see that it is."""
    path = f"/candidacies/{Candidacy.objects.get(engagement=scene.work).pk}/plan/"
    scene.contractor.goto(path)
    fill(scene.contractor, note="一覧を作り、事務所に掲げた")
    press(scene.contractor, "実施を報告する")
    sees(scene.contractor, "一覧を作り、事務所に掲げた")
    scene.clerk.goto(path)
    press(scene.clerk, "できていることを確かめた")


def keep_the_condition(scene: Scene) -> None:
    """Report that the condition of the board is met; the secretariat looks at it."""
    condition = Condition.objects.get(item__candidacy__engagement=scene.work)
    hidden(scene.rival, condition.get_absolute_url())
    page = scene.contractor
    page.goto(condition.get_absolute_url())
    sees(page, CONDITION)
    fill(page, report="手順書を改めた")
    press(page, "事務局に報告する")
    told(page, "報告しました")
    scene.secretariat.goto("/")
    scene.secretariat.goto(condition.get_absolute_url())
    sees(scene.secretariat, "手順書を改めた")
    press(scene.secretariat, "満たされたと記録する")
    sees(scene.secretariat, "満たされたことを確かめました")


def hand_over(scene: Scene) -> None:
    """Write down what was handed to the contractor, who confirms that it came."""
    page = scene.clerk
    page.goto(scene.page("handover-new"))
    page.locator("[name=giver]").select_option("client")
    pick(page, "receiver", scene.cast.company.name)
    page.locator("[name=medium]").select_option("paper")
    page.locator("[name=travels_by]").select_option("tracked")
    fill(page, description=SENT, copies=12, tracking="1234-5678", sent_on=scene.day())
    press(page, "受渡しを記録する")
    told(page, "受渡しを記録しました")
    page.goto(scene.page("closing"))
    sees(page, f"「{SENT}」の受取りを確かめていません")
    scene.contractor.goto(scene.page("handovers"))
    follow(scene.contractor, SENT)
    press(scene.contractor, "受け取ったことを記録する")
    told(scene.contractor, "受け取ったことを記録しました")


def enter_copies(scene: Scene) -> None:
    """Enter what each tier holds: the contractor for itself and the home worker, the subcontractor for itself."""
    page, below = scene.contractor, scene.subcontractor
    page.goto(scene.page("ledger"))
    press(page, "受渡しの記録から台帳に載せる")
    told(page, "受渡しの記録から1件を台帳に載せました")
    page.goto(scene.page("copy-new"))
    pick(page, "hop", HOME)
    enter_copy(page, TYPED)
    below.goto(f"/hops/{place_below(scene).pk}/ledger/")
    expect(below.locator("main")).not_to_contain_text(SENT)
    follow(below, "写しを台帳に載せる")
    enter_copy(below, COPIED)


def place_below(scene: Scene) -> Hop:
    """Return the place of the subcontractor."""
    return Hop.objects.get(engagement=scene.work, organization=scene.cast.subcompany)


def enter_copy(page, what: str) -> None:
    """Write one row of the ledger."""
    fill(page, what=what, place="鍵付き保管庫", number=2)
    page.locator("[name=medium][value=removable]").check()
    press(page, "台帳に載せる")
    told(page, "台帳に載せました")


def copy(scene: Scene, what: str) -> str:
    """Return the page of a copy."""
    return Copy.objects.get(engagement=scene.work, what__startswith=what).get_absolute_url()


def prove(scene: Scene, page, what: str, button: str, how: str) -> None:
    """Tell how a copy came to its end."""
    page.goto(copy(scene, what))
    page.locator("[name=ending][value=erase]").check()
    page.locator(f"[name=method][value={how}]").check()
    fill(page, done_on=scene.day(), done_by="総務課")
    press(page, button)
    told(page, "返還・消去の証明を出しました")


def prove_each_tier(scene: Scene) -> None:
    """Prove the end of each copy; what the subcontractor tells goes through the contractor."""
    prove(scene, scene.subcontractor, COPIED, "委託先に報告する", "purge")
    hidden(scene.subcontractor, copy(scene, TYPED))
    hidden(scene.rival, copy(scene, COPIED))
    scene.clerk.goto(copy(scene, COPIED))
    expect(scene.clerk.get_by_role("button", name="返還・消去を確かめた")).to_have_count(0)
    scene.contractor.goto(copy(scene, COPIED))
    press(scene.contractor, "確かめて委託元に出す")
    prove(scene, scene.contractor, TYPED, "委託元に証明を出す", "purge")
    prove(scene, scene.contractor, SENT, "委託元に証明を出す", "destroy")


def declare(scene: Scene) -> None:
    """Say at each place that there is no other copy."""
    scene.subcontractor.goto(f"/hops/{place_below(scene).pk}/ledger/")
    press(scene.subcontractor, "ほかに写しはないと申し出る")
    told(scene.subcontractor, "書き漏らしがないことを申し出ました")
    page = scene.contractor
    page.goto(scene.page("ledger"))
    buttons = page.get_by_role("button", name="ほかに写しはないと申し出る")
    for left in range(buttons.count(), 0, -1):
        expect(buttons).to_have_count(left)
        buttons.first.click()
        told(page, "書き漏らしがないことを申し出ました")
    expect(buttons).to_have_count(0)


def confirm(scene: Scene, what: str) -> None:
    """Accept, as the client, how a copy came to its end."""
    scene.clerk.goto(copy(scene, what))
    press(scene.clerk, "返還・消去を確かめた")
    expect(scene.clerk.locator("tbody tr", has_text=what)).to_contain_text("委託元が確かめた")


def confirm_below(scene: Scene) -> None:
    """Accept what the tiers below proved."""
    confirm(scene, COPIED)
    confirm(scene, TYPED)


def close(scene: Scene) -> None:
    """Be refused while one copy is open; close when nothing is."""
    page = scene.clerk
    page.goto(scene.page("closing"))
    headed(page, "閉じるまでに、あと1件")
    sees(page, SENT)
    expect(page.get_by_role("button", name="この業務を閉じる")).to_have_count(0)
    confirm(scene, SENT)
    page.goto(scene.page("closing"))
    press(page, "この業務を閉じる")
    told(page, "業務を閉じました")
    headed(page, "閉じた業務")
    scene.contractor.goto(scene.page("ledger"))
    sees(scene.contractor, "すべて証明され、確かめました")
    expect(scene.contractor.get_by_role("link", name="写しを台帳に載せる")).to_have_count(0)


def renew(scene: Scene) -> None:
    """See what the period taught, and begin the next one with it."""
    page = scene.clerk
    follow(page, "分かったことを見て、次の期間を作る")
    headed(page, "この期間に分かったこと")
    sees(page, "足りなかったこと", "重大", CONDITION)
    press(page, "次の期間の業務を作る")
    told(page, "次の期間の業務を作りました")
    headed(page, "前の期間に分かったこと")
    sees(page, TITLE, CONDITION)
    hidden(scene.contractor, page.url.replace("lessons/", ""))


STEPS = (
    keep_the_plan,
    keep_the_condition,
    hand_over,
    enter_copies,
    prove_each_tier,
    declare,
    confirm_below,
    close,
    renew,
)
