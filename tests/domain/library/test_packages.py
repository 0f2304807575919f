"""Which entry of a package is what, and what has no place in it."""

import pytest

from yakusoku.domain.library.packages import Layout, PackagePath, safe_path, sort_out

CHECKS = ["removal-2a", "removal-2o"]


def codes(paths):
    layout, problems = sort_out(paths, CHECKS)
    return layout, [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("paths", "layout"),
    [
        pytest.param(["checksheet.xlsx"], Layout(0, ()), id="the-sheet-alone"),
        pytest.param(
            ["README.txt", "記入済.xlsx", "evidence/removal-2a/記録簿.pdf"],
            Layout(1, (("removal-2a", 2),)),
            id="a-renamed-sheet-and-a-file",
        ),
        pytest.param(
            ["yakusoku-3/checksheet.xlsx", "yakusoku-3/evidence/REMOVAL-2O/a.png"],
            Layout(0, (("removal-2o", 1),)),
            id="in-one-folder-and-other-letters",
        ),
        pytest.param(
            [
                "__MACOSX/._checksheet.xlsx",
                "checksheet.xlsx",
                "evidence/removal-2a/.DS_Store",
                "~$checksheet.xlsx",
            ],
            Layout(1, ()),
            id="litter-of-file-managers",
        ),
    ],
)
def test_what_each_entry_is(paths, layout):
    assert codes(paths) == (layout, [])


@pytest.mark.parametrize(
    ("paths", "code"),
    [
        pytest.param(["evidence/removal-2a/a.pdf"], "package.sheet-missing", id="no-sheet"),
        pytest.param(["a.xlsx", "b.xlsx"], "package.sheet-twice", id="two-sheets"),
        pytest.param(["a.xlsx", "evidence/a.pdf"], "package.place-unknown", id="evidence-without-a-question"),
        pytest.param(["a.xlsx", "evidence/copying-1a/a.pdf"], "package.place-unknown", id="another-question"),
        pytest.param(
            ["a.xlsx", "evidence/removal-2a/x/a.pdf"], "package.place-unknown", id="a-folder-deeper"
        ),
        pytest.param(["a.xlsx", "memo.pdf"], "package.place-unknown", id="a-file-at-the-top"),
        pytest.param(
            ["a.xlsx", "evidence/removal-2a/A.pdf", "evidence/removal-2a/a.pdf"], "package.twice", id="twice"
        ),
        pytest.param(
            ["a.xlsx", *(f"evidence/removal-2a/{n}.pdf" for n in range(21))],
            "package.too-many-of-a-check",
            id="too-many-for-a-question",
        ),
    ],
)
def test_what_is_told(paths, code):
    assert codes(paths)[1] == [code]


@pytest.mark.parametrize(
    "path", ["../a", "a/../../b", "/etc/passwd", "\\\\server\\a", "C:\\a", "a//b", "", "..\\a", "a\x00b"]
)
def test_a_way_out_is_refused(path):
    with pytest.raises(PackagePath):
        safe_path(path)
