"""A template that is kept, made through the services, for the tests of pages."""

from datetime import date, timedelta
from functools import cache
from typing import Any

from tests.apps.review.reading import NEW, OLD, text
from tests.cast import NOW, Cast
from yakusoku.adapters.contracts.reviewed import review_content
from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.adapters.review_knowledge import shipped_words
from yakusoku.apps.accounts.models import User
from yakusoku.apps.review.snapshots import clauses_of
from yakusoku.apps.standards import services, talking
from yakusoku.apps.standards.laws import Register, register_of, shipped_register
from yakusoku.apps.standards.models import Comment, Kind, Standard, StandardReview, StudySession
from yakusoku.apps.standards.reading import Text
from yakusoku.domain.review.law import ChangeKind, LawChange
from yakusoku.domain.standards.due import Outcome

TODAY = date(2027, 4, 1)
# The old contract without the clause that rests on law of before 2020.
PLAIN = OLD[: OLD.index("（瑕疵担保）")]
COMING = LawChange(
    "coming-act",
    ChangeKind.OLD,
    "秘密保持の新しい法律",
    "秘密の守り方が変わります。",
    "2027-07-01",
    "秘密保持法",
    "新しい名前にします。",
    False,
    ("業務上知り得た秘密",),
)


@cache
def clauses(content: str) -> list[dict[str, Any]]:
    """Return the clauses of a text, read in this process: a process apart would take seconds each time."""
    found = review_content("契約書.txt", content.encode(), scans=False)
    assert not isinstance(found, Unreadable)
    return clauses_of(found)


def as_read(content: str) -> Text:
    """Return a text as `reading.read` does."""
    return Text(text(content), "業務委託契約書", clauses(content), ())


def told(cast: Cast, **changes: Any) -> dict[str, Any]:
    """Return what is told of a template of the water department."""
    given = {
        "title": "検針業務の委託契約書",
        "kind": Kind.TEMPLATE,
        "about": "検針を委託するとき",
        "department": cast.water,
        "owner": cast.owner,
        "months": 6,
        "reviewed_on": None,
    }
    return given | changes


def kept(
    cast: Cast, content: str = OLD, *, by: User | None = None, laws: Register | None = None, **changes: Any
) -> Standard:
    """Return a template, of the old contract unless another text is given."""
    given = told(cast, **changes)
    return services.register(cast.city, given, as_read(content), laws=laws, by=by or cast.owner, at=NOW)


def reviewed(
    cast: Cast,
    standard: Standard,
    content: str = "",
    *,
    days: int = 0,
    considered: tuple[str, ...] = (),
    laws: Register | None = None,
) -> StandardReview:
    """Return a look of the owner, so many days later: a revision if a text is given."""
    looked = services.Looked(
        TODAY + timedelta(days=days),
        cast.owner,
        Outcome.REVISED if content else Outcome.UNCHANGED,
        "勉強会で確かめた",
        considered,
    )
    at = NOW + timedelta(days=days)
    revision = as_read(content) if content else None
    return services.record_review(standard, looked, revision, laws=laws, by=cast.owner, at=at)


def revised(cast: Cast, standard: Standard) -> StandardReview:
    """Return a look that ended with the new contract."""
    return reviewed(cast, standard, NEW)


def said(cast: Cast, standard: Standard, *, clause: int | None = 1) -> Comment:
    """Return what a colleague says of a clause."""
    version = standard.versions.all()[0]
    return talking.comment(version, "五年は長すぎます", clause, by=cast.colleague, at=NOW)


def studied(cast: Cast, standard: Standard) -> StudySession:
    """Return a study session about a template, with a file."""
    return talking.record_study(
        cast.city,
        talking.Study(TODAY, "民法改正の勉強会", "法務2人、水道課3人", "瑕疵は契約不適合になった"),
        standards=[standard],
        files=[text("資料", "資料.txt")],
        by=cast.owner,
        at=NOW,
    )


def newer_register() -> Register:
    """Return the register that ships with one more change, which takes effect in three months."""
    shipped = shipped_register()
    return register_of((*shipped.changes, COMING), shipped_words())
