"""Whatever is sent to the interface, it answers as its description says, and never with 500."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.access_examples import EXAMPLES
from unionhall.access import tokens
from unionhall.access.grants import ABILITIES
from unionhall.core.clock import today
from unionhall.site.wsgi import application

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
PLAIN = {"Accept-Encoding": "identity"}
# Who can do most with the operations of a tag.
WHO = {
    "campaigns": "register_officer",
    "cases": "rights_officer",
    "coverage": "register_officer",
    "duties": "rights_officer",
    "employers": "register_officer",
    "imports": "register_officer",
    "members": "register_officer",
    "organisations": "administrator",
    "rules": "register_officer",
    "me": "worker",
}

schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


@pytest.fixture(autouse=True)
def open_connection():
    """The test's own transaction outlives the requests made in it, as with Django's client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def everybody(cast) -> dict[str, dict[str, str]]:
    """The headers of tokens that name everything, and of nobody's request."""
    tokens = {who: signed(getattr(cast, who)) for who in sorted(set(WHO.values()))}
    return tokens | {"nobody": PLAIN}


def signed(user) -> dict[str, str]:
    user = getattr(user, "user", user)
    _token, secret = tokens.make(
        user,
        name="x",
        abilities=[tokens.OWN, *ABILITIES],
        until_on=today() + timedelta(days=9),
        by=user,
        on=today(),
    )
    return {**PLAIN, "Authorization": f"Bearer {secret}"}


def is_random(case) -> bool:
    """Whether it was drawn at random, and not counted out from the description."""
    return case.meta.phase.name.value == "fuzzing"


def towards_an_object(case, cast) -> None:
    """Let it be about something that is there."""
    name = f"api:{case.operation.definition.raw['operationId']}"
    if name in EXAMPLES:
        case.path_parameters = {key: str(value) for key, value in EXAMPLES[name](cast).items()}


@schema.parametrize()
@settings(
    max_examples=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_it_answers_as_described(case, cast, everybody):
    askers = [WHO.get(case.operation.tags[0], "nobody")]
    if is_random(case):
        towards_an_object(case, cast)
        askers = list(everybody)
    for who in askers:
        with transaction.atomic():
            case.call_and_validate(headers=everybody[who], checks=CHECKS)
            transaction.set_rollback(True)
