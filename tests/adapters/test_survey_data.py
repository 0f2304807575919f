"""The data of a survey as files, read back by what other people read them with."""

import csv
import io
from dataclasses import replace

import numpy as np
import pyreadstat
import pytest
from lxml import etree
from python_calamine import CalamineWorkbook

from tests.domain.survey.surveyed import FORM, PEOPLE, responses
from yakusoku.adapters.sav_files import SavVariable, sav_bytes
from yakusoku.adapters.survey_data_files import survey_csv, survey_xlsx
from yakusoku.adapters.survey_data_out import data_files
from yakusoku.adapters.survey_ddi import NAMESPACE, survey_ddi
from yakusoku.adapters.survey_sav import survey_sav, survey_sps
from yakusoku.domain.survey.codebook import Gap, Study, Value
from yakusoku.domain.survey.dataset import dataset_of
from yakusoku.domain.survey.public_use import Plan, public_use


@pytest.fixture(scope="module")
def dataset():
    """Return the data of four people, one of whom wrote at length."""
    people = [[*PEOPLE[0][:-1], "長い意見。" * 200], *PEOPLE[1:]]
    study = Study(authority="みなと市", collected_from="2026-10-01", population="受託者", sampling="全数",
                  response_rate="41.2%", weighting="w で重み付け", notes="注\x00記")  # fmt: skip
    return dataset_of(FORM, responses(people), study)


def read_sav(raw, folder):
    """Return the columns and what the file says of them, as ReadStat reads it."""
    (folder / "data.sav").write_bytes(raw)
    return pyreadstat.read_sav(folder / "data.sav", user_missing=True, output_format="dict")


def test_spss_gets_labels_missing_values_and_sets(dataset, tmp_path):
    columns, said = read_sav(survey_sav(dataset), tmp_path)
    for variable in dataset.codebook.variables:
        name = variable.name
        kept = dataset.texts[name] if name in dataset.texts else dataset.numbers[name].tolist()
        assert list(columns[name]) == list(kept)
        assert said.column_names_to_labels[name] == variable.label
        assert said.variable_measure[name] == variable.measure
        labels = {each.code: each.label for each in (*variable.values, *variable.gaps)}
        assert said.variable_value_labels.get(name, {}) == labels
        missing = {limit for each in said.missing_ranges.get(name, []) for limit in each.values()}
        assert missing == {gap.code for gap in variable.gaps}
    # ALL is a word of SPSS.
    several, battery = said.mr_sets["Q2"], said.mr_sets["V_all"]
    assert (several["is_dichotomy"], several["counted_value"]) == (True, 1)
    assert several["variable_list"] == ["Q2_cost", "Q2_rule", "Q2_none"]
    assert (battery["is_dichotomy"], battery["variable_list"]) == (False, ["B1", "B2"])
    assert (said.file_label, said.file_encoding) == ("委託の調査", "UTF-8")


def test_a_fourth_gap_stands_in_a_range(tmp_path):
    made, _ = public_use(FORM, dataset_of(FORM, responses(PEOPLE * 3)), Plan(("role", "size"), 6))
    columns, said = read_sav(survey_sav(made), tmp_path)
    assert said.missing_ranges["role"] == [{"lo": -4.0, "hi": -1.0}]
    assert said.variable_value_labels["role"][-4] == "秘匿"
    assert list(columns["size"]) == made.numbers["size"].tolist()
    assert "MISSING VALUES role (-4 THRU -1)." in survey_sps(made, "x.sav")


@pytest.mark.parametrize("rows", [0, 1, 9])
def test_any_number_of_rows_and_of_bytes(rows, tmp_path):
    numbers = np.linspace(-200, 300, rows)
    texts = ["あ" * n * 40 for n in range(rows)]
    variables = [
        SavVariable("n", "数", "scale", numbers, decimals=2),
        SavVariable("t", "文", "nominal", texts=texts),
        SavVariable("m", "数", "scale", np.full(rows, 7.0)),
    ]
    columns, _ = read_sav(sav_bytes(variables, rows=rows), tmp_path)
    assert list(columns["n"]) == numbers.tolist()
    assert list(columns["t"]) == texts
    assert list(columns["m"]) == [7.0] * rows


def test_a_survey_that_nobody_answered_has_files_too(tmp_path):
    nobody = dataset_of(FORM, responses([]))
    files = data_files(nobody, "data", "all", labels=True)
    assert list(read_sav(files["data.sav"], tmp_path)[0]["role"]) == []
    assert (
        files["data.csv"].decode("utf-8-sig").splitlines()
        == files["data-labels.csv"].decode("utf-8-sig").splitlines()
    )
    assert b"<caseQnty>0</caseQnty>" in files["data-ddi.xml"]


def test_the_syntax_says_what_the_file_says(dataset):
    variables = tuple(
        replace(each, label="市長の'言葉'\n二行目。" + "長" * 90) if each.name == "Q1" else each
        for each in dataset.codebook.variables
    )
    syntax = survey_sps(replace(dataset, codebook=replace(dataset.codebook, variables=variables)), "d.sav")
    assert "GET FILE='d.sav'." in syntax
    assert "/Q1 '市長の''言葉'' 二行目。長" in syntax
    assert "…'\n" in syntax
    assert "MISSING VALUES Q1 (-3, -2, -1)." in syntax
    assert "VARIABLE LEVEL B1 (ORDINAL)." in syntax
    assert (
        "/MDGROUP NAME=$Q2 LABEL='課題' CATEGORYLABELS=VARLABELS\n    VARIABLES=Q2_cost Q2_rule Q2_none VALUE=1"
        in syntax
    )
    assert "/MCGROUP NAME=$V_all LABEL='どのくらい'\n    VARIABLES=B1 B2" in syntax


