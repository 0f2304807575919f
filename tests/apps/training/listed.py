"""An engagement on its way to the start of work, made through the services."""

from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.apps import promised
from tests.cast import NOW, Cast
from tests.stages import staged
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.chain.services import root_of
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.services import share
from yakusoku.apps.training import services
from yakusoku.apps.training.models import Course, Worker
from yakusoku.domain.training.requirements import Audience, Part

START = date(2027, 4, 1)
COURSE = {
    "name": "個人情報保護責任者研修",
    "about": "年に一度、庁舎で開きます。",
    "audience": Audience.RESPONSIBLE,
    "role": "",
    "department": None,
    "repeat_months": 12,
    "before_start": True,
    "since": None,
    "until": None,
}


def course(cast: Cast, **changes: object) -> Course:
    """Return a course of the city."""
    return services.keep_course(None, cast.city, {**COURSE, **changes}, by=cast.policy, at=NOW)


@staged
def contracted(cast: Cast, title: str = "水道検針") -> Engagement:
    """Return an engagement under contract that the contractor sees."""
    work = promised.published(cast, title).engagement
    share(work, at=NOW)
    Engagement.objects.filter(pk=work.pk).update(contracted_on=date(2027, 3, 25))
    return Engagement.objects.get(pk=work.pk)


def listed(cast: Cast, work: Engagement, name: str = "工藤 検針", **told: object) -> Worker:
    """Return someone on the staff list: the responsible person, unless told otherwise."""
    row = {"name": name, "part": Part.RESPONSIBLE, **told}
    return services.keep_worker(work, None, row, by=cast.contractor, at=NOW)


def hop_of(cast: Cast, work: Engagement, **told: object) -> Hop:
    """Return a subcontractor that the client agreed to."""
    return Hop.objects.create(
        **{
            "engagement": work,
            "parent": root_of(work),
            "organization": cast.subcompany,
            "name": cast.subcompany.name,
            "place": "subcontractor",
            "standing": Standing.CONSENTED,
            "since": START,
            **told,
        }
    )


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def xlsx(rows: list[list[object]]) -> bytes:
    """Return a workbook with these rows."""
    import xlsxwriter

    raw = BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(number, column, cell)
    book.close()
    return raw.getvalue()
