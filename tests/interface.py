"""How tests call the interface, and requests in the states its acts need."""

import json
from datetime import timedelta

from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.access_examples import case
from tests.test_access import endpoints
from unionhall.access import tokens
from unionhall.access.grants import ABILITIES
from unionhall.cases import actions, my_actions
from unionhall.core.clock import today

PROBLEM = "application/problem+json"
FIELDS = ["type", "title", "status", "detail", "citation", "rule", "instead"]
ENDPOINTS = list(endpoints())


def secret_of(user, *abilities: str) -> str:
    """A token of the user with these abilities."""
    return tokens.make(
        user,
        name="x",
        abilities=list(abilities) or [tokens.OWN, *ABILITIES],
        until_on=today() + timedelta(days=9),
        by=user,
        on=today(),
    )[1]


def call(who, verb: str, path: str, body=None, *, abilities=(), **more):
    """The answer to somebody's token, with all abilities or only those named; to nobody for None."""
    secret = secret_of(getattr(who, "user", who), *abilities) if who is not None else ""
    return call_with(secret, verb, path, body, **more)


def call_with(secret: str, verb: str, path: str, body=None, *, files=None, raw=None, key: str = ""):
    """The answer to a token's secret; with `files` ({field: files}) the body is sent as a form.

    `raw` is what to send instead, with its media type.
    """
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    headers |= {"Idempotency-Key": key} if key else {}
    client = Client(raise_request_exception=False)
    if files is not None:
        raw = encode_multipart(BOUNDARY, {**(body or {}), **files}), MULTIPART_CONTENT
    sent = json.dumps(body, default=str) if body is not None else ""
    return client.generic(
        verb, f"/api/v1{path}", *(raw or (sent, "application/json")), headers=headers
    )


def told(response) -> tuple[int, str, str]:
    """Status, reason and rule of a problem, whose shape is asserted."""
    assert response["Content-Type"] == PROBLEM
    problem = response.json()
    assert list(problem) == FIELDS
    assert problem["status"] == response.status_code
    return response.status_code, problem["detail"], problem["rule"]


def accepted(cast):
    row = case(cast)
    actions.accept(row, by=cast.rights_officer, on=today())
    return row


def proposed(cast):
    row = accepted(cast)
    actions.propose_closing(row, answer="已补发。", by=cast.rights_officer, on=today())
    return row


def ended(cast):
    row = case(cast)
    my_actions.withdraw(row, by=cast.worker.user, on=today())
    return row
