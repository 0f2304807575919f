"""The codebook of a survey as DDI Codebook 2.5, the XML in which data archives take and keep surveys."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from lxml import etree

from yakusoku.domain.survey.codebook import Codebook, Dataset, Holds, Measure, Study, Value, Variable
from yakusoku.domain.survey.rounding import percent_of

NAMESPACE = "ddi:codebook:2_5"
VERSION = "2.5"
SCHEMA = "https://ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
UNTITLED = "題名のない調査"
FILE_ID = "F1"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
# The stubs know no default namespace.
_PREFIXES: dict[Any, str] = {None: NAMESPACE, "xsi": _XSI}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NATURES = {Measure.NOMINAL: "nominal", Measure.ORDINAL: "ordinal", Measure.SCALE: "ratio"}
_DOMAINS = {Holds.CODE: "category", Holds.MARK: "multiple", Holds.NUMBER: "numeric", Holds.TEXT: "text"}
# Characters that XML cannot hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def survey_ddi(dataset: Dataset, file: str) -> bytes:
    """Return the description of the data in a file as DDI Codebook 2.5. `file`: its name."""
    codebook = dataset.codebook
    root = etree.Element(
        f"{{{NAMESPACE}}}codeBook",
        {"version": VERSION, _LANGUAGE: "ja", f"{{{_XSI}}}schemaLocation": f"{NAMESPACE} {SCHEMA}"},
        nsmap=_PREFIXES,
    )
    _study(_under(root, "stdyDscr"), codebook.study)
    _file(root, codebook, file)
    _data(_under(root, "dataDscr"), dataset)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _under(
    parent: etree._Element, name: str, text: str = "", given: Mapping[str, str] | None = None
) -> etree._Element:
    """Return a new element at the end of another."""
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    for key, value in (given or {}).items():
        made.set(key, _UNPRINTABLE.sub("", value))
    if text:
        made.text = _UNPRINTABLE.sub("", text)
    return made


def _said(parent: etree._Element, path: str, text: str, given: Mapping[str, str] | None = None) -> None:
    """Add a text under a path of elements that are made where they are not there; nothing where it is empty."""
    if not text:
        return
    *way, name = path.split("/")
    for step in way:
        found = parent.find(f"{{{NAMESPACE}}}{step}")
        parent = _under(parent, step) if found is None else found
    _under(parent, name, text, given)


def _study(parent: etree._Element, study: Study) -> None:
    citation = _under(parent, "citation")
    _under(_under(citation, "titlStmt"), "titl", study.title or UNTITLED)
    _said(citation, "rspStmt/AuthEnty", study.authority)
    _said(citation, "prodStmt/producer", study.authority)
    _said(citation, "verStmt/version", study.version)
    summary = "stdyInfo/sumDscr"
    _said(parent, f"{summary}/timePrd", study.reference_on, _dated(study.reference_on, "single"))
    _said(parent, f"{summary}/collDate", study.collected_from, _dated(study.collected_from, "start"))
    _said(parent, f"{summary}/collDate", study.collected_to, _dated(study.collected_to, "end"))
    _said(parent, f"{summary}/anlyUnit", study.unit)
    _said(parent, f"{summary}/universe", study.population)
    _said(parent, f"{summary}/dataKind", "調査データ（標本又は全数の回答）")
    _said(parent, "stdyInfo/notes", study.notes)
    _said(parent, "method/dataColl/sampProc", study.sampling)
    _said(parent, "method/dataColl/collMode", study.mode)
    _said(parent, "method/dataColl/weight", study.weighting)
    _said(parent, "method/anlyInfo/respRate", study.response_rate)


def _dated(text: str, event: str) -> dict[str, str]:
    """Return the attributes of a date; words that are no day stand as they are."""
    try:
        return {"date": date.fromisoformat(text.strip()).isoformat(), "event": event}
    except ValueError:
        return {"event": event}


def _file(root: etree._Element, codebook: Codebook, file: str) -> None:
    described = _under(_under(root, "fileDscr", given={"ID": FILE_ID}), "fileTxt")
    _under(described, "fileName", file)
    _under(described, "fileStrc", given={"type": "rectangular"})
    size = _under(described, "dimensns")
    _under(size, "caseQnty", str(codebook.respondents))
    _under(size, "varQnty", str(len(codebook.variables)))
    _under(described, "fileType", "csv", {"charset": "UTF-8"})
    _under(described, "format", "コンマ区切り。一行目に変数の名前")
    if codebook.absent:
        _under(described, "dataMsng", f"データに列のない設問: {'、'.join(codebook.absent)}")


def _data(parent: etree._Element, dataset: Dataset) -> None:
    codebook = dataset.codebook
    places = {variable.name: f"V{place}" for place, variable in enumerate(codebook.variables, 1)}
    for place, each in enumerate(codebook.sets, 1):
        given = {
            "ID": f"G{place}",
            "name": each.name,
            "type": "multipleResp" if each.marks else "grid",
            "var": " ".join(places[name] for name in each.variables),
        }
        _under(_under(parent, "varGrp", given=given), "labl", each.label)
    for variable in codebook.variables:
        _variable(parent, dataset, variable, places[variable.name])


def _variable(parent: etree._Element, dataset: Dataset, variable: Variable, place: str) -> None:
    number = variable.holds is Holds.NUMBER and variable.measure is Measure.SCALE
    given = {
        "ID": place,
        "name": variable.name,
        "files": FILE_ID,
        "intrvl": "contin" if number else "discrete",
        "nature": _NATURES[variable.measure],
    }
    made = _under(parent, "var", given=given)
    _under(made, "labl", variable.label)
    if variable.from_form:
        question = _under(made, "qstn", given={"responseDomainType": _DOMAINS[variable.holds]})
        _said(question, "preQTxt", variable.stem)
        _under(question, "qstnLit", variable.wording)
    if variable.gaps:
        invalid = _under(made, "invalrng")
        for gap in variable.gaps:
            _under(invalid, "item", given={"VALUE": _code(gap.code)})
    _said(made, "universe", variable.base)
    _under(made, "sumStat", str(variable.valid), {"type": "vald"})
    _under(made, "sumStat", str(dataset.codebook.respondents - variable.valid), {"type": "invd"})
    if number:
        _statistics(made, dataset, variable)
    for value in variable.values:
        _category(made, value, None if number else variable.valid)
    for gap in variable.gaps:
        _category(made, gap, None, missing=True)
    _under(made, "varFormat", given={"type": "character" if variable.holds is Holds.TEXT else "numeric"})


def _statistics(made: etree._Element, dataset: Dataset, variable: Variable) -> None:
    column = dataset.numbers[variable.name]
    valid = column[~np.isin(column, [gap.code for gap in variable.gaps])]
    if not len(valid):
        return
    for name, number in (("min", valid.min()), ("max", valid.max()), ("mean", valid.mean())):
        _under(made, "sumStat", _code(float(number)), {"type": name})


def _category(made: etree._Element, value: Value, base: int | None, *, missing: bool = False) -> None:
    """Add a category with its count and, out of a base, its share in per cent."""
    given = {"missing": "Y", "missType": value.name} if missing else {}
    category = _under(made, "catgry", given=given)
    _under(category, "catValu", _code(value.code))
    _under(category, "labl", value.label)
    _under(category, "catStat", str(value.count), {"type": "freq"})
    if base:
        _under(category, "catStat", percent_of(value.count, base), {"type": "percent"})


def _code(number: float) -> str:
    return f"{number:.15g}"
