"""The work behind `yakusoku survey join` and `check-answers`; imported when it is needed, so that help stays quick."""

import csv
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from yakusoku.adapters.survey_files import read_sheets, records
from yakusoku.adapters.survey_responses import read_responses
from yakusoku.adapters.yaml_files import refuse
from yakusoku.cli.answers import DONE, WITH_PROBLEMS, refusals
from yakusoku.cli.reading_forms import form_to_count
from yakusoku.domain.survey.answers import Responses, State, read_one, texts_of
from yakusoku.domain.survey.collecting.consistency import Rule, RuleUnreadable, broken, own_rule, rules_of
from yakusoku.domain.survey.collecting.dataset import RESPONDENT, WAY, questions_in
from yakusoku.domain.survey.collecting.joining import LOST_WORDS, PAPER, WEB, Candidate, JoinRule, join
from yakusoku.domain.survey.collecting.keying import FAULT_WORDS
from yakusoku.domain.survey.form import Form

AT = "submitted_at"


def join_files(web: Path, paper: Path, form: Path, rule: str, *, number: str, as_json: bool) -> int:
    """Print one row a respondent from two files, and say on the error stream which row does not count and why."""
    with refusals(web.name):
        asked = form_to_count(form)
        sources = {WEB: read_responses(web), PAPER: read_responses(paper)}
        rows = {
            way: _by_number(path, found, number)
            for (way, found), path in zip(sources.items(), (web, paper), strict=True)
        }
        moments = {
            way: _moments(path, found, rule)
            for (way, found), path in zip(sources.items(), (web, paper), strict=True)
        }
    texts = {way: texts_of(asked, found) for way, found in sources.items()}
    names = questions_in(asked)
    kept: list[list[str]] = []
    lost: list[dict[str, str]] = []
    for person in dict.fromkeys([*rows[WEB], *rows[PAPER]]):
        both = [(way, place) for way in (WEB, PAPER) if (place := rows[way].get(person)) is not None]
        candidates = [
            Candidate(n, way, moments[way][place], _answered(asked, texts[way][place], names))
            for n, (way, place) in enumerate(both)
        ]
        found = join(candidates, JoinRule(rule))
        way, place = both[found.chosen]
        kept.append([person, way, *(texts[way][place].get(name, "") for name in names)])
        lost += [{RESPONDENT: person, WAY: both[key][0], "reason": str(why)} for key, why in found.lost]
    _print(names, kept, lost, as_json=as_json)
    return DONE


def _print(names: Sequence[str], kept: list[list[str]], lost: list[dict[str, str]], *, as_json: bool) -> None:
    heads = [RESPONDENT, WAY, *names]
    if as_json:
        told = {"rows": [dict(zip(heads, row, strict=True)) for row in kept], "lost": lost}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(kept)
    for each in lost:
        click.echo(f"{each[RESPONDENT]}\t{each[WAY]}\t{LOST_WORDS[each['reason']]}", err=True)
    click.echo(f"{len(kept)}人。使わない回答は{len(lost)}件です。", err=True)


def _by_number(path: Path, responses: Responses, number: str) -> dict[str, int]:
    """Return where the row of each respondent is. Raises UnreadableFile for one who has none, or two."""
    column = responses.column(number)
    if column is None:
        raise refuse(path, "1行目", f"列がありません: {number}")
    found: dict[str, int] = {}
    for place, row in enumerate(responses.rows):
        person = row[column].strip() if column < len(row) else ""
        if not person or person in found:
            raise refuse(path, f"{place + 2}行目", f"番号がないか、二度あります（「{person}」）。")
        found[person] = place
    return found


def _moments(path: Path, responses: Responses, rule: str) -> list[datetime]:
    """Return when each row came. Raises UnreadableFile where the rule needs it and it is not told."""
    column = responses.column(AT)
    if column is None:
        if rule in {JoinRule.FIRST, JoinRule.LAST}:
            raise refuse(path, "1行目", f"列がありません: {AT}（先・後で決めるときに要ります）")
        return [datetime(1, 1, 1, tzinfo=UTC)] * len(responses.rows)
    found = []
    for line, row in enumerate(responses.rows, 2):
        text = row[column].strip() if column < len(row) else ""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise refuse(path, f"{line}行目", f"日時が読めません（「{text}」）。") from error
        found.append(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    return found


def _answered(form: Form, texts: dict[str, str], names: Sequence[str]) -> int:
    given = read_one(form, texts)
    return sum(given[name].state is State.ANSWERED for name in names)


def check_answers(responses: Path, form: Path, rules: Path | None, *, number: str, as_json: bool) -> int:
    """Print the answers that do not count, and why, and the rules that are broken; return the exit code."""
    with refusals(responses.name):
        asked = form_to_count(form)
        found = read_responses(responses)
        kept = rules_of(asked, _own(asked, rules) if rules else ())
        column = found.column(number)
    told = []
    for line, (row, texts) in enumerate(zip(found.rows, texts_of(asked, found), strict=True), 2):
        person = row[column].strip() if column is not None and column < len(row) else f"{line}行目"
        given = read_one(asked, texts)
        for name in questions_in(asked):
            if given[name].state is State.INVALID:
                fault = given[name].fault
                told.append((person, name, fault, f"{FAULT_WORDS[fault]}（「{texts.get(name, '')}」）"))
        told += [(person, rule.name, "rule", rule.sentence) for rule in broken(kept, given)]
    if as_json:
        heads = (RESPONDENT, "question", "kind", "message")
        rows = [dict(zip(heads, each, strict=True)) for each in told]
        click.echo(json.dumps({"findings": rows}, ensure_ascii=False, indent=2))
    else:
        for each in told:
            click.echo("\t".join(each))
        click.echo(f"{len(found.rows)}人を確かめました。気づきは{len(told)}件です。", err=True)
    return WITH_PROBLEMS if told else DONE


def _own(form: Form, path: Path) -> list[Rule]:
    """Return the rules of a file with the columns name, condition, sentence. Raises UnreadableFile."""
    names = {"name": ["名前"], "condition": ["条件"], "sentence": ["文"]}
    rows = next(iter(read_sheets(path).values()), [])
    found = []
    for line, row in records(path, rows, names, list(names)):
        try:
            found.append(own_rule(form, row["name"], row["condition"], row["sentence"]))
        except RuleUnreadable as error:
            raise refuse(path, f"{line}行目", str(error)) from error
    return found
