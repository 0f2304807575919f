"""A survey with a questionnaire, made through the services, for the tests of pages."""

from datetime import date
from typing import Any

from tests.cast import NOW, Cast
from yakusoku.apps.accounts.models import User
from yakusoku.apps.surveys import services, writing
from yakusoku.apps.surveys.models import BroughtForm, Questionnaire, Survey
from yakusoku.domain.survey.questionnaire.drafts import Draft, OptionDraft
from yakusoku.domain.survey.questionnaire.sheets import Sheets, sheets_from

YES_NO = [
    {"list_name": "yn", "name": "1", "label": "はい"},
    {"list_name": "yn", "name": "2", "label": "いいえ"},
]
WHY = [
    {"list_name": "why", "name": "1", "label": "費用"},
    {"list_name": "why", "name": "2", "label": "規程"},
    {"list_name": "why", "name": "3", "label": "人手"},
    {"list_name": "why", "name": "9", "label": "特にない", "exclusive": "yes"},
]
ROWS = [
    {"type": "begin_group", "name": "S1", "label": "働き方"},
    {"type": "select_one yn", "name": "Q1", "label": "テレワークをしていますか", "required": "yes"},
    {
        "type": "select_multiple why",
        "name": "Q2",
        "label": "困ること",
        "relevant": "${Q1} = '1'",
        "most": "2",
    },
    {"type": "end_group"},
    {"type": "begin_group", "name": "B1", "label": "次のそれぞれをしていますか", "appearance": "table-list"},
    {"type": "select_one yn", "name": "B1_1", "label": "端末の暗号化"},
    {"type": "select_one yn", "name": "B1_2", "label": "持出しの記録"},
    {"type": "end_group"},
    {"type": "integer", "name": "Q3", "label": "従業者は何人ですか", "constraint": ". >= 1 and . <= 100000"},
    {"type": "text", "name": "Q4", "label": "ご意見", "appearance": "multiline"},
]


def sheets(*more: dict[str, str]) -> Sheets:
    """Return a questionnaire without flaw, with more rows at its end."""
    settings = {"form_title": "働き方の調査", "reference_on": "2027-04-01"}
    return sheets_from({"survey": [*ROWS, *more], "choices": [*YES_NO, *WHY], "settings": [settings]})


def told(cast: Cast, **changes: Any) -> dict[str, Any]:
    """Return what is told of a survey of the water department."""
    given = {
        "title": "委託先の働き方の調査",
        "purpose": "委託先の働き方を知る",
        "contact": "水道課",
        "return_to": "",
        "department": cast.water,
        "owner": cast.owner,
        "reference_on": date(2027, 4, 1),
        "opens_on": date(2027, 5, 1),
        "closes_on": date(2027, 5, 31),
        "population": 500,
        "previous": None,
    }
    return given | changes


def kept(cast: Cast, *, by: User | None = None, **changes: Any) -> Survey:
    """Return a survey of which nothing is written yet."""
    return services.register(cast.city, told(cast, **changes), by=by or cast.owner, at=NOW)


def written(cast: Cast, content: Sheets | None = None, **changes: Any) -> Survey:
    """Return a survey with a draft of its questionnaire."""
    survey = kept(cast, **changes)
    writing.replace(survey, content or sheets(), by=cast.owner, at=NOW)
    return survey


def published(cast: Cast, content: Sheets | None = None, **changes: Any) -> Survey:
    """Return a survey with a published questionnaire."""
    survey = written(cast, content, **changes)
    writing.publish(survey, "", by=cast.owner, at=NOW)
    return survey


def changed(cast: Cast, survey: Survey) -> Questionnaire:
    """Return the second version, in which an option was added to the first question."""
    options = [
        OptionDraft("1", {"": "はい"}),
        OptionDraft("2", {"": "いいえ"}),
        OptionDraft("3", {"": "検討中"}),
    ]
    draft = Draft("single", "Q1", {"": "テレワークをしていますか"}, required=True, options=options)
    writing.put(survey, draft, old="Q1", by=cast.owner, at=NOW)
    return writing.publish(survey, "検討中を加えた", by=cast.owner, at=NOW)


def brought(cast: Cast, survey: Survey) -> BroughtForm:
    """Return a questionnaire that the owner brought as a file, with one question more."""
    more = sheets({"type": "text", "name": "Q5", "label": "ほかに"})
    return writing.bring(survey, "調査票.xlsx", more, by=cast.owner, at=NOW)
