"""The access walk: every address names who may come in, and no stranger gets at anybody's object.

Pages and the interface's endpoints join by themselves; those that name an object need an example.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import NoReverseMatch, get_resolver, reverse

from tests.access_examples import ANYBODYS, EXAMPLES, FILES, NO_OBJECT, SENT
from unionhall.access.grants import ABILITIES
from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.organisations import actions
from unionhall.organisations.offices import OFFICES
from unionhall.site.api import api


class Door(NamedTuple):
    """An address: its full name, its route, its view, and for an endpoint its verb and a body."""

    name: str
    route: str
    view: Any
    verb: str = ""
    body: Any = None
    file: str = ""  # the form's field for a file, where it takes nothing but a form

    @property
    def arguments(self) -> list[str]:
        return re.findall(r"[<{](?:\w+:)?(\w+)[>}]", self.route)

    @property
    def named(self) -> str:
        """The ability it names, "own", "public", or "" where it names nothing."""
        return (
            getattr(self.view, "ability", "")
            or ("own" if getattr(self.view, "own", False) else "")
            or ("public" if getattr(self.view, "public", False) else "")
        )

    def url(self, cast) -> str:
        """The address of the cast's example."""
        values = ANYBODYS.get(self.name) or (EXAMPLES[self.name](cast) if self.arguments else {})
        if self.verb:
            return self.route.format(**values)
        try:
            return reverse(self.name, kwargs=values)
        except NoReverseMatch as error:
            raise AssertionError(f"the example of {self.name} has other arguments") from error

    def sent(self, more: dict) -> tuple[Any, str]:
        """What is sent to an endpoint, and its media type."""
        body = {**self.body, **more}
        if self.file:
            body[self.file] = FILES[self.file]()
            return encode_multipart(BOUNDARY, body), MULTIPART_CONTENT
        return json.dumps(body, default=str), "application/json"

    def answers(self, user, cast) -> set[int]:
        """How it answers to looking and to sending, leaving everything as it was."""
        client = Client(raise_request_exception=False)
        client.force_login(user)
        url, said = self.url(cast), set()
        sent = SENT.get(self.name, lambda cast: {})(cast)
        for verb in [self.verb] if self.verb else ["get", "post"]:
            with transaction.atomic():
                if self.verb:
                    response = client.generic(verb, url, *self.sent(sent))
                else:
                    response = getattr(client, verb)(url, sent)
                said.add(response.status_code)
                transaction.set_rollback(True)
        return said


def closed(said: set[int]) -> bool:
    """404, and nothing else that would show that something is there."""
    return 404 in said <= {404, 405}


def pages(patterns=None, space: str = "", route: str = "") -> Iterator[Door]:
    """Every page of the site."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(pattern.pattern)
        if getattr(pattern, "app_name", None) == "ninja":
            continue
        if hasattr(pattern, "url_patterns"):
            inner = ":".join(filter(None, [space, pattern.namespace]))
            yield from pages(pattern.url_patterns, inner, here)
        else:
            yield Door(":".join(filter(None, [space, pattern.name])), here, pattern.callback)


def endpoints() -> Iterator[Door]:
    """Every endpoint of the interface, with a body that fits its schema."""
    schema = api.get_openapi_schema()
    operations = {
        operation["operationId"]: (route, operation)
        for route, verbs in schema["paths"].items()
        for operation in verbs.values()
    }
    for _prefix, router in api._routers:
        for path in router.path_operations.values():
            for operation in path.operations:
                key = operation.operation_id or api.get_openapi_operation_id(operation)
                route, described = operations[key]
                wanted = described.get("requestBody", {}).get("content", {})
                as_json, as_form = wanted.get("application/json"), wanted.get("multipart/form-data")
                shape = (as_json or as_form or {}).get("schema", {})
                body = filled(shape, schema["components"]["schemas"])
                file = "" if as_json or not as_form else file_in(shape)
                view, verb = operation.view_func, operation.methods[0]
                yield Door(f"api:{key}", route, view, verb, body, file)


def file_in(shape: dict) -> str:
    """The name of the form's field that holds a file."""
    return next(
        name for name, field in shape["properties"].items() if field.get("format") == "binary"
    )


FORMATS = {
    "date": "2026-01-05",
    "date-time": "2026-01-05T12:00:00+08:00",
    "uuid": "00000000-0000-4000-8000-000000000000",
}


