"""Who gets at a confidential request by which way, as one table: anything not in it is not there."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from tests.access_examples import PNG
from tests.interface import call
from unionhall.access.scope import scope
from unionhall.accounts.models import User
from unionhall.cases import actions as handling
from unionhall.cases import exports, queries
from unionhall.cases.confidential import actions
from unionhall.cases.confidential.tests.conftest import brought
from unionhall.cases.models import Case
from unionhall.core.clock import today
from unionhall.disputes import opening
from unionhall.disputes.models import Dispute
from unionhall.documents.actions import attach
from unionhall.duties.models import Duty
from unionhall.notifications.models import Message
from unionhall.organisations import actions as organisations

pytestmark = pytest.mark.django_db

WAYS = (
    *("page", "file", "number", "name", "inbox", "figures", "dashboard", "export"),
    *("neighbours", "duties", "told", "listed", "one", "dispute", "readers"),
)
ALL = set(WAYS)
# Those named act; who was invited reads; an order of emergency reads for a day.
GUEST = {"page", "file", "number", "name", "inbox", "figures", "listed", "one", "readers", "told"}
EXPECTED: dict[str, set[str]] = {
    "worker": {"own"},
    "colleague": set(),
    "handler": ALL,
    "invited from another union": GUEST,
    "let in for an emergency": (GUEST | {"neighbours"}) - {"told"},
    "dismissed": {"told"},  # what they were told while they were invited leads nowhere now
    "colleague of the same office": set(),
    "rights officer above": set(),
    "chair": set(),
    "vice chair": set(),
    "desk officer of the same union": set(),
    "party who was named": {"told"},
    "administrator": set(),
    "auditor": set(),
    "rights officer elsewhere": set(),
}


@dataclass
class Stage:
    """The request, what hangs on it, a request beside it, and everybody."""

    case: Case
    beside: Case
    file: Any
    dispute: Dispute
    people: dict[str, User]


@pytest.fixture
def stage(cast) -> Stage:
    on = today()
    vice, above = (
        User.objects.create_user(username=name, name=name) for name in ("second-city", "city-chair")
    )
    organisations.appoint(vice, cast.units.city, "rights_officer", from_on=on, by=None, on=on)
    organisations.appoint(above, cast.units.city, "chair", from_on=on, by=None, on=on)
    party = User.objects.create_user(username="third", name="第三人")
    organisations.appoint(party, cast.units.district, "rights_officer", from_on=on, by=None, on=on)
    case = brought(cast.worker, text="多次骚扰")
    by = cast.rights_officer
    handling.accept(case, by=by, on=on)
    upload = SimpleUploadedFile("x.png", PNG, content_type="image/png")
    file = attach(case, upload, by=cast.worker.user)
    dispute = opening.open_dispute(
        cast.worker,
        organisation=case.organisation,
        employer="红星机械厂",
        text="骚扰",
        known_on=on,
        kind="damages",
        case=case,
        by=by,
        on=on,
    )
    told = {"reason": "x", "by": by, "on": on}
    actions.name(case, user=party, **told)
    actions.record_party(case, user=party, **told)
    actions.invite(case, user=cast.stranger_chair, **told)
    actions.invite(case, user=cast.women_officer, **told)
    actions.dismiss(case, user=cast.women_officer, by=by, on=on)
    reason = "受害人今晚可能有危险，指名的人都联系不上，需要马上处理"
    actions.override(case.number, ground="danger", reason=reason, by=above, on=on)
    return Stage(
        case,
        brought(cast.colleague, concern="", text="加班费"),
        file,
        dispute,
        {
            "worker": cast.worker.user,
            "colleague": cast.colleague.user,
            "handler": by,
            "invited from another union": cast.stranger_chair,
            "let in for an emergency": above,
            "dismissed": cast.women_officer,
            "colleague of the same office": cast.second_rights_officer,
            "rights officer above": cast.city_rights_officer,
            "chair": cast.chair,
            "vice chair": cast.vice_chair,
            "desk officer of the same union": cast.plant_desk_officer,
            "party who was named": party,
            "administrator": cast.administrator,
            "auditor": cast.auditor,
            "rights officer elsewhere": cast.stranger_rights_officer,
        },
    )


def ways(stage: Stage, user: User, client) -> set[str]:
    """By which ways the user comes to know of the request."""
    client.force_login(user)
    number, on = stage.case.number, today()
    address = stage.case.get_absolute_url()

    def page(name: str, *args, query: str = "") -> str:
        answer = client.get(reverse(name, args=args) + query)
        return answer.content.decode() if answer.status_code == 200 else ""

    def found(text: str) -> str:
        return client.post(reverse("cases:search"), {"q": text}).content.decode()

    beside = client.get(reverse("cases:next", args=[stage.beside.number]))
    before = client.get(reverse("cases:previous", args=[stage.beside.number]))
    duties = Duty.objects.filter(subject_type="cases.case", subject_id=stage.case.pk).open()
    inbox = {
        shown: list(Duty.objects.open().visible_to(user)) if shown == "unit" else None
        for shown in ("unit",)
    }
    told = Message.objects.filter(subject_type="cases.case", subject_id=stage.case.pk)
    held = scope(user, "cases.export")
    listed = call(user, "GET", f"/cases?q={number}")
    tests = {
        "own": client.get(stage.case.my_url).status_code == 200,
        "page": client.get(address).status_code == 200,
        "readers": client.get(reverse("cases:readers", args=[number])).status_code == 200,
        "file": client.get(reverse("cases:attachment", args=[number, stage.file.uid])).status_code
        == 200,
        "number": address in found(number),
        "name": address in found("李小明"),
        "inbox": number in page("cases:inbox"),
        "figures": queries.readable_by(user, on=on).filter(pk=stage.case.pk).exists(),
        "dashboard": _counted(client) > _counted_without(client, stage),
        "export": bool(held) and stage.case in exports._cases(held, QueryDict("show=open")),
        "neighbours": number in beside.headers.get("Location", "")
        or number in before.headers.get("Location", ""),
        "duties": any(duty in inbox["unit"] for duty in duties),
        "told": told.filter(receiver=user).exists() and user != stage.case.person.user,
        "listed": listed.status_code == 200 and number in listed.content.decode(),
        "one": call(user, "GET", f"/cases/{number}").status_code == 200,
        "dispute": client.get(stage.dispute.get_absolute_url()).status_code == 200,
    }
    return {name for name, is_so in tests.items() if is_so}


def _counted(client) -> int:
    """All that the dashboard's tables add up to."""
    answer = client.get(reverse("cases:dashboard"))
    if answer.status_code != 200:
        return 0
    return sum(table.total.high for table in answer.context["tables"].values())


