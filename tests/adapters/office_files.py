"""Office files made part by part, so that a test can put in what should not be there."""

import zipfile
from io import BytesIO

MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document.main"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation.main"),
}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def content_types(ending, main=None, more=""):
    """The list of types of a file of this ending."""
    part, kind = MAIN[ending]
    told = main or f"application/vnd.openxmlformats-officedocument.{kind}+xml"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>{more}'
        f'<Override PartName="/{part}" ContentType="{told}"/></Types>'
    )


def relation(kind, target, mode=""):
    """A file of relations with one in it."""
    outside = f' TargetMode="{mode}"' if mode else ""
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}"{outside}/></Relationships>'
    )


def office(ending, parts=None, types=None, compression=zipfile.ZIP_DEFLATED):
    """An Office file; `parts` are added to, or take the place of, what a plain one has."""
    made = {
        "[Content_Types].xml": types or content_types(ending),
        "_rels/.rels": relation("officeDocument", MAIN[ending][0]),
        MAIN[ending][0]: "<main/>",
        **(parts or {}),
    }
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return file.getvalue()
