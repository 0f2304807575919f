"""A contract that was reviewed, made through the services, for the tests of pages."""

import io
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import NOW, Cast
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.review import portfolio_reading, portfolios, services
from yakusoku.apps.review.models import Action, Correction, Portfolio, Review, ReviewedFile

OLD = """業務委託契約書
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
# The same years later: one clause reworded, one gone, one new.
NEW = """業務委託契約書
（再委託の禁止）
第１条　乙は、業務を第三者に委託してはならない。ただし、甲の書面による承諾を得たときは、この限りでない。
（秘密の保持）
第２条　乙は、業務上知り得た秘密を第三者に漏らしてはならない。契約終了後も同様とする。
（個人情報）
第３条　乙は、個人情報の漏えい、滅失及び毀損の防止のために必要な措置を講じなければならない。
（資料の返還）
第４条　乙は、業務が終わったときは、甲から引き渡された資料を直ちに甲に返還しなければならない。
（複写の禁止）
第５条　乙は、甲から引き渡された資料を複写し、又は複製してはならない。
"""
COPYING = 2


def text(content: str = OLD, name: str = "契約書.txt") -> SimpleUploadedFile:
    """Return a contract as a browser sends it."""
    return SimpleUploadedFile(name, content.encode())


def reviewed(
    cast: Cast,
    *uploads: SimpleUploadedFile,
    title: str = "検針の契約書",
    engagement: Engagement | None = None,
) -> Review:
    """Return a review of the water department, of the old contract unless files are given."""
    subject = services.Subject(cast.city, cast.water, title, engagement)
    return services.review(subject, uploads or [text()], by=cast.owner, at=NOW)


def corrected(cast: Cast, file: ReviewedFile) -> Correction:
    """Return what the owner says against the machine: the third clause does not deal with copying."""
    return services.correct(file, COPYING, "copying", Action.REMOVE, note="資料の話", by=cast.owner, at=NOW)


def zipped(files: dict[str, bytes], name: str = "契約.zip") -> SimpleUploadedFile:
    """Return files in a zip file."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return SimpleUploadedFile(name, out.getvalue())


def stock(cast: Cast, *uploads: SimpleUploadedFile, title: str = "水道の契約", level: str = "") -> Portfolio:
    """Return a portfolio of the water department, read to its end; of the old contract unless files are given."""
    subject = services.Subject(cast.city, cast.water, title, None, services.level_named(level, cast.city))
    made = portfolios.begin(subject, uploads or [text()], by=cast.owner, at=NOW)
    portfolio_reading.go_on(made.pk)
    made.refresh_from_db()
    return made
