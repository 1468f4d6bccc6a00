"""Who gets into the interface: with which token, from where, and how one is made."""

import argparse
import json
import shlex
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.access_examples import PNG, SENT, case, importing
from tests.interface import ENDPOINTS, accepted, call, secret_of, told
from unionhall.access.grants import ABILITIES
from unionhall.access.models import Token
from unionhall.core.clock import today
from unionhall.site.api import api

pytestmark = pytest.mark.django_db
CLOSED = [door for door in ENDPOINTS if door.named != "public"]


@pytest.mark.parametrize("door", CLOSED, ids=lambda door: door.name)
def test_without_a_token_nobody_gets_in(cast, client, door):
    response = client.generic(door.verb, door.url(cast), *door.sent({}))
    assert told(response)[0] == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="unionhall"'


@pytest.mark.parametrize("door", CLOSED, ids=lambda door: door.name)
def test_a_token_that_does_not_name_the_ability_finds_nothing(cast, door):
    named = "me" if door.named == "own" else door.named
    others = [ability for ability in ABILITIES if ability != named] + ["me"] * (named != "me")
    path = door.url(cast).removeprefix("/api/v1")
    sent = door.sent(SENT.get(door.name, lambda cast: {})(cast))
    for who in (cast.chair, cast.rights_officer, cast.administrator, cast.worker):
        response = call(who, door.verb, path, raw=sent, abilities=others)
        assert told(response)[0] == 404


def test_a_browsers_session_needs_its_csrf_token(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.worker.user)
    assert client.get("/api/v1/me/requests").status_code == 200
    body = json.dumps({"topic": "pay", "text": "x"})
    assert told(client.post("/api/v1/me/requests", body, "application/json"))[0] == 403
    client.get("/me/")
    csrf = client.cookies["csrftoken"].value
    response = client.post(
        "/api/v1/me/requests", body, "application/json", headers={"X-CSRFToken": csrf}
    )
    assert response.status_code == 201


def test_the_description_and_the_rules_are_open_to_all(cast, client):
    assert client.get("/api/v1/openapi.json").json()["info"]["title"] == "Unionhall"
    assert [door.name for door in ENDPOINTS if door.named == "public"] == [
        "api:rules_list",
        "api:rules_rule",
        "api:rules_due",
    ]


def test_every_operation_has_a_stable_name_and_says_what_it_does():
    operations = [
        operation
        for path in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].values()
        for operation in path.values()
    ]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names)) == len(ENDPOINTS)
    assert [name for name in names if "unionhall" in name] == []
    assert [row["operationId"] for row in operations if not row.get("description")] == []


def made(*arguments: str) -> dict:
    out = StringIO()
    call_command("tokens_make", *arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_a_token_is_made_on_the_command_line(cast, client):
    until = today() + timedelta(days=30)
    told = made(
        *("--user", "rights-officer", "--ability", "cases.view", "--ability", "cases.accept"),
        *("--until", until.isoformat(), "--name", "统计", "--by", "administrator"),
    )
    assert told["abilities"] == ["cases.accept", "cases.view"]
    token = Token.objects.get()
    assert (token.user, token.name, token.until_on) == (cast.rights_officer, "统计", until)
    headers = {"Authorization": f"Bearer {told['token']}"}
    assert client.get("/api/v1/cases", headers=headers).status_code == 200
    assert client.get("/api/v1/me/requests", headers=headers).status_code == 404


def test_without_a_day_a_token_holds_ninety_days(cast):
    made("--user", "w13900000001", "--ability", "me")
    assert Token.objects.get().until_on == today() + timedelta(days=90)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--user", "nobody", "--ability", "me"],
        ["--user", "chair", "--ability", "cases.fly"],
        ["--user", "chair"],
        ["--user", "chair", "--ability", "me", "--until", "2000-01-01"],
        ["--user", "chair", "--ability", "me", "--until", date.max.isoformat()],
    ],
)
def test_no_token_is_made_of_nonsense(cast, arguments):
    with pytest.raises(CommandError):
        made(*arguments)
    assert not Token.objects.exists()


GUIDE = Path(__file__).parent.parent / "docs" / "interface.md"
EXAMPLE_LINES = [
    line for line in GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith("curl ")
]


def field(text: str) -> tuple[str, object]:
    """One `-F` of curl: a value, or the name of a file after an @."""
    name, value = text.split("=", 1)
    return name, SimpleUploadedFile(value[1:], PNG) if value.startswith("@") else value


@pytest.mark.parametrize("line", EXAMPLE_LINES)
def test_the_guides_examples_are_true(cast, line):
    row = accepted(cast) if "/ask" in line or "/reply" in line else case(cast)
    by_register = "/members" in line or "/imports" in line
    owner = cast.register_officer if by_register else cast.rights_officer
    curl = argparse.ArgumentParser()
    curl.add_argument("-X", default="GET")
    curl.add_argument("-H", action="append", default=[])
    curl.add_argument("-d", default="")
    curl.add_argument("-F", action="append", default=[])
    curl.add_argument("url")
    command = line.replace("$TOKEN", secret_of(owner)).replace("$NUMBER", row.number)
    command = command.replace("$IMPORT", str(importing(cast).pk))
    sent = curl.parse_args(shlex.split(command)[1:])
    headers = dict(header.split(": ", 1) for header in sent.H)
    path = sent.url.removeprefix("http://127.0.0.1:8000")
    if sent.F:
        form = encode_multipart(BOUNDARY, dict(map(field, sent.F)))
        response = Client().generic(sent.X, path, form, MULTIPART_CONTENT, headers=headers)
    else:
        media_type = headers.pop("Content-Type", "text/plain")
        response = Client().generic(sent.X, path, sent.d, media_type, headers=headers)
    assert response.status_code in (200, 202)
