"""`yakusoku review`: its JSON, its papers and its exit codes, as other tools call it."""

import io
import json
from pathlib import Path

import docx
import jsonschema
import pypdfium2
import pytest
from click.testing import CliRunner
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.libreoffice import convert, needs_libreoffice
from yakusoku.cli.main import main

ROOT = Path(__file__).resolve().parent.parent.parent
PROFILE = ROOT / "examples" / "profiles" / "home-visits.yaml"
CONTRACT = """業務委託契約書
（再委託の禁止）
第１条　乙は、業務を第三者に委託してはならない。ただし、甲の書面による承諾を得たときは、この限りでない。
（秘密の保持）
第２条　乙は、業務上知り得た秘密を第三者に漏らしてはならない。契約終了後５年間も同様とする。
（複写の禁止）
第３条　乙は、甲から引き渡された資料を複写し、又は複製してはならない。
（瑕疵担保）
第４条　成果物に隠れた瑕疵があったときは、乙は、引渡しの日から１年以内に限り、これを修補する。
（個人情報）
第５条　乙は、個人情報の漏えい、滅失及び毀損の防止に努めるものとする。
"""
SPAN = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
# What other tools rely on; more may stand beside it.
FIXED = {
    "type": "object",
    "required": ["documents", "coverage", "conflicts", "unreadable"],
    "properties": {
        "documents": {
            "items": {
                "required": ["path", "title", "clauses"],
                "properties": {
                    "clauses": {
                        "items": {
                            "required": [
                                "no",
                                "heading",
                                "text",
                                "location",
                                "requirements",
                                "periods",
                                "outdated",
                            ],
                            "properties": {
                                "location": {
                                    "oneOf": [{"required": ["page"]}, {"required": ["paragraph"]}],
                                },
                                "requirements": {
                                    "items": {
                                        "required": ["slug", "strength", "weak", "evidence"],
                                        "properties": {
                                            "strength": {
                                                "enum": [
                                                    "prohibit",
                                                    "consent",
                                                    "controlled",
                                                    "duty",
                                                    "effort",
                                                    "permit",
                                                ]
                                            },
                                            "weak": {"type": "boolean"},
                                            "evidence": {"type": "array", "items": SPAN, "minItems": 1},
                                        },
                                    }
                                },
                                "periods": {
                                    "items": {
                                        "required": ["text", "iso8601", "kind"],
                                        "properties": {"iso8601": {"type": ["string", "null"]}},
                                    }
                                },
                                "outdated": {"items": {"required": ["rule", "text"]}},
                            },
                        }
                    }
                },
            }
        },
        "coverage": {
            "items": {
                "required": ["slug", "status", "where", "risk"],
                "properties": {"status": {"enum": ["promised", "weak", "conditional", "missing"]}},
            }
        },
        "unreadable": {"items": {"required": ["path", "reason"]}},
    },
}


@pytest.fixture
def contract(tmp_path):
    file = tmp_path / "契約.txt"
    file.write_text(CONTRACT, encoding="utf-8")
    return file


def run(*options):
    return CliRunner().invoke(main, ["review", *map(str, options)])


@pytest.fixture
def told(contract):
    result = run(contract, "--profile", PROFILE, "--json")
    assert result.exit_code == 1, result.output
    return json.loads(result.output)


def test_the_json_is_as_it_is_fixed(told):
    jsonschema.validate(told, FIXED)


def test_every_label_rests_on_words_of_its_clause(told):
    for clause in told["documents"][0]["clauses"]:
        for label in clause["requirements"]:
            for start, end in label["evidence"]:
                assert 0 <= start < end <= len(clause["text"])
                assert clause["text"][start:end].strip()


def test_what_is_promised_weak_conditional_and_missing(told):
    status = {row["slug"]: row["status"] for row in told["coverage"]}
    assert status["confidentiality"] == "promised"
    assert status["subcontracting"] == "conditional"
    assert status["security-controls"] == "weak"
    assert status["incident-response"] == "missing"
    where = {row["slug"]: row["where"] for row in told["coverage"]}
    assert [place["clause"] for place in where["subcontracting"]] == ["第１条"]


def test_gaps_stand_first_the_gravest_at_the_top(told):
    rows = [(row["status"], row["risk"]) for row in told["coverage"]]
    order = ["missing", "weak", "conditional", "promised"]
    gaps = order[:2]
    assert rows == sorted(rows, key=lambda row: (row[0] not in gaps, -row[1], order.index(row[0])))


def test_old_law_time_limits_and_what_the_work_cannot_keep(told):
    clauses = {clause["no"]: clause for clause in told["documents"][0]["clauses"]}
    assert any("瑕疵" in hit["text"] for hit in clauses["第４条"]["outdated"])
    assert [p["iso8601"] for p in clauses["第２条"]["periods"]] == ["P5Y"]
    assert [c["slug"] for c in told["conflicts"] if c["kind"] == "work"] == ["copying"]


def test_the_papers(contract, tmp_path):
    out = tmp_path / "out"
    assert run(contract, "--profile", PROFILE, "--out", out).exit_code == 1
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF-")
    supplement = "\n".join(p.text for p in docx.Document(out / "supplement.docx").paragraphs)
    assert "事故発生時の対応" in supplement
    assert "（秘密の保持）" not in supplement
    assert "これを取り交わした日から適用する" in supplement
    reviewed = docx.Document(out / "契約.reviewed.docx")
    told = {comment.text.splitlines()[0].split(":")[0]: comment.text for comment in reviewed.comments}
    assert "禁止、委託先が守る" in told["秘密の保持"]
    assert "弱い約束" in told["安全管理措置"]
    assert "代わりの条文が、追加の特記仕様書にあります" in told["安全管理措置"]
    # Also of what this work does not need, the title is told.
    assert "契約不適合責任" in told


