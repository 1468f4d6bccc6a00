import pytest
from django.urls import reverse

from unionhall.notifications import guards
from unionhall.notifications.actions import notify
from unionhall.notifications.models import Message, Preference
from unionhall.notifications.queries import unread

pytestmark = pytest.mark.django_db


def told(user, number=5, template="tests/moved"):
    notify(
        [user],
        template,
        subject=("tests.thing", number),
        url=f"/things/{number}/",
        facts={"number": number, "due_on": "2026-03-09"},
    )


@pytest.fixture
def dead_letter(worker_user):
    told(worker_user)
    Message.objects.filter(channel="email").update(
        state="dead", attempts=8, next_attempt_at=None, error="TimeoutError"
    )
    return Message.objects.get(channel="email")


@pytest.fixture
def administrator(silent_user, monkeypatch):
    """Somebody whom the place that decides lets see dead letters."""
    monkeypatch.setattr(
        guards,
        "_scope",
        lambda user, ability: user == silent_user and ability == "notifications.view_dead_letters",
    )
    return silent_user


def test_the_list_shows_ones_own_notices_latest_first(client, words, worker_user, silent_user):
    for number in (5, 6):
        told(worker_user, number)
    told(silent_user, 7)
    client.force_login(worker_user)
    response = client.get(reverse("notifications:index"))
    assert [words.title for _message, words, _kind in response.context["notices"]] == [
        "Request 6 moved",
        "Request 5 moved",
    ]
    assert "It is due on 2026-03-09." in response.content.decode()


def test_a_notice_whose_template_is_gone_still_leads_somewhere(client, worker_user):
    told(worker_user, template="tests/forgotten")
    client.force_login(worker_user)
    response = client.get(reverse("notifications:index"), headers={"accept-language": "en"})
    assert [words.title for _message, words, _kind in response.context["notices"]] == ["A notice"]


def test_what_a_notice_says_is_escaped_once(client, words, worker_user):
    notify(
        [worker_user],
        "tests/moved",
        subject=("tests.thing", 5),
        url="/things/5/",
        facts={"number": "<b> & co", "due_on": ""},
    )
    client.force_login(worker_user)
    page = client.get(reverse("notifications:index")).content.decode()
    assert "Request &lt;b&gt; &amp; co moved" in page


def test_an_empty_list_says_what_will_be_here(client, worker_user):
    client.force_login(worker_user)
    response = client.get(reverse("notifications:index"))
    assert response.context["notices"] == []
    assert "empty-note" in response.content.decode()


def test_a_list_of_any_length_takes_the_same_queries(
    client, words, worker_user, django_assert_max_num_queries
):
    for number in range(40):
        told(worker_user, number)
    client.force_login(worker_user)
    with django_assert_max_num_queries(8):
        first = client.get(reverse("notifications:index"))
    assert len(first.context["notices"]) == 30
    second = client.get(reverse("notifications:index"), {"at": first.context["page"].after})
    assert len(second.context["notices"]) == 10


def test_opening_a_notice_reads_all_that_lead_to_the_same_page(client, worker_user, silent_user):
    for _time in range(2):
        told(worker_user)
    told(worker_user, 6)
    told(silent_user)
    client.force_login(worker_user)
    letter = Message.objects.filter(channel="email").earliest("pk")
    response = client.get(letter.get_absolute_url())
    assert (response.status_code, response.url) == (302, "/things/5/")
    assert (unread(worker_user), unread(silent_user)) == (1, 1)


def test_another_persons_notice_does_not_exist(client, worker_user, silent_user):
    told(worker_user)
    client.force_login(silent_user)
    assert client.get(Message.objects.earliest("pk").get_absolute_url()).status_code == 404
    assert unread(worker_user) == 1


def test_reading_all_reads_ones_own_alone(client, worker_user, silent_user):
    for number in (5, 6):
        told(worker_user, number)
    told(silent_user)
    client.force_login(worker_user)
    assert client.get(reverse("notifications:read_all")).status_code == 405
    assert client.post(reverse("notifications:read_all")).status_code == 302
    assert (unread(worker_user), unread(silent_user)) == (0, 1)


def test_the_unread_count_is_one_query_and_stops_at_a_hundred(
    worker_user, django_assert_num_queries
):
    for number in range(120):
        told(worker_user, number)
    with django_assert_num_queries(1):
        assert unread(worker_user) == 100


@pytest.mark.parametrize("name", ["index", "wanted", "read_all"])
def test_strangers_are_asked_to_sign_in(client, name):
    url = reverse(f"notifications:{name}")
    response = client.post(url) if name == "read_all" else client.get(url)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_one_chooses_what_one_is_told(client, worker_user, monkeypatch):
    monkeypatch.setattr(
        "unionhall.notifications.forms.KINDS", {"cases": "Requests", "duties": "Duties"}
    )
    client.force_login(worker_user)
    page = client.get(reverse("notifications:wanted"))
    assert {name: field.initial for name, field in page.context["form"].fields.items()} == {
        "cases-email": True,
        "duties-email": True,
    }
    assert client.post(reverse("notifications:wanted"), {"cases-email": "on"}).status_code == 302
    assert sorted(Preference.objects.values_list("kind", "channel", "wanted")) == [
        ("cases", "email", True),
        ("duties", "email", False),
    ]


def test_whoever_no_channel_reaches_has_nothing_to_choose(client, silent_user, monkeypatch):
    monkeypatch.setattr("unionhall.notifications.forms.KINDS", {"cases": "Requests"})
    client.force_login(silent_user)
    response = client.get(reverse("notifications:wanted"))
    assert list(response.context["form"].fields) == []
    assert reverse("account_home") in response.content.decode()


def test_dead_letters_name_neither_receiver_nor_subject(client, dead_letter, administrator):
    client.force_login(administrator)
    page = client.get(reverse("notifications:dead_letters")).content.decode()
    assert "TimeoutError" in page
    assert str(dead_letter.pk) in page
    for secret in ("李小明", "li.xiaoming", "13900000001", "/things/5/", "tests/moved"):
        assert secret not in page


def test_dead_letters_are_sent_again(client, dead_letter, administrator):
    client.force_login(administrator)
    url = reverse("notifications:requeue", args=[dead_letter.pk])
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    dead_letter.refresh_from_db()
    assert dead_letter.state == "queued"
    # The second click changes nothing and is told why.
    assert client.post(url, follow=True).status_code == 200
    dead_letter.refresh_from_db()
    assert dead_letter.state == "queued"


@pytest.mark.parametrize("name", ["dead_letters", "requeue"])
def test_dead_letters_do_not_exist_for_others(
    client, dead_letter, administrator, worker_user, name
):
    client.force_login(worker_user)
    if name == "requeue":
        assert (
            client.post(reverse("notifications:requeue", args=[dead_letter.pk])).status_code == 404
        )
    else:
        assert client.get(reverse("notifications:dead_letters")).status_code == 404
    dead_letter.refresh_from_db()
    assert dead_letter.state == "dead"


def test_where_nobody_decides_dead_letters_exist_for_nobody(client, silent_user, monkeypatch):
    monkeypatch.setattr(guards, "_scope", None)
    client.force_login(silent_user)
    assert client.get(reverse("notifications:dead_letters")).status_code == 404


def test_views_say_who_may_see_them():
    from unionhall.notifications import views

    assert [views.index.own, views.open_notice.own, views.read_all.own, views.wanted.own] == [
        True
    ] * 4
    assert [views.dead_letters.ability, views.requeue.ability] == [
        "notifications.view_dead_letters"
    ] * 2
