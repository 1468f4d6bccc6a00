"""The pages about who may read a request: each act, its refusal, and who does not find it."""

import pytest
from django.urls import reverse
from tests.test_query_counts import MORE, asked

from unionhall.cases import actions as handling
from unionhall.cases import queries
from unionhall.cases.confidential import actions
from unionhall.cases.confidential.models import Tie
from unionhall.cases.confidential.tests.conftest import brought
from unionhall.cases.models import Case, Draft
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.duties import actions as duties
from unionhall.duties.models import Duty
from unionhall.duties.queries import receivers

pytestmark = pytest.mark.django_db


def at(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.number])


def named(case) -> set[tuple[str, str]]:
    return set(Tie.objects.in_force().filter(case=case).values_list("user__username", "kind"))


@pytest.fixture
def handled(case, cast) -> Case:
    handling.accept(case, by=cast.rights_officer, on=today())
    return case


def test_a_worker_keeps_a_request_to_named_persons_when_asking(cast, signed_in):
    client = signed_in(cast.worker)
    Draft.objects.create(person=cast.worker, text="组长骚扰", topic="discipline")
    sent = {"readers": "named", "concern": "harassment", "about": [cast.chair.pk]}
    answer = client.post(reverse("cases:write", args=[3]), sent)
    case = Case.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, case.my_url)
    assert named(case) == {("rights-officer", "desk"), ("chair", "party")}
    page = client.get(case.my_url).content.decode()
    assert ("王敏（东湖区总工会" in page, "周建国（东湖区总工会" in page) == (True, True)


@pytest.mark.parametrize(
    "sent",
    [
        {"readers": "named", "concern": ""},
        {"readers": "named", "concern": "untrue"},
        {"readers": "union", "about": ["999999"]},
        {"readers": "union", "about": ["x"]},
    ],
)
def test_what_does_not_fit_is_said_at_the_field(cast, signed_in, sent):
    Draft.objects.create(person=cast.worker, text="x", topic="pay")
    answer = signed_in(cast.worker).post(reverse("cases:write", args=[3]), sent)
    assert (answer.status_code, Case.objects.count()) == (422, 0)


def test_a_worker_marks_it_and_says_whom_it_is_about_later(cast, signed_in, ordinary):
    client = signed_in(cast.worker)
    client.post(at("my_record_party", ordinary), {"user": cast.plant_chair.pk})
    client.post(at("my_mark", ordinary), {"concern": "retaliation"})
    expected = {("plant-desk-officer", "handler"), ("rights-officer", "desk")}
    assert named(ordinary) == expected | {("plant-chair", "party")}
    client.post(at("my_strike_party", ordinary), {"user": cast.plant_chair.pk})
    assert named(ordinary) == expected


def test_it_is_nobody_else_s_to_mark(cast, signed_in, ordinary):
    client = signed_in(cast.colleague)
    answers = [
        client.post(at(name, ordinary), {"concern": "harassment", "user": 1}).status_code
        for name in ("my_mark", "my_record_party", "my_strike_party")
    ]
    assert answers == [404] * 3


def test_a_handler_finds_a_colleague_by_name_and_invites_them(cast, signed_in, handled):
    client = signed_in(cast.rights_officer)
    page = client.get(at("readers", handled), {"q": "马超"}).content.decode()
    assert f'value="{cast.stranger_chair.pk}"' in page
    sent = {"user": cast.stranger_chair.pk, "reason": "熟悉此类事", "until": today()}
    assert client.post(at("invite", handled), sent)["Location"] == at("readers", handled)
    assert ("stranger-chair", "invited") in named(handled)
    client.post(at("dismiss", handled), {"user": cast.stranger_chair.pk})
    assert ("stranger-chair", "invited") not in named(handled)


@pytest.mark.parametrize(
    ("verb", "sent", "status"),
    [
        ("invite", {"user": "x", "reason": "x"}, 422),
        ("invite", {"user": 2**40, "reason": "x"}, 422),
        ("invite", {"user": 999999, "reason": "x"}, 404),
        ("invite", {"reason": "x"}, 422),
        ("mark", {"concern": "harassment"}, 409),
        ("lift", {"readers": "union", "consent": ""}, 422),
        ("unname", {"user": 999999, "reason": "x"}, 404),
    ],
)
def test_what_was_typed_is_kept_where_it_cannot_be_done(
    cast, signed_in, handled, verb, sent, status
):
    client = signed_in(cast.rights_officer)
    assert client.post(at(verb, handled), sent).status_code == status
    assert named(handled) == {("rights-officer", "desk"), ("rights-officer", "handler")}


