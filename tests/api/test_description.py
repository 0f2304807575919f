"""The description of the interface: what every route must say of itself."""

import re
from itertools import chain
from pathlib import Path

import pytest
from django.test import Client
from ninja import Schema

from yakusoku.api.description import TAGS
from yakusoku.api.main import api

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")


@pytest.fixture(scope="module")
def described():
    return api.get_openapi_schema(path_prefix="/api/v1/")


@pytest.fixture(scope="module")
def operations(described):
    """Return every operation as (name, method, path, operation)."""
    return [
        (f"{method.upper()} {path}", method, path, operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


def told(operations, right):
    """Return the operations for which something is not right."""
    return [name for name, method, path, operation in operations if not right(method, path, operation)]


def test_the_description_is_openapi_3_1_and_needs_no_token(db):
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1.")
    assert JAPANESE.search(answer.json()["info"]["description"])


def test_every_operation_has_a_readable_name_of_its_own(operations):
    names = [operation["operationId"] for _name, _method, _path, operation in operations]
    assert sorted(names) == sorted(set(names))
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)+", name)] == []


def test_every_operation_says_in_japanese_what_it_does_and_belongs_to_one_tag(described, operations):
    assert told(operations, lambda _m, _p, each: JAPANESE.search(each.get("summary", ""))) == []
    assert told(operations, lambda _m, _p, each: each["tags"][0] in TAGS and len(each["tags"]) == 1) == []
    assert all(JAPANESE.search(tag["description"]) for tag in described["tags"])
    used = {each["tags"][0] for _n, _m, _p, each in operations}
    assert [tag["name"] for tag in described["tags"]] == [tag for tag in TAGS if tag in used]


def test_every_operation_wants_the_bearer_token(described, operations):
    scheme = described["components"]["securitySchemes"]["Token"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    assert scheme["description"]
    assert told(operations, lambda _m, _p, each: each.get("security") == [{"Token": []}]) == []


def test_every_refusal_is_a_problem(described, operations):
    problems = {f"#/components/responses/{name}" for name in described["components"]["responses"]}
    refusals = chain.from_iterable(
        [answer for status, answer in each["responses"].items() if int(status) >= 400]
        for _n, _m, _p, each in operations
    )
    assert {answer["$ref"] for answer in refusals} == problems
    for answer in described["components"]["responses"].values():
        assert list(answer["content"]) == ["application/problem+json"]


def shape(described, operation):
    """Return the schema of what an operation answers when all is well."""
    found = (
        operation["responses"].get(200, {}).get("content", {}).get("application/json", {}).get("schema", {})
    )
    name = found.get("$ref", "").removeprefix("#/components/schemas/")
    return described["components"]["schemas"][name] if name else found


def test_every_list_is_paged_by_limit_and_offset_and_counted(described, operations):
    bare = told(operations, lambda m, _p, each: m != "get" or shape(described, each).get("type") != "array")
    assert bare == []
    lists = 0
    for name, method, _path, operation in operations:
        properties = shape(described, operation).get("properties", {})
        if method != "get" or set(properties) != {"items", "count"}:
            continue
        lists += 1
        asked = {each["name"]: each["schema"] for each in operation["parameters"] if each["in"] == "query"}
        assert (asked["limit"]["maximum"], asked["offset"]["maximum"]) == (500, 1_000_000_000), name
    assert lists > 15


def subclasses(shape_class):
    """Return every shape below a class."""
    for each in shape_class.__subclasses__():
        yield each
        yield from subclasses(each)


def test_no_two_shapes_share_a_name():
    """Of two with one name, the description would know only the last."""
    own = {each for each in subclasses(Schema) if each.__module__.startswith("yakusoku.apps.")}
    names = [each.__name__ for each in own]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_the_page_for_developers_names_every_route_and_no_other(operations):
    page = (Path(__file__).parents[2] / "docs/developer/api.md").read_text()
    rows = re.findall(r"^\| (GET|POST|PUT|DELETE) \| `(/[^`]*)` \| (.+) \|$", page, re.M)
    wanted = [
        (method.upper(), path.removeprefix("/api/v1"), operation["summary"])
        for _name, method, path, operation in operations
    ]
    assert sorted(rows) == sorted(wanted)
