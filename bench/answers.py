"""Saving one answer with a thousand and with a million answers in the table."""

import os
import tempfile
import time


def prepare(folder):
    """Set Django up on an empty database in `folder`; return the seconds that migrating took."""
    os.environ["YAKUSOKU_DATA"] = folder
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yakusoku.site.settings")
    import django
    from django.core.management import call_command

    django.setup()
    start = time.perf_counter()
    call_command("migrate", verbosity=0)
    from yakusoku.adapters.catalogues import shipped_catalogue

    shipped_catalogue()
    return time.perf_counter() - start


def fill(inspection, contractor, at, rows):
    """Add inspections with answers until the table holds `rows`."""
    from yakusoku.apps.inspections.models import AnswerRecord, Inspection

    present, batch = AnswerRecord.objects.count(), 1000
    for number in range(0, rows - present, batch):
        copy = Inspection.objects.get(pk=inspection.pk)
        copy.pk = None
        copy.state = "concluded"
        copy.save()
        AnswerRecord.objects.bulk_create(
            AnswerRecord(
                inspection=copy,
                check_id=f"check-{number}-{n}",
                answer="yes",
                comment="手順書のとおり",
                answered_by=contractor,
                answered_at=at,
            )
            for n in range(batch)
        )


def main():
    with tempfile.TemporaryDirectory() as folder:
        start = prepare(folder)
        from bench.timing import memory_mb, report, wall
        from django.test import Client
        from tests.apps import promised
        from tests.cast import NOW, make_cast

        from yakusoku.apps.inspections import services
        from yakusoku.apps.inspections.models import AnswerRecord
        from yakusoku.apps.inspections.queries import checks_of
        from yakusoku.domain.inspections.answers import Answer, GivenAnswer

        cast = make_cast()
        inspection = promised.opened(cast)
        check = checks_of(inspection)[0].id
        browser: Client = cast.client(cast.contractor)
        given = GivenAnswer(check, Answer.YES, "手順書のとおり", ("記録簿.pdf",))

        def save():
            services.answer(inspection, given, by=cast.contractor, at=NOW)

        def post():
            path = f"/inspections/{inspection.pk}/checks/{check}/answer/"
            sent = browser.post(path, {"answer": "yes", "comment": "はい"}, headers={"host": "localhost"})
            assert sent.status_code == 302

        figures = {}
        for rows in (1_000, 1_000_000):
            fill(inspection, cast.contractor, NOW, rows)
            figures[f"save_ms_{rows}"] = wall(save, 30, 5) * 1000
            figures[f"post_ms_{rows}"] = wall(post, 15, 3) * 1000
        growth = figures["save_ms_1000000"] / figures["save_ms_1000"]
        report(
            "answers",
            **figures,
            growth=growth,
            wanted_ms=30,
            rows=AnswerRecord.objects.count(),
            migrate_and_catalogue_s=start,
            wanted_migrate_s=10,
            memory_mb=memory_mb(),
        )


if __name__ == "__main__":
    main()