def test_naming_and_lifting_go_by_the_page(cast, signed_in, handled):
    client = signed_in(cast.rights_officer)
    client.post(at("name", handled), {"user": cast.second_rights_officer.pk, "reason": "代班"})
    assert ("second-rights-officer", "named") in named(handled)
    client.post(at("unname", handled), {"user": cast.second_rights_officer.pk, "reason": "回来了"})
    assert ("second-rights-officer", "named") not in named(handled)
    client.post(at("lift", handled), {"readers": "federation", "consent": "今天面谈时同意"})
    handled.refresh_from_db()
    assert (handled.concern, handled.is_restricted, named(handled)) == ("", True, set())


def test_somebody_invited_sees_the_names_and_changes_none(cast, signed_in, handled):
    told = {"reason": "x", "by": cast.rights_officer, "on": today()}
    actions.invite(handled, user=cast.stranger_chair, **told)
    client = signed_in(cast.stranger_chair)
    answer = client.get(at("readers", handled))
    assert (answer.status_code, answer.context["able"]) == (200, set())
    posts = [
        client.post(at(verb, handled), {"user": cast.chair.pk, "reason": "x"}).status_code
        for verb in ("invite", "name", "unname", "dismiss", "record_party", "accept", "reply")
    ]
    assert posts == [404] * 7
    page = client.get(handled.get_absolute_url())
    assert [act.verb for act in page.context["acts"]] == ["note"]
    assert client.post(at("note", handled), {"text": "建议"}).status_code == 302


def test_emergency_access_by_the_page(cast, signed_in, case):
    client = signed_in(cast.city_rights_officer)
    page = reverse("cases:override")
    reason = "受害人今晚可能有危险，指名的人都联系不上，需要马上处理"
    refused = client.post(page, {"number": "x", "ground": "danger", "reason": reason})
    assert (refused.status_code, reason in refused.content.decode()) == (409, True)
    assert client.post(page, {"number": case.number, "ground": "x"}).status_code == 422
    sent = {"number": f" {case.number.lower()} ", "ground": "danger", "reason": reason}
    assert client.post(page, sent)["Location"] == case.get_absolute_url()
    assert signed_in(cast.treasurer).get(page).status_code == 404


def test_its_page_costs_few_queries(cast, signed_in, handled):
    told = {"reason": "x", "by": cast.rights_officer, "on": today()}
    actions.name(handled, user=cast.second_rights_officer, **told)
    actions.invite(handled, user=cast.stranger_chair, **told)
    client = signed_in(cast.rights_officer)
    assert asked(client, handled.get_absolute_url()) <= 15 + MORE
    assert asked(client, handled.get_absolute_url()) <= 12


def test_the_inbox_costs_no_more_for_whoever_is_named(cast, signed_in):
    client, path = signed_in(cast.rights_officer), reverse("cases:inbox")
    before = asked(client, path)
    for _order in range(5):
        brought(cast.worker)
    assert asked(client, path) == before <= 12


def test_a_duty_is_passed_on_to_nobody_who_may_not_know(cast, handled):
    (duty,) = Duty.objects.about(handled).open()
    assert receivers(duty, on=today()) == []
    with pytest.raises(Refused):
        duties.pass_on(duty, to_user=cast.second_rights_officer, by=cast.chair, on=today())
    told = {"reason": "x", "by": cast.rights_officer, "on": today()}
    actions.name(handled, user=cast.second_rights_officer, **told)
    offered = {str(one.user) for one in receivers(duty, on=today()) if one.user}
    assert offered == {"郑凯"}
    duties.pass_on(duty, to_user=cast.second_rights_officer, by=cast.rights_officer, on=today())
    handled.refresh_from_db()
    assert handled.handler == cast.second_rights_officer
    assert ("second-rights-officer", "handler") in named(handled)


def test_taking_it_down_names_and_shuts_out(cast, signed_in):
    client = signed_in(cast.desk_officer)
    sent = {"topic": "pay", "channel": "telephone", "text": "打击报复", "concern": "retaliation"}
    sent["about"] = [cast.rights_officer.pk]
    path = reverse("cases:take_down_for", args=[cast.worker.uid])
    assert client.post(path, sent)["Location"] == reverse("cases:inbox")
    case = Case.objects.get()
    assert named(case) == {("rights-officer", "party"), ("second-rights-officer", "desk")}
    assert queries.read(case.number, cast.desk_officer, on=today()) is None
