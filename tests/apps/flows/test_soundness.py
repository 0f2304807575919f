"""What always holds is held; whatever is taken away behind the program's back is named."""

from tests.apps import promised
from tests.apps.findings import corrected
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.files.services import store
from yakusoku.apps.flows.soundness import Flaw, Kind, flaws
from yakusoku.apps.inspections.models import Inspection
from yakusoku.cli.check import WORDS


def test_what_was_made_by_acts_is_sound(cast):
    corrected.replied(cast)
    promised.submitted(cast)
    assert list(flaws()) == []


def test_every_kind_of_flaw_has_words():
    assert set(WORDS) == set(Kind)


def test_a_content_that_is_gone_and_one_that_changed_are_named(cast):
    promised.published(cast)
    gone, changed = StoredFile.objects.order_by("pk")[:2]
    place = store()
    for row, content in ((gone, None), (changed, b"something else")):
        file = place.root / row.sha256[:2] / row.sha256[2:4] / row.sha256
        file.unlink()
        if content:
            file.write_bytes(content)
    named = {Flaw(Kind.CONTENT, f"storedfile:{row.pk}") for row in (gone, changed)}
    assert set(flaws()) == named


def test_what_is_due_to_nobody_and_about_nothing_is_named(cast):
    sheet = promised.opened(cast)
    Duty.objects.filter(kind="inspection.answer").update(subject="inspection:987654")
    assert set(flaws()) == {
        Flaw(Kind.NOBODY, f"inspection:{sheet.pk} inspection.answer"),
        Flaw(Kind.SUBJECT, "inspection:987654"),
    }


def test_what_was_slipped_in_without_the_trail_is_named(cast):
    sheet = promised.opened(cast)
    Inspection.objects.bulk_create(
        [
            Inspection(
                version=sheet.version, kind="closing", due_on=sheet.due_on, asked=1, opened_at=sheet.opened_at
            )
        ]
    )
    found = {flaw.about for flaw in flaws() if flaw.kind is Kind.UNTOLD}
    assert found == {f"inspection:{Inspection.objects.latest('pk').pk}"}


def test_a_version_without_its_papers_and_its_line_is_named(cast):
    version = promised.published(cast)
    work = version.engagement_id
    version.pk, version.number = None, 2
    version.save(force_insert=True)
    assert set(flaws()) == {
        Flaw(Kind.PAPERS, f"version:{version.pk}"),
        Flaw(Kind.UNTOLD, f"engagement:{work} v2"),
    }
