"""A survey of the water department with a frame and a sample, made through the services, for the tests of pages."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps.surveys import kept as surveys
from tests.cast import NOW, Cast
from yakusoku.apps.collecting.models import Record
from yakusoku.apps.collecting.models import Way as CameBy
from yakusoku.apps.flows.answered import heard_of
from yakusoku.apps.samples import frames, services, writing
from yakusoku.apps.samples.models import Dispatch, Draw, LetterKind, PendingFrame, Respondent, Way
from yakusoku.apps.surveys.models import Questionnaire, Survey
from yakusoku.domain.survey.sampling.allocation import Method, Wanted
from yakusoku.domain.survey.sampling.sizes import DEFAULT

HEAD = "管理番号,企業名,郵便番号,所在地,担当者,メールアドレス,立場,従業員数,業種,地域"
SEED = "2027"


def line(number: int, **changes: Any) -> str:
    """Return a row of the frame: clients and contractors by turns, every third a large one."""
    cells = {
        "reference": f"A-{number}",
        "name": f"調査先{number}社",
        "postcode": "100-0001",
        "address": f"港町{number}番地",
        "person": "",
        "mail": f"office{number}@asked.example" if number % 2 else "",
        "role": "委託先" if number % 2 else "委託元",
        "employees": "500" if number % 3 == 0 else "50",
        "industry": "情報通信業",
        "region": "北" if number % 5 else "南",
    }
    return ",".join(str(value) for value in (cells | changes).values())


def csv(*lines: str) -> SimpleUploadedFile:
    """Return a frame as a file."""
    return SimpleUploadedFile("名簿.csv", "\n".join((HEAD, *lines)).encode("cp932"), "text/csv")


def survey(cast: Cast, **told: Any) -> Survey:
    """Return a survey of the water department without a questionnaire."""
    contact = "みなと市 水道課\n電話 03-0000-0000"
    return surveys.kept(cast, **({"title": "委託先の情報セキュリティ調査", "contact": contact} | told))


def read(cast: Cast, made: Survey, *lines: str) -> PendingFrame:
    """Return a frame that waits to be taken."""
    return frames.receive(made, csv(*lines), by=cast.owner, at=NOW)


def framed(cast: Cast, made: Survey | None = None, *, units: int = 30, **told: Any) -> Survey:
    """Return a survey (a new one, if none is given) with a frame, its strata of role and size."""
    made = made or survey(cast, **told)
    frames.take(read(cast, made, *map(line, range(1, units + 1))), only_right=False, by=cast.owner, at=NOW)
    services.set_plan(made, ["role", "size"], DEFAULT, by=cast.owner, at=NOW)
    return made


def drawn(cast: Cast, n: int = 12, *, made: Survey | None = None, **told: Any) -> Survey:
    """Return a survey (a new one, if none is given) with a sample."""
    made = framed(cast, made, **told)
    draw(cast, made, n)
    return made


def draw(cast: Cast, made: Survey, n: int = 12, method: Method = Method.PROPORTIONAL) -> Draw:
    """Return the draw of a sample."""
    return services.draw(made, Wanted(method, n), SEED, by=cast.owner, at=NOW)


def sent(cast: Cast, made: Survey, kind: LetterKind = LetterKind.INVITATION, way: Way = Way.POST) -> Dispatch:
    """Return a batch."""
    return writing.dispatch(made, kind, way, NOW.date(), heard_of(made), by=cast.owner, at=NOW)


def answered(cast: Cast, respondent: Respondent, way: CameBy = CameBy.WEB) -> Record:
    """Return an answer that counts."""
    versions = Questionnaire.objects.filter(survey=respondent.survey)
    version = versions.first() or Questionnaire.objects.create(
        survey=respondent.survey, number=1, sheets={}, digest="", made_by=cast.owner, made_at=NOW
    )
    return Record.objects.create(
        survey=respondent.survey,
        questionnaire=version,
        respondent=respondent,
        way=way,
        begun_at=NOW,
        saved_at=NOW,
        submitted_at=NOW,
        chosen=True,
    )
