"""Scenes of contract review: the contract of the years before is read, and the contracts of the town as a stock."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path, PurePath

from django.core.files.uploadedfile import SimpleUploadedFile

from yakusoku.adapters.letters import headed_document, letter_pdf
from yakusoku.adapters.yaml_files import read_yaml
from yakusoku.apps.demo.story import Act, Moment
from yakusoku.apps.review.models import Action
from yakusoku.apps.review.portfolios import begin
from yakusoku.apps.review.services import Subject, correct, level_named, review
from yakusoku.domain.files.acceptance import OLD_OFFICE
from yakusoku.domain.letters.model import Letter, Text

CONTRACTS = Path(__file__).with_name("town") / "contracts"


def review_contract(moment: Moment) -> None:
    """Review a contract (`contract`: its file) against the facts of the work; `more`: what the clerk adds."""
    told, work = moment.told, moment.work
    content = (CONTRACTS / told["contract"]).read_bytes()
    upload = SimpleUploadedFile(told["name"], content)
    subject = Subject(work.organization, work.department, told["title"], work)
    made = review(subject, [upload], by=moment.clerk, at=moment.at)
    for each in told.get("more", ()):
        file = made.files.get(place=0)
        correct(
            file,
            each["clause"],
            each["slug"],
            Action.ADD,
            note=each["note"],
            by=moment.clerk,
            at=moment.at,
        )


def stock_contracts(moment: Moment) -> None:
    """Bring many contracts at once, as the file of the stock tells them; the clock reads them."""
    town, told = moment.town, read_yaml(CONTRACTS / "stock.yaml")
    uploads = []
    for each in told["contracts"]:
        words = [told["clauses"][name] for name in each.get("clauses", ())]
        content = _WRITERS[PurePath(each["file"]).suffix](each.get("title", ""), words)
        uploads.append(SimpleUploadedFile(each["file"].replace("/", "・"), content))
    subject = Subject(town.city, None, told["title"], None, level_named(told["level"], town.city))
    begin(subject, uploads, by=town.people[moment.told["by"]], at=moment.at)


def _lines(clauses: Sequence[Sequence[str]]) -> list[str]:
    return [f"（{head}）\n第{n}条　{text}" for n, (head, text) in enumerate(clauses, start=1)]


def _word(title: str, clauses: Sequence[Sequence[str]]) -> bytes:
    document, out = headed_document("", ""), BytesIO()
    for line in "\n".join([title, *_lines(clauses)]).split("\n"):
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()


def _printed(title: str, clauses: Sequence[Sequence[str]]) -> bytes:
    return letter_pdf(Letter(title, "", None, (), (), [Text(line) for line in _lines(clauses)]))


_WRITERS: Mapping[str, Callable[[str, Sequence[Sequence[str]]], bytes]] = {
    ".docx": _word,
    ".pdf": _printed,
    ".txt": lambda title, clauses: "\n".join([title, *_lines(clauses)]).encode("cp932"),
    ".doc": lambda title, clauses: OLD_OFFICE + bytes(512),
}
ACTS: Mapping[str, Act] = {"review-contract": review_contract, "stock-contracts": stock_contracts}