def filled(shape: dict, known: dict) -> Any:
    """The least value that fits a JSON schema."""
    if "$ref" in shape:
        return filled(known[shape["$ref"].rsplit("/", 1)[1]], known)
    if options := shape.get("anyOf") or shape.get("allOf"):
        return filled(options[0], known)
    if "enum" in shape or "const" in shape:
        return shape.get("const", shape.get("enum", [""])[0])
    if shape.get("type") == "object":
        wanted = shape.get("properties", {})
        return {key: filled(wanted[key], known) for key in shape.get("required", [])}
    if shape.get("format") in FORMATS:
        return FORMATS[shape["format"]]
    length = max(1, shape.get("minLength", 1))
    return {
        "string": "1" * length,
        "integer": shape.get("minimum", 1),
        "number": shape.get("minimum", 1),
        "boolean": False,
        "array": [],
    }.get(shape.get("type", ""), {})


PAGES = list(pages())
DOORS = [*PAGES, *endpoints()]
GUARDED = [door for door in DOORS if door.named in ABILITIES]
OWN = [door for door in DOORS if door.named == "own"]


def with_objects(found: list[Door]) -> list[Door]:
    return [
        page
        for page in found
        if page.name not in NO_OBJECT and (page.arguments or page.name in SENT)
    ]


def test_every_page_names_an_ability_or_is_ones_own_or_public():
    assert [page.name or page.route for page in DOORS if not page.named] == []
    assert len(PAGES) > 60


def test_every_ability_a_page_names_is_declared():
    assert {page.named for page in DOORS} - set(ABILITIES) == {"own", "public"}


def test_every_address_with_arguments_has_an_example():
    walked = [page.name for page in with_objects(GUARDED + OWN) if page.arguments]
    assert [name for name in walked if name not in EXAMPLES] == []
    # Public pages have examples too, for tests.test_nonsense.
    assert sorted(set(EXAMPLES) - {page.name for page in DOORS}) == []
    assert sorted(set(NO_OBJECT) - {page.name for page in DOORS}) == []


@pytest.fixture
def strangers(cast):
    """One holder of every office in another district, which reaches over its unions, and a worker there."""
    group = actions.add("group", cast.units.stranger, "G-STRANGER", "一组", by=None, on=today())
    found = {"worker": cast.stranger_worker.user}
    for office in OFFICES:
        user = User.objects.create(username=f"outsider-{office}", name="外人")
        places = (cast.units.elsewhere, cast.units.stranger, group)
        unit = next(place for place in places if office in place.kind_facts.offices)
        if OFFICES[office].single and unit.mandates.filter(office=office).exists():
            raise AssertionError(f"{office} is taken: choose another unit")
        actions.appoint(user, unit, office, from_on=today(), by=None, on=today())
        found[office] = user
    return found


def test_no_office_gets_at_an_object_of_a_stranger_organisation(cast, strangers):
    open_doors = [
        (page.name, office, said)
        for page in with_objects(GUARDED + OWN)
        for office, user in strangers.items()
        if not closed(said := page.answers(user, cast))
    ]
    assert open_doors == []


def test_the_examples_are_there_for_those_who_may_see_them(cast):
    """Else the walk above would prove nothing."""
    insiders = [
        cast.chair,
        cast.rights_officer,
        cast.register_officer,
        cast.administrator,
        cast.plant_chair,
        cast.worker.user,
        cast.city_rights_officer,
    ]
    unseen = [
        page.name
        for page in with_objects(GUARDED + OWN)
        if all(closed(page.answers(user, cast)) for user in insiders)
    ]
    assert unseen == []


@pytest.mark.parametrize("page", [p for p in GUARDED if not p.arguments], ids=lambda p: p.name)
def test_a_page_for_an_ability_is_not_there_for_those_without_it(cast, page):
    assert closed(page.answers(cast.worker.user, cast))


def test_whoever_is_not_signed_in_is_sent_to_sign_in(cast, client):
    sign_in = reverse("account_login")
    elsewhere = {}
    for page in GUARDED + OWN:
        if page.arguments and page.name not in EXAMPLES:
            continue
        url = page.url(cast)
        if page.verb:
            said = client.generic(page.verb, url, *page.sent({}))
            if said.status_code != 401:
                elsewhere[page.name] = said.status_code
            continue
        for said in (client.get(url), client.post(url)):
            if said.status_code != 405 and not said.headers.get("Location", "").startswith(sign_in):
                elsewhere[page.name] = said.status_code
    assert elsewhere == {}


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("supervision:plan", "organisation", "code"),
        ("legal_aid:add_lawyer", "organisation", "code"),
        ("disputes:form_committee", "union", "code"),
    ],
)
def test_a_form_takes_no_union_that_is_a_stranger_s(cast, signed_in, name, field, value):
    """Nothing in such a page's address is anybody's, so the walk above does not try it."""
    client, refused = signed_in(cast.rights_officer), []
    if name == "legal_aid:add_lawyer":
        client = signed_in(cast.chair)
    for unit in (cast.units.elsewhere, cast.units.district):
        answer = client.post(reverse(name), {field: getattr(unit, value)})
        refused.append((answer.status_code, field in answer.context["form"].errors))
    assert refused == [(422, True), (422, False)]