def test_csv_and_workbook(dataset):
    codes = list(csv.DictReader(io.StringIO(survey_csv(dataset).decode("utf-8-sig"))))
    words = list(csv.DictReader(io.StringIO(survey_csv(dataset, labels=True).decode("utf-8-sig"))))
    assert (codes[0]["role"], codes[0]["Q2_cost"], codes[1]["Q2_cost"]) == ("1", "1", "-1")
    assert (words[0]["role"], words[1]["Q2_cost"], words[2]["Q1"]) == ("委託先", "非該当", "はい")
    assert codes[0]["w"] == "1.5"
    formula = dataset_of(FORM, responses())
    assert b"'=1+1" in survey_csv(formula)
    book = CalamineWorkbook.from_filelike(io.BytesIO(survey_xlsx(formula)))
    data, codebook, study = (
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        for name in ("data", "codebook", "study")
    )
    assert data[1][data[0].index("Q9")] == "=1+1"
    marks = [row for row in codebook if row[0] == "Q2_cost"]
    assert [row[9:] for row in marks] == [
        [0, "選ばなかった", "答え", 0],
        [1, "選んだ", "答え", 1],
        [-1, "非該当", "欠測", 1],
        [-2, "無回答", "欠測", 1],
        [-3, "無効", "欠測", 1],
    ]
    assert marks[0][5:9] == ["問4で「1 はい」を選んだ方", 3, 1, "Q2"]
    assert ["基準日（「現在」の日）", "2026-10-01"] in study


# What may stand in an element of DDI Codebook 2.5 and in which order, as far as we write it. Written down from the
# published schema, which is under the LGPL and therefore not kept here.
IN_ORDER = {
    "codeBook": "stdyDscr fileDscr dataDscr",
    "stdyDscr": "citation stdyInfo method",
    "citation": "titlStmt rspStmt prodStmt verStmt",
    "titlStmt": "titl",
    "rspStmt": "AuthEnty",
    "prodStmt": "producer",
    "verStmt": "version",
    "stdyInfo": "sumDscr notes",
    "sumDscr": "timePrd collDate anlyUnit universe dataKind",
    "method": "dataColl anlyInfo",
    "dataColl": "sampProc collMode weight",
    "anlyInfo": "respRate",
    "fileDscr": "fileTxt",
    "fileTxt": "fileName fileStrc dimensns fileType format dataMsng",
    "dimensns": "caseQnty varQnty",
    "dataDscr": "varGrp var",
    "varGrp": "labl",
    "var": "labl qstn invalrng universe sumStat catgry varFormat",
    "qstn": "preQTxt qstnLit",
    "invalrng": "item",
    "catgry": "catValu labl catStat",
}


def test_ddi_has_the_structure_of_the_standard(dataset):
    root = etree.fromstring(survey_ddi(dataset, "data.csv"))
    for element in root.iter():
        allowed = IN_ORDER.get(etree.QName(element).localname, "").split()
        places = [allowed.index(etree.QName(child).localname) for child in element]
        assert places == sorted(places)
        assert not places or not (element.text or "").strip()
    ids = root.xpath("//@ID")
    assert len(ids) == len(set(ids))
    assert set(" ".join(root.xpath("//@var")).split()) <= set(ids)
    assert set(root.xpath("//*[local-name()='sumStat']/@type")) <= {"vald", "invd", "min", "max", "mean"}


def test_ddi_says_what_the_codebook_says(dataset):
    root = etree.fromstring(survey_ddi(dataset, "data.csv"))
    said = etree.XPathEvaluator(root, namespaces={"d": NAMESPACE})
    assert said("string(//d:titl)") == "委託の調査"
    assert said("string(//d:collDate/@date)") == "2026-10-01"
    assert said("string(//d:stdyInfo/d:notes)") == "注記"
    assert said("string(//d:respRate)") == "41.2%"
    assert said("string(//d:weight)") == "w で重み付け"
    assert said("string(//d:var[@name='Q2_cost']/d:universe)") == "問4で「1 はい」を選んだ方"
    assert said("//d:var[@name='Q2_cost']/d:invalrng/d:item/@VALUE") == ["-1", "-2", "-3"]
    assert said("string(//d:var[@name='B2']/d:qstn/d:preQTxt)") == "どのくらい"
    first = "//d:var[@name='role']/d:catgry[1]"
    assert said(f"string({first}/d:labl)") == "委託先"
    assert said(f"{first}/d:catStat/text()") == ["2", "50.0"]
    assert said("string(//d:varGrp[@name='Q2']/@type)") == "multipleResp"
    assert said("count(//d:catgry[@missing='Y'][d:labl='無効'])") > 0
    assert Gap.INVALID in said("//d:catgry/@missType")


def test_a_label_that_xml_cannot_hold_is_cleaned(dataset):
    odd = tuple(replace(each, values=(Value(1, "\x0b甲\ud800"),)) for each in dataset.codebook.variables)
    raw = survey_ddi(replace(dataset, codebook=replace(dataset.codebook, variables=odd)), "data.csv")
    assert etree.fromstring(raw).findtext(f".//{{{NAMESPACE}}}catgry/{{{NAMESPACE}}}labl") == "甲"