ADDED = (
    f"<w:ins {nsdecls('w')} w:id='1' w:author='x'><w:r>"
    "<w:t>第９条　乙は、個人情報を複写してはならない。</w:t></w:r></w:ins>"
)


def test_comments_hang_at_the_place_in_the_word_file_itself(tmp_path):
    document = docx.Document()
    for row in CONTRACT.splitlines():
        document.add_paragraph(row)
    document.add_paragraph("２　乙は、受け取った資料を、必要に応じて返還する。")
    # A clause that stands in a tracked change alone.
    document.add_paragraph()._p.append(parse_xml(ADDED))
    file, out = tmp_path / "契約.docx", tmp_path / "out"
    document.save(file)
    run(file, "--out", out)
    reviewed = docx.Document(io.BytesIO((out / "契約.reviewed.docx").read_bytes()))
    assert [p.text for p in reviewed.paragraphs][:-2] == CONTRACT.splitlines()
    marked = [p.text for p in reviewed.paragraphs if p._p.xpath(".//w:commentRangeStart")]
    assert any("努めるものとする" in text for text in marked)
    assert any("必要に応じて返還" in text for text in marked)
    assert len(reviewed.paragraphs[-1]._p.xpath("./w:commentRangeStart/following-sibling::w:ins")) == 1


@pytest.mark.libreoffice
@needs_libreoffice
def test_libreoffice_opens_the_commented_contract_and_keeps_its_comments(contract, tmp_path):
    run(contract, "--out", tmp_path / "out")
    file = tmp_path / "out" / "契約.reviewed.docx"
    again = docx.Document(convert(file, "docx", tmp_path / "again"))
    ours = {comment.text for comment in docx.Document(file).comments}
    assert {comment.text for comment in again.comments} == ours != set()


def test_one_bad_file_does_not_hurt_the_others(contract, tmp_path):
    bad = tmp_path / "壊れた.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing follows")
    result = run(contract, bad, "--json")
    told = json.loads(result.output)
    assert result.exit_code == 1
    assert [row["path"] for row in told["unreadable"]] == [str(bad)]
    assert len(told["documents"]) == 1


def test_a_folder_is_read_file_by_file(contract):
    assert len(json.loads(run(contract.parent, "--json").output)["documents"]) == 1


def test_nothing_readable_and_nothing_there_are_refused(tmp_path):
    empty = tmp_path / "空.txt"
    empty.touch()
    assert run(empty).exit_code == 2
    assert run(tmp_path / "ない.txt").exit_code == 2


def test_a_level_asks_for_less_than_the_whole_catalogue(contract):
    def asked(*options):
        ran = CliRunner().invoke(main, ["review", str(contract), "--json", *options])
        assert ran.exit_code == 1, ran.output
        return {row["slug"] for row in json.loads(ran.stdout)["coverage"]}

    basic, standard, strict = (asked("--level", name) for name in ("基本", "standard", "厳格"))
    assert basic < standard < strict == asked()


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--level", "最強"), "標準（standard）"),
        (("--level", "基本", "--profile", str(PROFILE)), "どちらか一つ"),
    ],
)
def test_an_unknown_level_and_a_level_beside_a_profile_are_refused(contract, options, word):
    ran = CliRunner().invoke(main, ["review", str(contract), *options])
    assert (ran.exit_code, word in ran.stderr) == (2, True)


def test_the_higher_document_decides_and_a_person_may_say_which_it_is(tmp_path):
    special, contract = tmp_path / "特記仕様書.txt", tmp_path / "契約書.txt"
    special.write_text(
        "特記仕様書\n（複写）\n第１条　乙は、資料を自由に複写することができる。\n", encoding="utf-8"
    )
    contract.write_text(
        "契約書\n（複写の禁止）\n第１条　乙は、資料を複写し、又は複製してはならない。\n"
        "（優先）\n第２条　本契約と特記仕様書の定めが異なる場合は、本契約の定めが優先する。\n",
        encoding="utf-8",
    )

    def told(*options):
        return json.loads(run(special, contract, "--json", *options).stdout)

    def status(found):
        return next(row["status"] for row in found["coverage"] if row["slug"] == "copying")

    found = told()
    assert (found["precedence"]["basis"], status(found)) == ("text", "promised")
    conflict = found["conflicts"][0]
    assert conflict["prevails"] == {"document": str(contract), "clause": "第１条"}
    assert "本契約の定めが優先する" in conflict["words"]
    turned = told("--precedence", "特記仕様書.txt,契約書.txt")
    assert (turned["precedence"]["basis"], status(turned)) == ("chosen", "weak")
    assert run(contract, "--precedence", "ない.txt").exit_code == 2
    run(special, contract, "--out", tmp_path / "out")
    pdf = pypdfium2.PdfDocument(tmp_path / "out" / "report.pdf")
    report = "".join(page.get_textpage().get_text_range() for page in pdf)
    report = "".join(report.split())
    assert "文書の優先順位" in report
    assert "契約書の第１条が優先します" in report
    assert "要件目録のすべての約束" in report
    comments = docx.Document(tmp_path / "out" / "契約書.reviewed.docx").comments
    assert any("食い違い（複写・複製）" in comment.text for comment in comments)
