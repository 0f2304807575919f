"""Scenes of templates: they are brought, looked at again, and spoken of by the field and in study sessions."""

from collections.abc import Mapping
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

from yakusoku.apps.demo.story import Act, Moment
from yakusoku.apps.standards import reading, services, talking
from yakusoku.apps.standards.models import Kind, Standard
from yakusoku.domain.standards.due import MONTHS, Outcome

CONTRACTS = Path(__file__).with_name("town") / "contracts"


def keep(moment: Moment) -> None:
    """Bring a template (`contract`: its file), last reviewed on the day `reviewed`."""
    told, town = moment.told, moment.town
    given = {
        "title": told["title"],
        "kind": Kind(told["kind"]),
        "about": told["about"],
        "department": town.departments.get(told.get("department", "")),
        "owner": town.people[told["owner"]],
        "months": told.get("months", MONTHS),
        "reviewed_on": moment.day("reviewed"),
    }
    by = town.people[told["owner"]]
    services.register(town.city, given, _text(moment), by=by, at=moment.at)


def look(moment: Moment) -> None:
    """Look at a template again; with a `contract` it was revised."""
    told = moment.told
    found, by = _template(moment), moment.town.people[told["by"]]
    revised = "contract" in told
    considered = list(found.notices.filter(settled__isnull=True).values_list("change", flat=True))
    outcome = Outcome.REVISED if revised else Outcome.UNCHANGED
    looked = services.Looked(moment.today, by, outcome, told["reason"], considered)
    services.record_review(found, looked, _text(moment) if revised else None, by=by, at=moment.at)


def say(moment: Moment) -> None:
    """Say something of a template; with an `answer`, it is said at once what was done."""
    told, people = moment.told, moment.town.people
    version = _template(moment).versions.all()[0]
    said = talking.comment(version, told["text"], told.get("clause"), by=people[told["by"]], at=moment.at)
    if "answer" in told:
        talking.answer(said, told["answer"], by=people[told["answered_by"]], at=moment.at)


def study(moment: Moment) -> None:
    """Record a study session about templates."""
    told, town = moment.told, moment.town
    talking.record_study(
        town.city,
        talking.Study(moment.today, told["title"], told["people"], told["learned"]),
        standards=Standard.objects.filter(organization=town.city, title__in=told["templates"]),
        by=town.people[told["by"]],
        at=moment.at,
    )


def _text(moment: Moment) -> reading.Text:
    name = moment.told["contract"]
    upload = SimpleUploadedFile(f"{moment.told['title']}.txt", (CONTRACTS / name).read_bytes())
    return reading.read(upload)


def _template(moment: Moment) -> Standard:
    return Standard.objects.get(organization=moment.town.city, title=moment.told["title"])


ACTS: Mapping[str, Act] = {
    "keep-template": keep,
    "look-at-template": look,
    "speak-of-template": say,
    "hold-study": study,
}
