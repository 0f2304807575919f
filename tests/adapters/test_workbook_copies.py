"""Workbooks made to harm the reader. Each of the first ones ended the whole process before."""

import io
import re
import zipfile

import pytest

from tests.packs import example_pack
from yakusoku.adapters.check_sheet import check_sheet_xlsx
from yakusoku.adapters.check_sheet_reading import read_check_sheet
from yakusoku.adapters.workbook_copies import UnusableWorkbook, safe_copy
from yakusoku.adapters.yaml_files import UnreadableFile

SENT = check_sheet_xlsx(example_pack())
SHEET, IDENTITY, STRINGS = (
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet3.xml",
    "xl/sharedStrings.xml",
)


def parts():
    with zipfile.ZipFile(io.BytesIO(SENT)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(name, change):
    contents = parts()
    contents[name] = change(contents[name])
    return packed(contents)


def with_row(row, name=SHEET):
    return changed(name, lambda xml: xml.replace(b"</sheetData>", row + b"</sheetData>"))


def with_long_text_many_times():
    contents = parts()
    number = contents[STRINGS].count(b"<si>")
    long = b"<si><t>" + b"A" * 2_000_000 + b"</t></si></sst>"
    contents[STRINGS] = contents[STRINGS].replace(b"</sst>", long)
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>%d</v></c></row>' % (n, n, number) for n in range(300, 900)
    )
    contents[SHEET] = contents[SHEET].replace(b"</sheetData>", cells + b"</sheetData>")
    return packed(contents)


LAST_CORNER = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
HARMFUL = {
    "a-cell-in-the-last-corner": with_row(LAST_CORNER),
    "the-same-on-the-hidden-sheet": with_row(LAST_CORNER, IDENTITY),
    "a-cell-beyond-every-sheet": with_row(b'<row r="1"><c r="ZZZZZZ4294967295"><v>1</v></c></row>'),
    "a-count-without-texts": changed(
        STRINGS, lambda xml: re.sub(rb'uniqueCount="\d+"', b'uniqueCount="4000000000"', xml)
    ),
    "one-long-text-in-many-cells": with_long_text_many_times(),
    "a-text-that-is-not-there": with_row(b'<row r="300"><c r="A300" t="s"><v>99999999</v></c></row>'),
    "a-cell-without-address": with_row(b"<row><c><v>1</v></c></row>"),
    "a-row-zero": with_row(b'<row r="0"><c r="A0"><v>1</v></c></row>'),
    "too-much-unpacked": changed(SHEET, lambda xml: xml + b" " * 30_000_000),
    "an-entity": changed(SHEET, lambda xml: xml.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa">]>', 1)),
    "a-million-rows": with_row(
        b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(300, 200_000))
    ),
}


@pytest.mark.parametrize("raw", HARMFUL.values(), ids=HARMFUL)
def test_a_harmful_workbook_is_refused_before_it_is_read(raw):
    with pytest.raises(UnusableWorkbook):
        safe_copy(raw)
    with pytest.raises(UnreadableFile):
        read_check_sheet(raw, "sheet.xlsx")


@pytest.mark.parametrize("name", sorted(parts()))
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"<x/>", id="another"),
        pytest.param(lambda xml: xml[: len(xml) // 2], id="torn"),
    ],
)
def test_a_damaged_part_never_harms(name, change):
    try:
        read_check_sheet(changed(name, change), "sheet.xlsx")
    except UnreadableFile as error:
        assert error.problems


@pytest.mark.parametrize("name", sorted(parts()))
def test_a_lost_part_never_harms(name):
    contents = parts()
    del contents[name]
    try:
        read_check_sheet(packed(contents), "sheet.xlsx")
    except UnreadableFile as error:
        assert error.problems


def test_a_wrong_claim_about_the_size_does_no_harm():
    claim = changed(
        SHEET, lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml)
    )
    assert read_check_sheet(claim, "sheet.xlsx").identity.version == 1


def test_the_copy_reads_as_the_sheet_that_was_sent():
    read = read_check_sheet(SENT, "sheet.xlsx")
    assert read == read_check_sheet(safe_copy(SENT), "sheet.xlsx")
    assert len(read.checks) == len(example_pack().checks)
