"""What is proposed for a sheet, what stands ticked, and what one client never learns of another."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.catalogue.certificates import CertificateKind, Support
from yakusoku.domain.catalogue.model import Aspect
from yakusoku.domain.inspections.answers import Answer, AskedCheck, GivenAnswer
from yakusoku.domain.library.answers import KeptAnswer, Reader, Validity, Withheld, validity_on
from yakusoku.domain.library.certificates import HeldCertificate, expiry_of
from yakusoku.domain.library.proposals import (
    Basis,
    ProposalsChanged,
    Shelf,
    TwoForOneQuestion,
    chosen,
    preselected,
    propose,
)
from yakusoku.domain.library.wording import words_digest

TODAY = date(2027, 4, 1)
MINATO, OTHER = 1, 2
READER = Reader(MINATO, ("よその市", "図書館の電算業務"))
CHECK = AskedCheck(
    id="removal-2a",
    slug="removal",
    article=12,
    title="持出し",
    point="持出しの許可と記録",
    aspect=Aspect.ARRANGEMENT,
    question="持ち出す件数を書く記録簿がありますか。",
    evidence="記録簿",
    evidence_required=True,
    answered_by="責任者",
    why="数が合わないと気付けません。",
    risk_level=4,
    can_be_eased=True,
)
KEPT = KeptAnswer(
    id=7,
    check="removal-2a",
    words=words_digest(CHECK.question),
    answer=Answer.YES,
    comment="記録簿は毎日付けます。",
    evidence=("記録簿.pdf",),
    files=(),
    since=TODAY - timedelta(days=10),
    until=TODAY + timedelta(days=200),
    client=None,
    for_everyone=True,
)
KIND = CertificateKind(
    "isms",
    "ISMS",
    "ISMS",
    "機関",
    "部署",
    36,
    "登録日",
    "",
    "",
    False,
    "x",
    (Support("removal-2a", "決まり"),),
)
HELD = HeldCertificate(3, "isms", "IS-1", "検針部", TODAY + timedelta(days=90), None, confirmed=True)


def offered(*kept, check=CHECK, present=None, held=(), reader=READER):
    shelf = Shelf(kept=kept, held=held, kinds={"isms": KIND})
    found = propose([check], {check.id: present} if present else {}, shelf, reader, TODAY)
    return found[0] if found else ()


@pytest.mark.parametrize(
    ("kept", "basis", "ticked"),
    [
        pytest.param(KEPT, Basis.SAME, True, id="same-number-same-words"),
        pytest.param(replace(KEPT, check="own-4"), Basis.SAME_WORDS, True, id="another-number-same-words"),
        pytest.param(replace(KEPT, check=""), Basis.SAME_WORDS, True, id="own-question-same-words"),
        pytest.param(replace(KEPT, words="0" * 64), Basis.ALIKE, False, id="same-number-other-words"),
        pytest.param(replace(KEPT, until=TODAY - timedelta(1)), Basis.SAME, False, id="expired"),
        pytest.param(replace(KEPT, until=TODAY), Basis.SAME, True, id="ends-today"),
        pytest.param(replace(KEPT, since=TODAY + timedelta(1)), Basis.SAME, False, id="begins-tomorrow"),
    ],
)
def test_how_a_kept_answer_is_proposed(kept, basis, ticked):
    (row,) = offered(kept)
    assert (row.basis, row.ticked) == (basis, ticked)


def test_nothing_is_proposed_for_another_question():
    assert not offered(replace(KEPT, check="copying-1a", words="0" * 64))


def test_what_is_answered_already_is_shown_but_never_ticked():
    (row,) = offered(KEPT, present=GivenAnswer("removal-2a", Answer.NO))
    assert not row.ticked
    assert row.before == GivenAnswer("removal-2a", Answer.NO)


def test_what_would_change_nothing_is_not_proposed():
    present = GivenAnswer("removal-2a", Answer.YES, KEPT.comment, (*KEPT.evidence, "もう一つ.pdf"))
    assert not offered(KEPT, present=present)


@pytest.mark.parametrize(
    ("kept", "withheld"),
    [
        pytest.param(replace(KEPT, client=MINATO, for_everyone=False), None, id="its-own-answer"),
        pytest.param(replace(KEPT, client=OTHER, for_everyone=False), Withheld.OF_ANOTHER, id="of-another"),
        pytest.param(replace(KEPT, client=OTHER), None, id="of-another-but-for-everyone"),
        pytest.param(
            replace(KEPT, comment="よその 市でも同じです。"),
            Withheld.NAMES_ANOTHER,
            id="names-another-client",
        ),
        pytest.param(
            replace(KEPT, evidence=("図書館の電算業務_記録.pdf",)),
            Withheld.NAMES_ANOTHER,
            id="names-another-engagement",
        ),
    ],
)
def test_one_client_never_reads_of_another(kept, withheld):
    (row,) = offered(kept)
    assert row.withheld == withheld
    if withheld:
        assert (row.given.comment, row.given.evidence, row.files) == ("", (), ())


def test_the_name_of_a_file_is_read_too():
    shelf = Shelf(kept=(replace(KEPT, files=(5,)),), names={5: "よその市_台帳.pdf"})
    ((row,),) = propose([CHECK], {}, shelf, READER, TODAY)
    assert row.withheld is Withheld.NAMES_ANOTHER


@given(st.text(max_size=30), st.text(max_size=30), st.booleans())
def test_no_foreign_name_is_ever_told(before, after, everyone):
    kept = replace(KEPT, comment=f"{before}よその市{after}", client=OTHER, for_everyone=everyone)
    (row,) = offered(kept)
    assert "よその市" not in row.given.comment


def test_a_certificate_is_proposed_only_when_its_scope_was_confirmed():
    (row,) = offered(held=[HELD])
    assert (row.basis, row.ticked) == (Basis.CERTIFICATE, True)
    assert "検針部" in row.given.comment
    assert "2027年6月30日" in row.given.comment
    assert not offered(held=[replace(HELD, confirmed=False)])


def test_a_certificate_is_not_ticked_for_a_question_that_is_worded_otherwise():
    shelf = Shelf(held=(HELD,), kinds={"isms": KIND}, words={CHECK.id: "other words"})
    ((row,),) = propose([CHECK], {}, shelf, READER, TODAY)
    assert (row.basis, row.reworded, row.ticked) == (Basis.CERTIFICATE, True, False)
    same = replace(shelf, words={CHECK.id: words_digest(CHECK.question)})
    ((row,),) = propose([CHECK], {}, same, READER, TODAY)
    assert (row.reworded, row.ticked) == (False, True)


def test_an_expired_certificate_is_not_ticked():
    (row,) = offered(held=[replace(HELD, until=TODAY - timedelta(days=1))])
    assert row.validity is Validity.EXPIRED
    assert not row.ticked


def test_the_own_answer_stands_before_the_certificate_and_only_one_is_ticked():
    rows = offered(KEPT, held=[HELD])
    assert [row.basis for row in rows] == [Basis.SAME, Basis.CERTIFICATE]
    assert preselected(rows) == rows[0].key


def test_two_for_one_question_are_refused():
    rows = offered(KEPT, held=[HELD])
    with pytest.raises(TwoForOneQuestion):
        chosen([rows], [row.key for row in rows])


def test_what_changed_meanwhile_is_not_taken():
    (before,) = offered(KEPT)
    after = offered(replace(KEPT, comment="記録簿は毎週付けます。"))
    with pytest.raises(ProposalsChanged):
        chosen([after], [before.key])
    assert chosen([after], [after[0].key]) == tuple(after)


days = st.integers(-400, 400)


@given(days, days, days)
def test_what_holds_has_begun_and_not_ended(day, since, until):
    today, first, last = (TODAY + timedelta(days=number) for number in (day, since, until))
    if first <= last:
        assert validity_on(today, first, last).holds is (first <= today <= last)


@pytest.mark.parametrize(
    ("months", "counted_from", "last"),
    [
        pytest.param(16, date(2026, 4, 1), date(2027, 7, 31), id="sixteen-months-after-an-audit-to-march"),
        pytest.param(36, date(2027, 4, 1), date(2030, 3, 31), id="three-years"),
    ],
)
def test_an_expiry_is_counted_when_none_is_written(months, counted_from, last):
    assert expiry_of(replace(KIND, months=months), counted_from, None) == last
