"""The interface keeps its own description: generated calls to every operation, answers held against the schema.

The calls are the same in every run. Each one is taken back before the next.
"""

import json
import re

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client, override_settings
from hypothesis.strategies import sampled_from
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import GenerationConfig, SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.whole import CALLERS, whole
from yakusoku.api.description import PROBLEM_TYPE
from yakusoku.api.main import api
from yakusoku.site.wsgi import application

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 3
RAW = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))


def described():
    """Return the description as schemathesis reads it."""
    config = SchemathesisConfig(seed=1)
    project = config.projects.default
    project.generation = GenerationConfig(
        modes=list(GenerationMode), deterministic=True, max_examples=EXAMPLES, with_security_parameters=False
    )
    project.phases.coverage.enabled = False
    schema = schemathesis.openapi.from_dict(RAW, config=config)
    schema.app = application
    return schema


schema = described()


@pytest.fixture(scope="module")
def everything(django_db_setup, django_db_blocker, tmp_path_factory):
    store = tmp_path_factory.mktemp("contract") / "store"
    # A real request closes the connection, and with it the transaction that is taken back in the end.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), override_settings(STORE_ROOT=store, BACKGROUND=False), whole() as made:
        yield made
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.xdist_group("contract")
@schema.given(caller=sampled_from(CALLERS))
@schema.parametrize()
@hypothesis.settings(suppress_health_check=list(hypothesis.HealthCheck))
def test_every_answer_is_as_described(case, caller, everything):
    case.path_parameters = {**case.path_parameters, **everything.fill(case.path)}
    with transaction.atomic():
        case.call_and_validate(
            headers={"Authorization": f"Bearer {everything.tokens[caller]}"}, checks=CHECKS
        )
        transaction.set_rollback(True)


STRANGE = {int: 2**63, str: "\x00", float: 1e300}


def strained(value):
    """Return a body with every value at the end of what can be written."""
    if isinstance(value, dict):
        return {name: strained(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [strained(inner) for inner in value]
    return STRANGE.get(type(value), value)


@pytest.mark.django_db
@pytest.mark.xdist_group("contract")
@schema.parametrize()
@hypothesis.settings(suppress_health_check=list(hypothesis.HealthCheck), max_examples=1)
def test_values_that_no_database_holds_are_refused_and_never_break_it(case, everything):
    case.path_parameters = dict.fromkeys(case.path_parameters, 2**63) if case.path_parameters else {}
    case.query = strained(case.query)
    case.body = strained(case.body)
    token = {"Authorization": f"Bearer {everything.tokens['administrator']}"}
    for path in (case.path_parameters, case.path_parameters | everything.fill(case.path)):
        case.path_parameters = path
        with transaction.atomic():
            case.call_and_validate(headers=token, checks=CHECKS)
            transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.xdist_group("contract")
def test_without_a_token_every_operation_is_closed():
    nobody = Client()
    for path, methods in RAW["paths"].items():
        for method in methods:
            answer = nobody.generic(method.upper(), re.sub(r"{\w+}", "1", path))
            assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM_TYPE), (method, path)
            assert answer.json()["code"] == "token.unknown"
