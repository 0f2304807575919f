"""Opening the inspections that are due: 500 check sheets at once, among ten thousand works."""

import tempfile
import time
from datetime import date, timedelta

from bench.answers import prepare

WORKS, DUE = 10_000, 500


def main():
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from bench.timing import memory_mb, report
        from tests.apps import promised
        from tests.apps.inspections.rounds import NEAR
        from tests.cast import NOW, make_cast

        from yakusoku.apps.engagements.models import Engagement
        from yakusoku.apps.flows.opening import open_due_inspections
        from yakusoku.apps.inspections.models import Inspection
        from yakusoku.apps.specifications.models import Version

        cast = make_cast()
        version = promised.published(cast)
        copy_works(version, Engagement, Version)
        start = time.perf_counter()
        opened = open_due_inspections(NEAR, NOW)
        first = time.perf_counter() - start
        assert opened == DUE == Inspection.objects.count()
        start = time.perf_counter()
        assert open_due_inspections(NEAR + timedelta(days=1), NOW) == 0
        again = time.perf_counter() - start
        report(
            "opening", works=WORKS, sheets=opened, seconds=first, again_seconds=again, memory_mb=memory_mb()
        )


def copy_works(version, engagements, versions):
    """Fill the tables: of all works, DUE have a check that is near; the others run for another year."""
    first = engagements.objects.get(pk=version.engagement_id)
    rows = []
    for number in range(WORKS):
        near = number < DUE
        rows.append(
            engagements(
                organization=first.organization,
                department=first.department,
                contractor=first.contractor,
                title=f"業務{number}",
                profile=first.profile,
                starts_on=first.starts_on if near else date(2027, 8, 1),
                ends_on=first.ends_on if near else date(2028, 7, 31),
                contracted_on=date(2027, 5, 20),
                created_by=first.created_by,
                created_at=first.created_at,
                changed_at=first.changed_at,
            )
        )
    made = engagements.objects.bulk_create(rows, batch_size=500)
    versions.objects.bulk_create(
        (
            versions(
                engagement=work,
                number=1,
                snapshot=version.snapshot,
                fingerprint=version.fingerprint if number % 2 else f"{number:064d}",
                published_by=version.published_by,
                published_at=version.published_at,
            )
            for number, work in enumerate(made)
        ),
        batch_size=200,
    )


if __name__ == "__main__":
    main()
