import pytest

from tests.adapters.office_files import office
from yakusoku.adapters.uploads import Accepted, inspect
from yakusoku.domain.files.acceptance import ActivePdf, ContentMismatch, FileTooLarge, MacrosInside

LIMIT = 100_000


def test_an_upload_is_accepted_under_its_clean_name():
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert inspect("C:\\tmp\\記録.docx", office("docx"), LIMIT) == Accepted("記録.docx", kind)


def test_text_is_accepted_as_it_is():
    assert inspect("名簿.csv", "氏名\r\n".encode("cp932"), LIMIT) == Accepted("名簿.csv", "text/csv")


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        pytest.param(
            "a.docx", office("docx", {"word/vbaProject.bin": b"x"}), MacrosInside, id="office-inside"
        ),
        pytest.param("a.pdf", b"%PDF-1.7 /JavaScript startxref", ActivePdf, id="pdf-inside"),
        pytest.param("a.docx", b"%PDF-1.7", ContentMismatch, id="kind"),
        pytest.param("a.txt", b"x" * (LIMIT + 1), FileTooLarge, id="size"),
    ],
)
def test_each_look_is_taken(name, content, refusal):
    with pytest.raises(refusal):
        inspect(name, content, LIMIT)
