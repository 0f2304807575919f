import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from tests.adapters.office_files import office
from tests.cast import NOW
from yakusoku.adapters.store import Damaged
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.files import services
from yakusoku.apps.files.answers import download
from yakusoku.apps.files.models import StoredFile
from yakusoku.domain.files.acceptance import FileTooLarge, MacrosInside

TEXT = "点検".encode()


def keep(cast, name="記録.txt", content=TEXT):
    upload = SimpleUploadedFile(name, content, content_type="text/html")
    return services.keep(upload, organization=cast.company, by=cast.contractor, at=NOW)


def test_an_upload_is_kept_with_its_origin_and_recorded(cast):
    stored = keep(cast)
    assert (stored.name, stored.size, stored.organization) == ("記録.txt", 6, cast.company)
    assert (stored.uploaded_by, stored.uploaded_at) == (cast.contractor, NOW)
    assert services.content_of(stored) == TEXT
    entry = AuditEntry.objects.first()
    assert (entry.code, entry.told) == ("file.kept", {"sha256": stored.sha256})


def test_the_type_is_what_we_found_not_what_the_browser_said(cast):
    assert keep(cast).content_type == "text/plain"


def test_a_refused_upload_leaves_no_row_and_no_content(cast, settings):
    entries = AuditEntry.objects.count()
    with pytest.raises(MacrosInside):
        keep(cast, "a.docx", office("docx", {"word/vbaProject.bin": b"x"}))
    assert not StoredFile.objects.exists()
    assert not settings.STORE_ROOT.exists()
    assert AuditEntry.objects.count() == entries


def test_a_large_upload_is_refused_before_it_is_read(cast, settings):
    settings.UPLOAD_BYTES = 10

    class Upload(SimpleUploadedFile):
        def read(self, *args):
            raise AssertionError("read")

    with pytest.raises(FileTooLarge):
        services.keep(Upload("a.txt", b"x" * 11), organization=cast.city, by=None, at=NOW)


def test_the_same_content_twice_is_two_rows_and_one_file(cast, settings):
    one, two = keep(cast), keep(cast, "写し.txt")
    assert one.pk != two.pk
    assert one.sha256 == two.sha256
    assert len([path for path in settings.STORE_ROOT.rglob("*") if path.is_file()]) == 1


def test_a_document_we_made_is_kept_under_its_own_type(cast):
    stored = services.keep_made("特記仕様書.pdf", b"%PDF-1.7", organization=cast.city, by=cast.owner, at=NOW)
    assert stored.content_type == "application/pdf"


def test_a_download_is_saved_not_shown(cast):
    answer = download(keep(cast))
    assert b"".join(answer.streaming_content) == TEXT
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E8%A8%98%E9%8C%B2.txt"
    assert answer["Content-Type"] == "text/plain"
    assert answer["Content-Length"] == "6"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_name_cannot_add_a_header(cast):
    answer = download(keep(cast, 'a"; filename=evil.exe\r\nX-Evil: 1.txt'))
    assert "X-Evil" not in answer
    assert answer["Content-Disposition"] == 'attachment; filename="a_; filename=evil.exeX-Evil_ 1.txt"'


def test_a_damaged_file_is_not_given_out(cast, settings):
    stored = keep(cast)
    (file,) = [path for path in settings.STORE_ROOT.rglob("*") if path.is_file()]
    file.write_bytes(b"changed")
    with pytest.raises(Damaged):
        download(stored)


def test_a_file_belongs_to_an_act_that_may_fail(cast):
    def act():
        keep(cast)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        transaction.atomic(act)()
    assert not StoredFile.objects.exists()
