import zlib

import pytest

from yakusoku.adapters import pdf_uploads
from yakusoku.adapters.pdf_uploads import carried_by_pdf, check_pdf
from yakusoku.domain.files.acceptance import ActivePdf, ExpandsTooMuch, FileBroken, FileLocked

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def pdf(*objects):
    """A PDF of these objects; enough of one for a reader that repairs."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def stream(content, told=b"/Filter /FlateDecode", packed=True):
    """A stream object."""
    data = zlib.compress(content) if packed else content
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), told, data)


def container(content, told=b"/Filter /FlateDecode"):
    """A stream that holds objects."""
    return stream(content, b"/Type /ObjStm /N 1 /First 4 " + told)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(pdf(SCRIPT), id="script"),
        pytest.param(pdf(b"<< /S /Launch /F (cmd.exe) >>"), id="program"),
        pytest.param(pdf(b"<< /Type /EmbeddedFile >>"), id="file"),
        pytest.param(pdf(b"<< /Names << /EmbeddedFiles 2 0 R >> >>"), id="files"),
        pytest.param(pdf(b"<< /Subtype /RichMedia >>"), id="film"),
        pytest.param(pdf(b"<< /AcroForm << /XFA 2 0 R >> >>"), id="form-with-scripts"),
        pytest.param(pdf(b"<< /S /J#61va#53cript /JS (x) >>"), id="script-spelled-with-codes"),
        pytest.param(pdf(b"<< /S /#4cAUNCH /S /#4c#61unch >>"), id="program-spelled-with-codes"),
        pytest.param(pdf(container(b"1 0 " + SCRIPT)), id="script-in-a-container"),
        pytest.param(pdf(stream(b"x" * (pdf_uploads.PIECE_OUT - 6) + SCRIPT)), id="script-across-two-pieces"),
        pytest.param(pdf(b"% stream\n" + SCRIPT + b"\n% endstream"), id="script-behind-a-false-stream"),
    ],
)
def test_a_pdf_that_does_something_is_refused_and_only_told_where_words_alone_are_read(content):
    with pytest.raises(ActivePdf):
        check_pdf("記録.pdf", content)
    assert [type(each) for each in carried_by_pdf("記録.pdf", content)] == [ActivePdf]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(pdf(b"<< /Encrypt 2 0 R >>"), id="password"),
        pytest.param(pdf(container(b"x", b"/Filter [/ASCIIHexDecode /FlateDecode]")), id="two-filters"),
        pytest.param(pdf(container(b"x", b"/Filter 5 0 R")), id="filter-named-elsewhere"),
        pytest.param(pdf(container(b"x", b"/Filter /LZ#57Decode")), id="filter-spelled-with-codes"),
    ],
)
def test_a_pdf_that_cannot_be_looked_into_is_refused(content):
    with pytest.raises(FileLocked):
        check_pdf("記録.pdf", content)


def test_a_pdf_without_an_end_is_refused():
    with pytest.raises(FileBroken):
        check_pdf("記録.pdf", b"%PDF-1.7\n")


def test_a_pdf_that_swells_is_refused():
    piece = zlib.compress(b"\0" * 50_000_000, 9)
    many = [b"<< /Filter /FlateDecode >>\nstream\n%s\nendstream" % piece] * 10
    with pytest.raises(ExpandsTooMuch):
        check_pdf("記録.pdf", pdf(*many))


def test_streams_inside_streams_do_not_cost_more_than_the_file_is_long():
    # Each unit starts a stream and is, to the streams before it, a block of nine bytes not packed.
    units = b"stream\n\x78\x01\x00\x09\x00\xf6\xff" * 20_000
    empty_blocks = b"\x00\x00\x00\xff\xff" * 400_000
    with pytest.raises(ExpandsTooMuch):
        check_pdf("記録.pdf", pdf(units + b"stream\n\x78\x01" + empty_blocks))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(pdf(b"<< /Type /Catalog >>", stream(b"BT (JavaScript) Tj ET")), id="text-about-scripts"),
        pytest.param(pdf(container(b"1 0 << /Type /Page >>")), id="container-of-pages"),
        pytest.param(pdf(b"<< /LaunchPad 1 /XFAx 2 >>"), id="longer-names"),
        pytest.param(pdf(b"<< /Length 3 >>\nstream\nabc\nendstream"), id="stream-that-is-not-packed"),
        pytest.param(pdf(b"<< >>\nstream\n\x78\x9cbroken\nendstream"), id="torn-stream"),
    ],
)
def test_a_quiet_pdf_is_taken(content):
    check_pdf("記録.pdf", content)
    assert carried_by_pdf("記録.pdf", content) == []


def test_a_pdf_of_a_real_program_is_taken():
    import typst

    made = typst.compile(b'#set document(title: "a")\n= Title\nText')
    check_pdf("記録.pdf", made)
    assert carried_by_pdf("記録.pdf", made) == []
