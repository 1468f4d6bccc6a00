"""Officers look at mails; what went to a request is shown only to those who may read the request."""

import pytest
from django.urls import reverse
from tests.access_examples import received_mail

from unionhall.cases import actions as cases
from unionhall.cases.mail_in import actions, addressing
from unionhall.cases.mail_in.models import Mail
from unionhall.cases.models import Case
from unionhall.core.clock import today
from unionhall.history.queries import reads_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english_pages(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def mail(cast) -> Mail:
    return received_mail(cast)


def at(name: str, mail: Mail, *more) -> str:
    return reverse(f"mail:{name}", args=[mail.uid, *more])


def test_the_list_shows_what_waits_by_tab(cast, signed_in, mail):
    client = signed_in(cast.desk_officer)
    shown = {show: client.get(reverse("mail:index"), {"show": show}) for show in ("", "decided")}
    assert {show: "li@example.org" in page.text for show, page in shown.items()} == {
        "": True,
        "decided": False,
    }


def test_a_list_costs_the_same_however_long(cast, signed_in, mail, django_assert_max_num_queries):
    client = signed_in(cast.desk_officer)
    client.get(reverse("mail:index"))
    for place in range(8):
        Mail.objects.create(
            digest=str(place), organisation=mail.organisation, received_at=mail.received_at
        )
    with django_assert_max_num_queries(14):
        client.get(reverse("mail:index"))


def test_a_mail_is_read_with_its_files_and_its_source(cast, signed_in, mail):
    client = signed_in(cast.desk_officer)
    page, source = client.get(mail.get_absolute_url()), client.get(at("source", mail))
    assert ("加班费三个月没有发" in page.text, "考勤.png" in page.text) == (True, True)
    assert "Message-ID: &lt;example@example.org&gt;" in source.text


def test_it_becomes_a_request_on_its_page(cast, signed_in, mail):
    client = signed_in(cast.desk_officer)
    assert "李小明" in client.get(at("find", mail), {"q": "李小明"}).text
    address = at("make_request", mail, cast.worker.uid)
    page = client.get(address)
    assert "加班费三个月没有发" in page.text
    done = client.post(address, {"topic": "pay", "text": "加班费", "readers": "union"})
    case = Case.objects.get()
    assert (done.status_code, case.channel, case.person) == (302, "email", cast.worker)
    assert case.number in client.get(mail.get_absolute_url()).text
    readers = {entry.by for entry in reads_of(str(cast.worker.uid))}
    assert readers == {cast.desk_officer}


def test_it_is_put_to_a_request_of_its_sender(cast, signed_in, mail):
    told = {"topic": "pay", "text": "x", "by": cast.desk_officer, "on": today()}
    case = cases.take_down(cast.worker, **told)
    client = signed_in(cast.desk_officer)
    assert case.number in client.get(at("make_request", mail, cast.worker.uid)).text
    done = client.post(at("attach_to", mail, case.number))
    assert (done.status_code, case.messages.get().text) == (302, "加班费三个月没有发")


def test_to_a_request_one_may_not_read_nothing_is_put(cast, signed_in, mail):
    """A number that does not exist answers the same."""
    told = {"topic": "pay", "text": "x", "by": cast.rights_officer, "on": today()}
    kept = cases.take_down(cast.worker, concern="harassment", **told)
    client = signed_in(cast.desk_officer)
    answers = [
        client.post(at("attach_to", mail, number)).status_code
        for number in (kept.number, "20200101-AAAAA")
    ]
    assert answers == [404, 404]
    assert kept.number not in client.get(at("make_request", mail, cast.worker.uid)).text


def test_what_became_of_it_is_hidden_with_its_request(cast, signed_in, mail):
    told = {"topic": "pay", "text": "x", "by": cast.rights_officer, "on": today()}
    case = actions.make_request(mail, cast.worker, concern="harassment", **told)
    pages = [
        signed_in(who).get(mail.get_absolute_url()).status_code for who in (cast.desk_officer,)
    ]
    assert (pages, signed_in(cast.rights_officer).get(mail.get_absolute_url()).status_code) == (
        [404],
        200,
    )
    listed = signed_in(cast.desk_officer).get(reverse("mail:index"), {"show": "decided"})
    assert case.number not in listed.text
    assert "li@example.org" not in listed.text


def test_an_empty_answer_is_not_sent_and_a_second_decision_refused(cast, signed_in, mail):
    client = signed_in(cast.desk_officer)
    assert client.post(at("answer", mail), {"text": ""}).status_code == 422
    assert client.post(at("mark_spam", mail), {"reason": "x" * 201}).status_code == 422
    assert client.post(at("mark_spam", mail), {"reason": ""}).status_code == 302
    assert client.post(at("answer", mail), {"text": "x"}).status_code == 409


def test_the_worker_reads_the_request_s_own_address(cast, signed_in, settings):
    settings.UNIONHALL_MAIL_ADDRESS = "requests@union.example"
    told = {"topic": "pay", "text": "x", "by": cast.desk_officer, "on": today()}
    case = cases.take_down(cast.worker, **told)
    address = addressing.address_for(case)
    without = signed_in(cast.worker).get(case.my_url)
    cast.worker.user.email = "li@example.org"
    cast.worker.user.save()
    assert (address in without.text, address in signed_in(cast.worker).get(case.my_url).text) == (
        False,
        True,
    )
