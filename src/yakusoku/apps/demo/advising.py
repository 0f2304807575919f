"""Scenes of advice: a department asks, officers and outside experts answer."""

from collections.abc import Mapping

from yakusoku.apps.consultations import services
from yakusoku.apps.consultations.models import Addressee, Consultation
from yakusoku.apps.demo.story import Act, Moment


def consult(moment: Moment) -> None:
    """Ask for advice; `expert` names the one outside who gets a link."""
    told = moment.told
    asked = services.ask(
        moment.work, Addressee(told["of"]), told["title"], told["text"], by=moment.clerk, at=moment.at
    )
    if "expert" in told:
        services.let_in(asked, told["expert"], by=moment.clerk, at=moment.at)


def advise(moment: Moment) -> None:
    """Answer what was asked last: an officer (`by`), or the expert through the link."""
    told = moment.told
    asked = Consultation.objects.filter(engagement=moment.work, title=told["title"]).latest("pk")
    if "by" in told:
        services.advise(asked, told["text"], by=moment.town.people[told["by"]], at=moment.at)
    else:
        services.advise_by_link(asked.links.latest("pk"), told["text"], at=moment.at)


ACTS: Mapping[str, Act] = {"consult": consult, "advise": advise}
