from dataclasses import replace

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.domain.catalogue.english import in_english

SHIPPED = shipped_catalogue()


def changed(slug, **words):
    """Return the shipped catalogue with other Japanese words for one requirement."""
    own = tuple(replace(r, **words) if r.slug == slug else r for r in SHIPPED.requirements)
    return replace(SHIPPED, requirements=own)


def test_what_a_reader_decides_by_is_in_english_and_what_binds_is_not():
    japanese, english = SHIPPED.requirement("copying"), in_english(SHIPPED, SHIPPED).requirement("copying")
    told = SHIPPED.english["copying"]
    assert (english.title, english.risk) == (told["title"], told["risk"])
    assert english.checks[0].operation.text == told["checks"]["copying-1"]["operation"]
    assert {v.summary for v in english.variants} == set(told["variants"].values())
    assert [v.clause for v in english.variants] == [v.clause for v in japanese.variants]
    assert english.citations == japanese.citations


def test_the_conditions_are_the_same_in_both_languages():
    for japanese, english in zip(
        SHIPPED.requirements, in_english(SHIPPED, SHIPPED).requirements, strict=True
    ):
        assert english.mentions() == japanese.mentions()
        assert english.when == japanese.when


def test_words_an_organisation_changed_are_not_hidden_by_the_old_english():
    own = changed("copying", purpose="市の決まりでは、複写は一部に限る。")
    assert in_english(own, SHIPPED).requirement("copying") == own.requirement("copying")
    assert in_english(own, SHIPPED).requirement("removal").title == SHIPPED.english["removal"]["title"]


def test_a_changed_number_alone_keeps_the_english():
    own = changed("copying", parameters=())
    assert in_english(own, SHIPPED).requirement("copying").title == SHIPPED.english["copying"]["title"]


def test_words_an_organisation_changed_in_both_languages_are_shown():
    words = {**SHIPPED.english["copying"], "title": "Copies in our city"}
    own = replace(changed("copying", title="市の複写"), english={**SHIPPED.english, "copying": words})
    assert in_english(own, SHIPPED).requirement("copying").title == "Copies in our city"
