"""A delegate brings a request for the member they act for."""

import uuid

import pytest
from django.urls import reverse

from unionhall.cases import actions, my_actions
from unionhall.cases.models import Case, Topic
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.queries import reads_of, trail
from unionhall.members.delegates.models import Delegation
from unionhall.members.delegates.queries import done_under
from unionhall.notifications.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation(cast):
    """The colleague acts for the worker in requests."""
    return Delegation.objects.create(
        person=cast.worker, delegate=cast.colleague.user, matters=["requests"], from_on=today()
    )


def bring(delegation, by, **told):
    told = {"topic": Topic.PAY, "text": "三个月没发加班费", "submission": uuid.uuid4()} | told
    return my_actions.bring_for(delegation, **told, by=by, on=today())


def test_the_request_is_the_member_s_and_says_who_brought_it(delegation, cast, signed_in):
    case = bring(delegation, cast.colleague.user)
    assert (case.person, case.organisation) == (cast.worker, cast.units.plant)
    told = Message.objects.in_app().filter(receiver=cast.worker.user)
    assert [row.template for row in told] == ["cases/brought"]
    page = signed_in(cast.worker).get(reverse("cases:my_case", args=[case.number]))
    assert "张华（代会员本人）" in page.content.decode()
    assert [line["body"] for line in done_under(delegation)] == [case.number]


def test_the_member_s_file_does_not_tell_of_a_request(delegation, cast):
    bring(delegation, cast.colleague.user, restricted=True)
    assert trail(cast.worker) == []


def test_sent_twice_it_is_one_request(delegation, cast):
    token = uuid.uuid4()
    made = [bring(delegation, cast.colleague.user, submission=token) for _time in range(2)]
    assert made[0] == made[1]
    assert Case.objects.count() == 1


def test_outside_the_delegation_nothing_is_brought(delegation, cast):
    with pytest.raises(Refused):
        bring(delegation, cast.shop_worker.user)
    with pytest.raises(Refused):
        bring(delegation, cast.colleague.user, text=" ")
    for changed in ({"matters": ["data"]}, {"matters": ["requests"], "revoked_on": today()}):
        Delegation.objects.update(**changed)
        with pytest.raises(Refused):
            bring(Delegation.objects.get(), cast.colleague.user)
    assert not Case.objects.exists()


def test_on_the_page_and_over_the_interface(delegation, cast, signed_in):
    url, client = reverse("cases:bring_for", args=[delegation.uid]), signed_in(cast.colleague)
    page = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "You act for 李小明" in page
    told = {"topic": "pay", "text": "欠薪", "readers": "federation", "submission": uuid.uuid4()}
    assert client.post(url, told | {"text": ""}).status_code == 422
    assert client.post(url, told).status_code == 302
    assert (Case.objects.get().is_restricted, Case.objects.get().person) == (True, cast.worker)
    assert signed_in(cast.shop_worker).post(url, told).status_code == 404
    sent = {"topic": "pay", "text": "欠薪", "submission": str(uuid.uuid4())}
    path = f"/api/v1/me/for/{delegation.uid}/requests"
    for _time in range(2):
        answer = signed_in(cast.colleague).post(path, sent, content_type="application/json")
        assert answer.status_code == 201
    assert Case.objects.count() == 2
    Delegation.objects.update(matters=["data"])
    assert client.get(url).status_code == 404
    assert client.post(path, sent, content_type="application/json").status_code == 404


def test_the_delegate_follows_the_stages_and_reads_no_letters(delegation, cast, signed_in):
    case = bring(delegation, cast.colleague.user)
    actions.accept(case, by=cast.rights_officer, on=today())
    actions.note(case, text="内部看法", by=cast.rights_officer, on=today())
    actions.reply(case, text="请本人带合同来", by=cast.rights_officer, on=today())
    url = reverse("cases:case_for", args=[delegation.uid, case.number])
    client = signed_in(cast.colleague)
    page = client.get(url, headers={"accept-language": "en"}).content.decode()
    texts = ("took the request on", "内部看法", "请本人带合同来")
    assert [text in page for text in texts] == [True, False, False]
    assert url in client.get(reverse("cases:bring_for", args=[delegation.uid])).content.decode()
    answer = client.get(f"/api/v1/me/for/{delegation.uid}/requests/{case.number}").json()
    assert (answer["status"], len(answer["stages"])) == ("accepted", 2)
    reads = [(entry.by, entry.subject_type) for entry in reads_of(str(cast.worker.uid))]
    assert reads == [(cast.colleague.user, "cases.case")]


@pytest.mark.parametrize("changed", [{"matters": ["data"]}, {"revoked_on": today()}])
def test_what_was_brought_is_followed_within_the_delegation_only(
    changed, delegation, cast, signed_in
):
    case = bring(delegation, cast.colleague.user)
    url = reverse("cases:case_for", args=[delegation.uid, case.number])
    path = f"/api/v1/me/for/{delegation.uid}/requests/{case.number}"
    assert signed_in(cast.shop_worker).get(url).status_code == 404
    Delegation.objects.update(**changed)
    client = signed_in(cast.colleague)
    assert (client.get(url).status_code, client.get(path).status_code) == (404, 404)


def test_the_member_s_own_requests_are_not_the_delegate_s(delegation, cast, signed_in):
    told = {"topic": Topic.PAY, "text": "本人的事", "by": cast.desk_officer, "on": today()}
    case = actions.take_down(cast.worker, **told)
    url = reverse("cases:case_for", args=[delegation.uid, case.number])
    assert signed_in(cast.colleague).get(url).status_code == 404
