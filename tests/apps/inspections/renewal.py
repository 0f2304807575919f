"""A promise whose catalogue changed while its sheet is being answered, for the tests of what follows."""

from datetime import timedelta

from tests.apps import promised
from tests.cast import NOW, Cast
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.flows.bringing import Brought, bring_up_to_date
from yakusoku.apps.inspections.models import Inspection

LATER = NOW + timedelta(days=3)
REASON = "目録の変更"
REWORDED, STAYED, NEW, REMOVED = "copying-1a", "removal-2a", "copying-99a", "publication-1a"
QUESTION = "複写したものの数を、毎月、責任者が数えていますか。"
OVERLAY = f"""
change:
  copying:
    checks:
      - {{id: copying-1, arrangement: {{question: {QUESTION}}}}}
      - id: copying-99
        point: 写しの番号
        why: 数が合わないと、なくしたことに気付けません。
        answered_by: 受注者の責任者
        arrangement: {{question: 写しに番号を付けていますか。, evidence: 台帳, evidence_required: false}}
        operation: {{question: 番号と台帳を合わせていますか。, evidence: 台帳, evidence_required: false}}
leave_out: [publication]
"""


def change(cast: Cast, text: str = OVERLAY) -> None:
    """Reword one question, add a point with two, and leave a requirement out."""
    engagements.keep_overlay(cast.city, text, by=cast.policy, at=NOW)


def renewed(cast: Cast, sheet: Inspection) -> Brought:
    """Change the catalogue and bring the work of a sheet up to date."""
    change(cast)
    done = bring_up_to_date(sheet.version.engagement, REASON, by=cast.policy, at=LATER)
    sheet.refresh_from_db()
    return done


def begun(cast: Cast) -> Inspection:
    """Return a sheet with every question answered, not handed in yet."""
    return promised.answered(cast)
