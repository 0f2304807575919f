"""Contracts in a zip file: however broken it is, it is listed and taken out, or refused in words."""

import io
import random
import zipfile

import pytest

from yakusoku.adapters.contracts import parcels
from yakusoku.adapters.contracts.unreadable import Unreadable

TEXT = "秘密を漏らしてはならない。".encode() * 50


def zipped(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, TEXT)
    return out.getvalue()


def damaged(content, seed):
    """Return the file with some of its bytes changed, cut off or put in."""
    draw, found = random.Random(seed), bytearray(content)
    for _ in range(draw.randint(1, 6)):
        place, way = draw.randrange(len(found)), draw.random()
        if way < 0.7:
            found[place] = draw.choice((0, 255, draw.randrange(256)))
        elif way < 0.85 and place:
            del found[place:]
        else:
            found[place:place] = draw.randbytes(draw.randint(1, 8))
    return bytes(found)


def test_contracts_are_listed_and_taken_out_without_what_programs_leave_beside_them():
    content = zipped("契約/甲.txt", "__MACOSX/契約/甲.txt", ".DS_Store", "契約/~$甲.docx")
    (member,) = parcels.members_of(content)
    assert member.path == "契約/甲.txt"
    assert parcels.taken_out(io.BytesIO(content), member.place) == TEXT


def test_an_entry_without_a_name_is_no_contract():
    content = zipped("a.txt", "乙.txt").replace(b"a.txt", b"\x00.txt")
    assert [each.path for each in parcels.members_of(content)] == ["乙.txt"]


@pytest.mark.parametrize("seed", range(0, 2000, 200))
def test_however_it_is_damaged_it_is_read_or_refused(seed):
    base, refused = zipped("契約/甲.txt", "b.txt"), 0
    for number in range(seed, seed + 200):
        content = damaged(base, number)
        try:
            for member in parcels.members_of(content):
                parcels.taken_out(io.BytesIO(content), member.place)
        except Unreadable as error:
            assert error.reason
            refused += 1
    assert 0 < refused < 200
