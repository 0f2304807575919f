"""Word files put together from their XML, so that a test decides what the program that wrote them did."""

import io
import zipfile

import docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f"xmlns:w='{W}' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' "
    "xmlns:wps='http://schemas.microsoft.com/office/word/2010/wordprocessingShape' "
    "xmlns:wp='http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing' "
    "xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main' xmlns:v='urn:schemas-microsoft-com:vml'"
)


def zipped(entries):
    """Return a zip of the entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def parts(body=None):
    """Return the parts of a document as Word writes it: an empty one, or with this body."""
    out = io.BytesIO()
    docx.Document().save(out)
    with zipfile.ZipFile(out) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    if body is not None:
        found["word/document.xml"] = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>".encode()
    return found


def word(body, *, numbering=None, styles=None, footnotes=None):
    """Return a document with this body; `numbering`, `styles` and `footnotes` are the insides of their parts."""
    entries = parts(body)
    for name, inside in (("numbering", numbering), ("styles", styles), ("footnotes", footnotes)):
        if inside is not None:
            entries[f"word/{name}.xml"] = f"<w:{name} {SPACES}>{inside}</w:{name}>".encode()
    return zipped(entries)


def run(text, properties="", tag="t"):
    """Return a run."""
    told = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{told}<w:{tag} xml:space='preserve'>{text}</w:{tag}></w:r>"


def paragraph(text="", *, style="", number=None, level=None, inside="", properties=""):
    """Return a paragraph with a text, after which `inside` stands."""
    told = f"<w:pStyle w:val='{style}'/>" if style else ""
    if number is not None or level is not None:
        told += "<w:numPr>"
        told += f"<w:ilvl w:val='{level}'/>" if level is not None else ""
        told += f"<w:numId w:val='{number}'/>" if number is not None else ""
        told += "</w:numPr>"
    return f"<w:p><w:pPr>{told}{properties}</w:pPr>{run(text) if text else ''}{inside}</w:p>"


def level(at, pattern, style="decimal", *, start=1, more=""):
    """Return a level of a list."""
    return (
        f"<w:lvl w:ilvl='{at}'><w:start w:val='{start}'/><w:numFmt w:val='{style}'/>{more}"
        f"<w:lvlText w:val='{pattern}'/></w:lvl>"
    )


def abstract(at, *levels, more=""):
    """Return a kind of list."""
    return f"<w:abstractNum w:abstractNumId='{at}'>{more}{''.join(levels)}</w:abstractNum>"


def number(at, kind, inside=""):
    """Return a list of a kind."""
    return f"<w:num w:numId='{at}'><w:abstractNumId w:val='{kind}'/>{inside}</w:num>"
