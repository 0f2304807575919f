"""The facts of an entry in words: the trail keeps codes, people read what they mean."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.utils.translation import gettext as _

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.apps.audit.labels import subject_words
from yakusoku.apps.audit.words.facts import FACTS, OTHERWISE, PRESENCE, VALUES
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.catalogue.english import in_english
from yakusoku.web.words import listed, reads_english

# Enough of a digest to tell it from another; all of it stands in the record.
SHOWN = 16
MOST = 6
DIGESTS = frozenset({"sha256", "fingerprint", "docx", "pdf", "digest"})
REQUIREMENTS = frozenset({"slug", "slugs", "requirements", "taken_out"})
CHECKS = frozenset({"check", "checks", "key"})


def facts_told(code: str, facts: Mapping[str, JSON], names: Mapping[str, str]) -> str:
    """Return the facts of an entry as a person reads them; of many things the first few.

    names    of people, by "user:7"
    """
    return listed(
        f"{_name(code, name, names)}{_('：')}{_value(name, value)}" for name, value in facts.items()
    )


def _name(code: str, name: str, names: Mapping[str, str]) -> str:
    return str(OTHERWISE.get((code, name)) or FACTS.get(name) or names.get(name) or name)


def _value(name: str, value: JSON) -> str:
    if value is None or value in ("", [], {}):
        return _("なし")
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, list):
        return _first([_value(name, each) for each in value])
    if isinstance(value, dict):
        return _first([_pair(name, key, each) for key, each in value.items()])
    return _word(name, str(value))


def _first(words: Sequence[str]) -> str:
    """Return words as a list; of a long one how many more there are."""
    if len(words) <= MOST:
        return listed(words)
    return _("%(words)sほか%(n)s件") % {"words": listed(words[:MOST]), "n": f"{len(words) - MOST:,}"}


def _pair(name: str, key: str, value: JSON) -> str:
    """Return one of several things: votes by kind, answers by check, what was there before by its name."""
    if name == "votes":
        return f"{_word(name, key)} {value}"
    if name == "answers":
        return f"{_check(key)} {_value(name, value)}"
    return f"{FACTS.get(key, key)} {_value(key, value)}"


def _word(name: str, value: str) -> str:
    if name in DIGESTS:
        return f"{value[:SHOWN]}…"
    if name in REQUIREMENTS:
        return _titles(english=reads_english()).get(value, value)
    if name in CHECKS:
        return _check(value)
    if name == "source":
        return subject_words(value)
    codes = PRESENCE if name.startswith("user:") else VALUES.get(name, {})
    return str(codes.get(value, value))


def _check(id: str) -> str:
    """Return what a check is about, with its id, by which it is found on a sheet."""
    title = _titles(english=reads_english()).get(id.rpartition("-")[0])
    return f"{title} {id}" if title else id


@lru_cache(maxsize=2)
def _titles(*, english: bool) -> Mapping[str, str]:
    shipped = shipped_catalogue()
    catalogue = in_english(shipped, shipped) if english else shipped
    return {each.slug: each.title for each in catalogue.requirements}
