"""Two waves: what may be compared, and what is said of the change."""

import pytest

from yakusoku.domain.survey.answers import Given, State
from yakusoku.domain.survey.axes import axis_of_column
from yakusoku.domain.survey.comparability import EFFECTS, STATED, Altered, Effect, What, stops
from yakusoku.domain.survey.comparing import Wave, compare, lacking
from yakusoku.domain.survey.comparison_words import said_of, warnings_of
from yakusoku.domain.survey.crosswalk import Joined, Part, problems_of, proposed
from yakusoku.domain.survey.form import build_form

# Telework in two published waves: 現在, 過去, 予定あり, 予定なし (reference 000 and 001; the split of the second is ours).
FIRST = {"委託先": (240, 35, 3, 9), "委託元": (85, 25, 20, 88)}
SECOND = {"委託先": (249, 12, 2, 6), "委託元": (118, 37, 9, 75)}
EVER, NOW = ("1", "2"), ("1",)


def wave(name, counts):
    answers = [
        Given(State.ANSWERED, (str(code),))
        for row in counts.values()
        for code, n in enumerate(row, 1)
        for _ in range(n)
    ]
    groups = [role for role, row in counts.items() for _ in range(sum(row))]
    return Wave(name, {"Q1": answers}, axis_of_column("role", groups))


def figure(first=EVER, second=EVER, **more):
    return Joined("実施", Part("Q1", first), Part("Q1", second), **more)


def lines(*figures):
    found = compare(figures, wave("2020", FIRST), wave("2021", SECOND))
    return {(each.joined.label, each.group): each for each in found}


def test_a_change_within_chance_is_called_so():
    found = lines(figure())
    vendor, client = found["実施", "委託先"], found["実施", "委託元"]
    assert (vendor.first.percent, vendor.second.percent, vendor.points) == ("95.8", "97.0", "+1.2")
    assert vendor.change.p == pytest.approx(0.4449, abs=1e-4)
    assert not vendor.significant
    assert said_of(vendor).startswith("+1.2ポイント（有意差なし、")
    assert (client.points, client.significant) == ("+14.4", True)
    # Three comparisons together: the smallest p counts three times (Holm).
    assert client.p == pytest.approx(3 * client.change.p)


def test_a_changed_definition_is_not_compared_until_somebody_answers_for_it():
    # «doing it now» against «ever did it» would be a rise of 13.4 points that nobody made.
    changed = {"first": NOW, "altered": frozenset({Altered.DEFINITION}), "note": "今回は経験のある割合"}
    refused = lines(figure(**changed))["実施", "委託先"]
    assert (refused.points, refused.change, said_of(refused)) == (None, None, "比較できません")
    assert warnings_of(refused.joined) == ("数の定義が変わった", "今回は経験のある割合")
    accepted = lines(figure(**changed, accepted="広報で両方の割合を並べるため"))["実施", "委託先"]
    assert accepted.points == "+13.4"
    assert warnings_of(accepted.joined)[-1] == "比べる理由: 広報で両方の割合を並べるため"


def test_a_group_of_one_wave_only_is_named_and_not_compared():
    both = wave("2020", FIRST), wave("2021", SECOND | {"個人": (1, 0, 0, 0)})
    assert lacking(*both) == ["個人"]
    assert [each.group for each in compare([figure()], *both)] == ["全体", "委託元", "委託先"]


def test_a_share_of_nobody_is_no_change():
    empty = Wave("2020", {"Q1": []})
    (found,) = compare([figure()], empty, Wave("2021", wave("", SECOND).answers))
    assert (found.points, found.first.percent, said_of(found)) == (None, None, "答えた人がいません")


def form(label="実施状況", options=("はい", "いいえ"), kind="one", asked="", definition=""):
    rows = [
        (2, {"type": "select_one yes", "name": "Q0", "label": "働いている"}),
        (
            3,
            {
                "type": f"select_{kind} list",
                "name": "Q1",
                "label": label,
                "relevant": asked,
                "guidance_hint": definition,
            },
        ),
    ]
    choices = [
        (n, {"list_name": "list", "name": str(n), "label": words}) for n, words in enumerate(options, 1)
    ]
    return build_form(rows, [*choices, (9, {"list_name": "yes", "name": "1", "label": "はい"})])


@pytest.mark.parametrize(
    ("other", "altered"),
    [
        ({}, set()),
        ({"label": "実施の状況"}, {Altered.WORDING}),
        ({"options": ("いいえ", "はい", "その他")}, {Altered.OPTIONS, Altered.OPTION_WORDS}),
        ({"options": ("いいえ", "はい")}, {Altered.OPTION_WORDS}),
        ({"asked": "selected(${Q0}, '1')"}, set()),
        ({"kind": "multiple"}, {Altered.KIND}),
        ({"asked": "${Q0} = '2'"}, {Altered.BASE}),
        ({"definition": "月に一度でも"}, {Altered.DEFINITION}),
    ],
)
def test_what_differs_between_two_questionnaires_is_stated(other, altered):
    first, second = form(asked="${Q0} = '1'"), form(**{"asked": "${Q0} = '1'", **other})
    figures = [each for each in proposed(first, second) if each.first.question == "Q1"]
    assert {option for each in figures for option in each.altered} == altered
    assert not [problem for each in figures for problem in problems_of(each, first, second)]
    silent = Joined("x", figures[0].first, figures[0].second)
    assert bool(list(problems_of(silent, first, second))) == bool(altered)


def test_one_rule_says_of_versions_and_of_waves_what_stops_a_comparison():
    told = {
        altered: {EFFECTS[what] for what, each in STATED.items() if each is altered} for altered in Altered
    }
    assert all(len(effects) == 1 for altered, effects in told.items() if altered is not Altered.STRATA)
    # What is gone has no figure; whatever else is not harmless must be stated.
    left = {what for what in What if EFFECTS[what] is not Effect.NONE} - set(STATED)
    assert left == {What.REMOVED}
    stopping = {each for each in Altered if stops([each])}
    assert stopping == {Altered.OPTIONS, Altered.BASE, Altered.KIND, Altered.DEFINITION}


def test_a_figure_of_what_is_not_there_is_refused():
    wrong = Joined("x", Part("Q7", ("1",)), Part("Q1", ("8",)))
    assert len(list(problems_of(wrong, form(), form()))) == 2


def test_what_else_was_asked_makes_no_answer_less_certain():
    alone = lines(figure())["実施", "委託元"]
    first, second = (
        Wave(each.name, {**each.answers, "Q2": each.answers["Q1"]}, each.groups)
        for each in (wave("2020", FIRST), wave("2021", SECOND))
    )
    other = [Joined(f"別{code}", Part("Q2", (code,)), Part("Q2", (code,))) for code in "1234"]
    beside = next(each for each in compare([figure(), *other], first, second) if each.group == "委託元")
    assert beside.p == alone.p
