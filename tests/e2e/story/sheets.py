"""Check sheets: the first line by hand on the page, the hundred others through the services."""

from django.utils.timezone import now

from tests.e2e.acts import kept, press, told
from yakusoku.apps.accounts.models import User
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.domain.inspections.answers import Answer, GivenAnswer, Verification


def answer_first(page, words: str, comment: str) -> None:
    """Answer the first question on the page, with a comment."""
    first = page.locator(".check").first
    first.get_by_label(words).check()
    first.get_by_label("コメント").fill(comment)
    first.get_by_label("コメント").blur()
    kept(first)


def answer_the_rest(sheet: Inspection, by: User) -> None:
    """Say はい to whatever is not answered yet."""
    done = set(sheet.answers.values_list("check_id", flat=True))
    waiting = [check.id for check in checks_of(sheet) if check.id not in done]
    given = [GivenAnswer(check, Answer.YES, "", ("記録簿.pdf",)) for check in waiting]
    services.take_answers(sheet, given, by=by, at=now())


def verify(page, sheet: Inspection, by: User) -> None:
    """Confirm the first answer on the page, the rest through the service, and end the verification."""
    page.goto(sheet.get_absolute_url())
    first = page.locator(".check").first
    first.get_by_label("確認済み").check()
    kept(first)
    seen = set(sheet.observations.values_list("check_id", flat=True))
    for check in checks_of(sheet):
        if check.id not in seen:
            services.observe(sheet, check.id, Verification.CONFIRMED, "", by=by, at=now())
    page.reload()
    press(page, "確認を終える")
    told(page, "確認を終えました")
