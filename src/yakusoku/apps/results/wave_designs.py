"""By which design each of two waves is compared, and what is said of that (docs/rules/survey-changes.md)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yakusoku.apps.results.data import Data
from yakusoku.apps.results.sample_design import sampled
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.comparing import Compared
from yakusoku.domain.survey.table_tests import Sample
from yakusoku.web.messages import sentence


@dataclass(frozen=True, slots=True)
class Drawn:
    """How a wave was drawn. `sample`: None: that is not known, for the reason `why`."""

    sample: Sample | None
    why: Refusal | None = None


def drawn(survey: Survey, data: Data) -> Drawn:
    """Return how a wave was drawn, for figures in which everybody counts alike."""
    try:
        return Drawn(sampled(survey, data, None, None))
    except Refusal as refusal:
        return Drawn(None, refusal)


def notes_of(rows: Sequence[Compared], names: tuple[str, str], waves: tuple[Drawn, Drawn]) -> Iterator[str]:
    """Yield by what changes were tested, wave by wave, and where otherwise."""
    tested = [each for each in rows if each.change is not None]
    designed = [each for each in tested if any(each.by_design)]
    reasons = [sentence(wave.why) if wave.why else "" for wave in waves]
    if reasons[0] and reasons[0] == reasons[1]:
        yield _joined(_("どちらの回も、標本の設計は使っていない。"), reasons[0], _simple())
    else:
        for name, wave, reason in zip(names, waves, reasons, strict=True):
            if wave.sample:
                yield _("「%(name)s」の標本の設計: %(words)s") % {"name": name, "words": wave.sample.words}
            else:
                yield _joined(
                    _("「%(name)s」の標本の設計は使っていない。") % {"name": name}, reason, _simple()
                )
    if designed:
        yield _("差の検定と区間は、二つの回の分散の和による t（両側、自由度は二つの回の自由度の和）。")
    for place, (name, wave) in enumerate(zip(names, waves, strict=True)):
        if wave.sample and any(not each.by_design[place] for each in designed):
            yield _(
                "「%(name)s」の答えた人が、どの層にも一人しかいない区分と、それぞれの層の全員である区分では、その回の設計を使わず、人数だけから求めた。"
            ) % {"name": name}
    if any(wave.sample for wave in waves) and len(designed) < len(tested):
        yield _(
            "どちらの回の設計も使えない数と、一方の回で誤差が 0 か分からない数は、人数だけから z で検定した。"
        )


def said_test(compared: Compared) -> str:
    """Return how a change was tested, in words; empty: it was not."""
    change = compared.change
    if change is None:
        return ""
    if not any(compared.by_design):
        return _("人数による z")
    return _("標本の設計による t（自由度 %(df)s）") % {"df": f"{change.df:.0f}"}


def _simple() -> str:
    return _("代わりに、その回の回答者を無作為な標本とみなし、人数だけから求めた。")


def _joined(*parts: str) -> str:
    # Japanese sentences stand without a space between them.
    return ("" if get_language() == "ja" else " ").join(filter(None, parts))
