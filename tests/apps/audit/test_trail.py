from datetime import date, timedelta, timezone
from importlib import import_module
from threading import Barrier, Thread

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.transaction import TransactionManagementError

from tests.cast import NOW
from tests.conftest import TRIGGERS
from yakusoku.apps.audit.models import AuditEntry, AuditHead
from yakusoku.apps.audit.queries import Wanted, entries_of, head, one_by_one, verify
from yakusoku.apps.audit.services import record
from yakusoku.domain.audit.chain import Break, BreakKind, Head


def write(code="decision.made", subject="engagement:7", **more):
    with transaction.atomic():
        return record(code, subject, **{"by": None, "at": NOW, "organization": 1, **more})


def tamper(sql, *values):
    """Change the table as someone with the database in hands would: without the triggers."""
    migration = import_module(TRIGGERS)
    with connection.schema_editor() as editor:
        migration.allow_changes(apps, editor)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.django_db
def test_an_entry_says_what_happened_to_what_by_whom_and_when(cast):
    entry = write(
        subject=cast.water, by=cast.owner, organization=cast.city.pk, reason="理由", facts={"a": [1]}
    )
    found = AuditEntry.objects.get(pk=entry.pk)
    assert (found.actor, found.subject) == (f"user:{cast.owner.pk}", f"department:{cast.water.pk}")
    assert (found.code, found.reason, found.told, found.at) == ("decision.made", "理由", {"a": [1]}, NOW)


@pytest.mark.django_db
def test_entries_are_numbered_without_gaps_and_chained():
    entries = [write() for _ in range(3)]
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert head() == Head(3, entries[-1].digest)
    assert verify() == []


@pytest.mark.django_db
def test_an_empty_trail_is_whole():
    assert head() == Head(0, "0" * 64)
    assert verify() == []


@pytest.mark.django_db
def test_a_moment_in_another_time_zone_is_the_same_moment_to_the_chain():
    write(at=NOW.astimezone(timezone(timedelta(hours=9))))
    assert verify() == []


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded():
    with pytest.raises(TransactionManagementError):
        record("a.b", "c:1", by=None, at=NOW, organization=None)
    assert head().count == 0


@pytest.mark.django_db(transaction=True)
def test_an_act_that_fails_leaves_no_entry():
    def act():
        record("a.b", "c:1", by=None, at=NOW, organization=None)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transaction.atomic(act)()
    assert head().count == 0
    assert verify() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(reason="x"), id="update"),
        pytest.param(lambda entry: entry.delete(), id="delete"),
        pytest.param(lambda entry: AuditEntry.objects.all().delete(), id="delete-all"),
        pytest.param(lambda entry: entry.save(), id="save-again"),
    ],
)
def test_the_database_refuses_to_change_an_entry(change):
    entry = write()
    with pytest.raises(DatabaseError), transaction.atomic():
        change(entry)
    assert verify() == []


@pytest.mark.django_db
def test_the_database_refuses_to_replace_or_empty():
    write()
    if connection.vendor == "sqlite":
        sql = "INSERT OR REPLACE INTO audit_auditentry SELECT * FROM audit_auditentry"
    else:
        sql = "TRUNCATE audit_auditentry"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert verify() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("sql", "found"),
    [
        pytest.param(
            "UPDATE audit_auditentry SET reason = 'x' WHERE sequence = 2",
            Break(BreakKind.CHANGED, 2, 2),
            id="changed",
        ),
        pytest.param(
            "UPDATE audit_auditentry SET actor = 'user:9' WHERE sequence = 3",
            Break(BreakKind.CHANGED, 3, 3),
            id="changed-at-the-end",
        ),
        pytest.param(
            "DELETE FROM audit_auditentry WHERE sequence = 1", Break(BreakKind.MISSING, 1, 1), id="deleted"
        ),
        pytest.param(
            "DELETE FROM audit_auditentry WHERE sequence = 3", Break(BreakKind.TRUNCATED, 3, 3), id="cut-off"
        ),
        pytest.param("DELETE FROM audit_auditentry", Break(BreakKind.TRUNCATED, 1, 3), id="emptied"),
        pytest.param(
            "UPDATE audit_audithead SET count = 2", Break(BreakKind.ADDED, 3, 3), id="beyond-the-head"
        ),
        pytest.param("DELETE FROM audit_audithead", Break(BreakKind.ADDED, 1, 3), id="head-deleted"),
    ],
)
def test_what_was_tampered_with_is_found(sql, found):
    for _ in range(3):
        write()
    tamper(sql)
    assert found in verify()


@pytest.mark.django_db
def test_a_head_kept_elsewhere_is_found_again_after_more_was_written():
    write()
    noted = head()
    write()
    assert verify(noted) == []
    assert verify(Head(1, "f" * 64)) == [Break(BreakKind.CHANGED, 1, 1)]
    assert verify(Head(5, noted.digest)) == [Break(BreakKind.TRUNCATED, 3, 5)]


@pytest.mark.django_db
def test_a_long_trail_is_verified_in_few_queries(django_assert_num_queries):
    for _ in range(30):
        write()
    with django_assert_num_queries(3):
        assert verify() == []


@pytest.mark.django_db
def test_a_list_is_narrowed_to_the_organization_and_what_is_wanted():
    write(organization=2)
    first = write(code="a.a", subject="x:1", at=NOW - timedelta(days=1))
    last = write(code="a.b", subject="x:2")
    assert list(entries_of(1)) == [last, first]
    assert list(entries_of(1, Wanted(code="a.a"))) == [first]
    assert list(entries_of(1, Wanted(subject="x:2"))) == [last]
    assert list(entries_of(1, Wanted(actor="user:1"))) == []
    assert [entry.pk for entry in one_by_one(entries_of(1))] == [last.pk, first.pk]


@pytest.mark.django_db
def test_days_are_those_of_the_reader_and_both_included():
    # 2027-04-01 00:30 in Japan is still March in UTC.
    night = write(at=NOW.replace(hour=15, minute=30, day=31, month=3))
    day = date(2027, 4, 1)
    assert list(entries_of(1, Wanted(since=day, until=day))) == [night]
    assert list(entries_of(1, Wanted(until=date(2027, 3, 31)))) == []
    assert list(entries_of(1, Wanted(since=date(2027, 4, 2)))) == []


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_make_one_chain():
    together = Barrier(4)

    def some():
        together.wait()
        for _ in range(5):
            write()
        connection.close()

    threads = [Thread(target=some) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert head().count == 20
    assert verify() == []


@pytest.mark.django_db
def test_there_is_one_head_only():
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditHead.objects.create(pk=2, count=0, digest="0" * 64)