def _counted_without(client, stage: Stage) -> int:
    """The same if there were no such request."""
    rows, duties = Case.objects.filter(pk=stage.case.pk), Duty.objects.about(stage.case)
    moved = today().replace(year=today().year - 3)
    rows.update(received_on=moved, status="withdrawn", closed_on=moved)
    kinds = dict(duties.values_list("pk", "kind"))
    duties.update(kind="x")
    without = _counted(client)
    rows.update(received_on=stage.case.received_on, status="accepted", closed_on=None)
    for pk, kind in kinds.items():
        Duty.objects.filter(pk=pk).update(kind=kind)
    return without


@pytest.mark.parametrize("who", EXPECTED)
def test_the_ways_by_which_somebody_comes_to_know_of_it_are_just_these(stage, client, who):
    assert ways(stage, stage.people[who], client) == EXPECTED[who]


@pytest.mark.parametrize("limited", ["cases.view", "cases.note", "duties.view"])
def test_a_token_that_names_less_opens_no_more(stage, limited):
    number = stage.case.number
    answers = {
        who: call(user, "GET", f"/cases/{number}", abilities=[limited]).status_code
        for who, user in stage.people.items()
    }
    may = {"handler", "invited from another union", "let in for an emergency"}
    opened = {who for who, status in answers.items() if status == 200}
    assert opened == (may if limited == "cases.view" else set())


def test_a_number_that_is_not_yours_answers_as_one_that_is_nobody_s(stage, cast, client):
    client.force_login(cast.second_rights_officer)
    real, none = stage.case.number, "20200101-ABCDE"
    for way in ("", "readers/", "next/", "accept/", "note/", "invite/", "mark/"):
        answers = []
        for number in (real, none):
            verb = client.post if way in ("accept/", "note/", "invite/", "mark/") else client.get
            answer = verb(f"/cases/{number}/{way}", {"text": "x", "user": 1, "reason": "x"})
            answers.append((answer.status_code, answer.content.replace(number.encode(), b"N")))
        assert answers[0][0] == answers[1][0] == 404, way


def test_no_notice_to_an_officer_says_which_request_or_who(stage):
    rows = Message.objects.filter(subject_type="cases.case", subject_id=stage.case.pk)
    assert {(row.template, str(row.facts)) for row in rows} <= {
        ("cases/confidential", "{}"),
        ("cases/confidential_news", "{}"),
        ("cases/named", "{}"),
        ("cases/readers_changed", "{}"),
        ("cases/overridden", "{}"),
    }
