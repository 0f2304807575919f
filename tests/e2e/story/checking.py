"""The inspections that the clock opens at the contractor and below: answered, verified, concluded."""

from django.utils.timezone import now
from playwright.sync_api import expect

from tests.e2e.acts import press, sees, told
from tests.e2e.story.clock import time_passes
from tests.e2e.story.keeping import HOME, UNDECLARED
from tests.e2e.story.scene import Scene
from tests.e2e.story.sheets import answer_first, answer_the_rest, verify
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.domain.inspections.schedule import InspectionKind


def rounds(scene: Scene):
    """Return the closing checks, from the contractor down."""
    found = Inspection.objects.filter(version__engagement=scene.work, kind=InspectionKind.CLOSING)
    return found.order_by("hop__pk")


def open_by_the_clock(scene: Scene) -> None:
    """See that the clock opened a round at each declared tier, and none elsewhere."""
    time_passes()
    page = scene.clerk
    page.goto(scene.page("engagement-inspections"))
    rows = page.locator("tbody tr", has_text="終了時")
    expect(rows).to_have_count(3)
    for name in (scene.cast.company.name, scene.cast.subcompany.name, HOME):
        expect(rows.filter(has_text=name)).to_have_count(1)
    expect(page.locator("tbody tr", has_text=UNDECLARED)).to_have_count(0)


def answer_at_each_tier(scene: Scene) -> None:
    """Answer: the contractor and the subcontractor on their pages, for the home worker whoever answers for it."""
    for sheet in rounds(scene):
        company = sheet.hop.organization if sheet.hop else scene.cast.company
        if company is None:
            answer_the_rest(sheet, scene.cast.contractor)
            state_holders(sheet, unchanged=True, by=scene.cast.contractor, at=now())
            services.submit(sheet, by=scene.cast.contractor, at=now())
            continue
        mine = company == scene.cast.company
        answer_on_screen(
            scene.contractor if mine else scene.subcontractor,
            sheet,
            scene.cast.contractor if mine else scene.cast.subcontractor,
        )


def answer_on_screen(page, sheet: Inspection, by) -> None:
    """Answer the first question by hand, tell who holds data, hand it in."""
    page.goto(sheet.get_absolute_url())
    answer_first(page, "はい", "一覧を事務所に掲げています")
    answer_the_rest(sheet, by)
    page.reload()
    page.locator("#holders").get_by_label("この表のとおり", exact=True).check()
    press(page, "この答えで確かめる")
    told(page, "いま情報を持っている者を確かめました")
    press(page, "回答を提出する")
    told(page, "回答を提出しました")


def verify_each(scene: Scene) -> None:
    """Verify: the first answer of each sheet by hand, the mass through the service; conclude each."""
    for sheet in rounds(scene):
        verify(scene.clerk, sheet, scene.cast.owner)
    assert set(rounds(scene).values_list("state", flat=True)) == {State.CONCLUDED}


def cannot_close_yet(scene: Scene) -> None:
    """See everything that still keeps the engagement open."""
    page = scene.clerk
    page.goto(scene.page("closing"))
    sees(
        page,
        "まだ済んでいないこと",
        "審査会の条件",
        "セキュリティ計画の対策が1件",
        "ほかに写しはないと申し出ていません",
    )
    expect(page.get_by_role("button", name="この業務を閉じる")).to_have_count(0)


STEPS = (open_by_the_clock, answer_at_each_tier, verify_each, cannot_close_yet)
