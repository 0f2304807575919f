"""Mappings held against a JSON schema, with what is wrong said in plain Japanese."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from yakusoku.adapters.yaml_files import Problem, UnreadableFile, line_of

SCHEMAS = Path(__file__).resolve().parent.parent / "catalogues" / "schema"

TYPE_NAMES = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "object": "「項目: 値」の組",
    "array": "一覧",
    "boolean": "true か false",
    "null": "空",
}


@cache
def validator(name: str) -> Draft202012Validator:
    """Return the validator of `catalogues/schema/NAME.schema.json`."""
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def check(data: Any, schema: str, file: str, raw: bytes = b"") -> None:
    """Raise UnreadableFile with every problem, unless the data fits the schema.

    raw   the file's bytes, if there are any, to tell line numbers
    """
    errors = sorted(validator(schema).iter_errors(data), key=lambda e: list(map(str, e.absolute_path)))
    problems = [problem for error in errors for problem in _problems(error, file, raw)]
    if problems:
        raise UnreadableFile(problems)


def _problems(found: ValidationError, file: str, raw: bytes) -> Iterable[Problem]:
    # The library types its errors loosely: `Any` here keeps the checks below readable.
    error: Any = best_match(found.context) or found if found.context else found
    keys = list(error.absolute_path)
    if error.validator == "additionalProperties":
        for key in _unknown_keys(error):
            yield Problem(
                file, _place([*keys, key], raw), "知らない項目です。つづりを確かめるか、消してください。"
            )
        return
    if error.validator == "required":
        for key in (key for key in error.validator_value if key not in error.instance):
            yield Problem(file, _place(keys, raw), f"「{key}」がありません。書き足してください。")
        return
    yield Problem(file, _place(keys, raw), _message(error))


def _unknown_keys(error: Any) -> list[str]:
    known = error.schema.get("properties", {})
    return [str(key) for key in error.instance if key not in known]


def _place(keys: list[str | int], raw: bytes) -> str:
    path = ".".join(str(key + 1) + "番目" if isinstance(key, int) else key for key in keys)
    line = line_of(raw, keys) if raw and keys else None
    return f"{line}行目 {path}" if line else path


def _message(error: Any) -> str:
    value, expected = error.instance, error.validator_value
    match error.validator:
        case "type":
            names = expected if isinstance(expected, list) else [expected]
            return f"{'か'.join(TYPE_NAMES[n] for n in names)}で書いてください（今は {_short(value)}）。"
        case "enum":
            return f"{_short(value)} は使えません。次から選んでください: {'、'.join(map(str, expected))}"
        case "pattern" | "format":
            return f"{_short(value)} の書き方が違います。{error.schema.get('description', '')}".strip()
        case "minimum":
            return f"{expected}以上の数で書いてください（今は {_short(value)}）。"
        case "minItems" | "minLength":
            return "空にはできません。"
        case "maxLength":
            return f"長すぎます（{expected}文字まで）。"
        case "maximum":
            return f"{expected}以下の数で書いてください（今は {_short(value)}）。"
        case "uniqueItems":
            return "同じ値が二度書かれています。"
        case _:
            return f"{_short(value)} は書き方が違います。"


def _short(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except ValueError:
        return "桁の多すぎる数"
    except RecursionError:
        return "深すぎる値"
    return text if len(text) <= 40 else text[:40] + "…"
