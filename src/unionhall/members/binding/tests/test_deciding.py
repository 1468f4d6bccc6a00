"""What officers see of first sign-ins, and how they decide."""

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from unionhall.accounts.models import User
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.models import Entry
from unionhall.members.binding import actions
from unionhall.members.binding.models import BindingRequest, Cause
from unionhall.members.binding.rules import Claim
from unionhall.members.binding.tests.conftest import ID_NUMBER, NAME, PHONE, TAIL, registered

pytestmark = pytest.mark.django_db
OLD = "13700137000"
LIST = "/members/first-sign-ins/"


@pytest.fixture
def person(cast):
    """A member whose number in the register is the old one."""
    return registered(cast.units.plant, phone=OLD)


@pytest.fixture
def asked(cast, person):
    """The request of that member, with a new number."""
    return actions.settle(Claim(NAME, PHONE, TAIL), language="en", on=today())


def page(asked):
    return f"{LIST}{asked.pk}/"


def test_an_officer_sees_what_waits_in_their_unions(cast, asked, signed_in):
    answer = signed_in(cast.register_officer).get(LIST)

    assert [row.pk for row in answer.context["page"]] == [asked.pk]
    assert answer.context["waiting"] == 1


def test_an_officer_elsewhere_sees_nothing_of_it(cast, asked, person, signed_in):
    client = signed_in(cast.stranger_register_officer)

    assert [row.pk for row in client.get(LIST).context["page"]] == []
    assert client.get(page(asked)).status_code == 404
    assert client.post(f"{page(asked)}accept/", {"person": person.pk}).status_code == 404
    assert client.post(f"{page(asked)}refuse/", {"reason": "no"}).status_code == 404
    asked.refresh_from_db()
    assert asked.is_waiting


@pytest.mark.parametrize("office", ["rights_officer", "treasurer", "plant_chair", "worker"])
def test_who_may_not_bind_finds_no_such_page(cast, asked, office, signed_in):
    client = signed_in(getattr(cast, office))

    assert client.get(LIST).status_code == 404
    assert client.get(page(asked)).status_code == 404


def test_the_page_says_what_agrees_and_shows_no_digit_of_an_id_number(cast, asked, signed_in):
    answer = signed_in(cast.register_officer).get(page(asked))

    (one,) = answer.context["candidates"]
    text = answer.content.decode()
    assert (one.likeness.phone, one.likeness.name, one.likeness.tail) == (False, True, True)
    assert (one.union, asked.cause) == (cast.units.plant, Cause.PHONE_DIFFERS)
    assert (TAIL in text, ID_NUMBER in text) == (False, False)
    assert (PHONE in text, OLD in text) == (False, False)


def test_each_member_on_the_page_counts_as_read(cast, asked, person, signed_in):
    signed_in(cast.register_officer).get(page(asked))

    entry = Entry.objects.get(verb="opened")
    assert (entry.by, entry.person) == (cast.register_officer, str(person.uid))


def test_candidates_outside_the_officers_unions_are_not_shown(cast, person, signed_in):
    registered(cast.units.stranger, phone=PHONE, id_number="")
    asked = actions.ask(
        Claim(NAME, PHONE, TAIL),
        cause=Cause.PHONE_DIFFERS,
        organisation=cast.units.plant,
        on=today(),
    )

    answer = signed_in(cast.register_officer).get(page(asked))

    assert [one.person for one in answer.context["candidates"]] == [person]


def test_an_officer_may_look_for_somebody_else(cast, asked, signed_in):
    answer = signed_in(cast.register_officer).get(page(asked), {"q": "李小明"})

    assert [one.person for one in answer.context["candidates"]] == [cast.worker]
    assert Entry.objects.filter(verb="searched").count() == 1


def test_looking_for_somebody_finds_nobody_elsewhere(cast, asked, signed_in):
    answer = signed_in(cast.register_officer).get(page(asked), {"q": "欧阳雪"})

    assert answer.context["candidates"] == []


def test_accepting_lets_the_applicant_sign_in(cast, asked, person, signed_in, messages):
    answer = signed_in(cast.register_officer).post(f"{page(asked)}accept/", {"person": person.pk})

    person.refresh_from_db()
    asked.refresh_from_db()
    assert (answer.status_code, answer.url) == (302, LIST)
    assert (person.user.phone, person.user.phone_verified, person.user.language) == (
        PHONE,
        True,
        "en",
    )
    assert (asked.accepted, asked.person, asked.decided_by) == (True, person, cast.register_officer)
    assert (messages[-1].phone, str(asked.uid) in messages[-1].body) == (PHONE, True)


def test_accepting_is_kept_in_the_history(cast, asked, person):
    actions.accept(asked, person, by=cast.register_officer, on=today())

    verbs = (
        Entry.objects.filter(by=cast.register_officer).order_by("id").values_list("verb", flat=True)
    )
    assert list(verbs) == ["members.bound", "members.binding_accepted", "accounts.bound"]


@pytest.mark.parametrize("decide", ["accept", "refuse"])
def test_the_end_of_the_id_number_is_deleted_with_the_decision(cast, asked, person, decide):
    if decide == "accept":
        actions.accept(asked, person, by=cast.register_officer, on=today())
    else:
        actions.refuse(asked, reason="no", by=cast.register_officer, on=today())

    row = BindingRequest.objects.get()
    assert (row.id_tail, row.open_tail()) == (None, "")


def test_what_is_decided_cannot_be_decided_again(cast, asked, person):
    stale = BindingRequest.objects.get(pk=asked.pk)
    actions.refuse(asked, reason="Come by.", by=cast.register_officer, on=today())

    with pytest.raises(Refused):
        actions.accept(stale, person, by=cast.register_officer, on=today())
    with pytest.raises(Refused):
        actions.refuse(stale, reason="Again.", by=cast.register_officer, on=today())

    person.refresh_from_db()
    assert person.user is None
    assert not User.objects.filter(phone=PHONE).exists()


def test_refusing_tells_the_applicant_why(cast, asked, signed_in, messages, client):
    signed_in(cast.register_officer).post(
        f"{page(asked)}refuse/", {"reason": "Please come by with your card."}
    )

    told = Client().get(f"/accounts/first/{asked.uid}/").content.decode()
    assert "Please come by with your card." in told
    assert messages[-1].phone == PHONE
    assert "Please come by" not in messages[-1].body


def test_a_refusal_needs_a_reason(cast, asked, signed_in):
    answer = signed_in(cast.register_officer).post(f"{page(asked)}refuse/", {"reason": " "})

    asked.refresh_from_db()
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["reason"]
    assert asked.is_waiting
    with pytest.raises(Refused):
        actions.refuse(asked, reason=" ", by=cast.register_officer, on=today())


@pytest.mark.parametrize("key", ["", "abc", "99999999"])
def test_accepting_needs_a_member(cast, asked, signed_in, key):
    answer = signed_in(cast.register_officer).post(f"{page(asked)}accept/", {"person": key})

    assert answer.status_code == 404


def test_a_member_of_another_union_cannot_be_chosen(cast, asked, signed_in):
    answer = signed_in(cast.register_officer).post(
        f"{page(asked)}accept/", {"person": cast.stranger_worker.pk}
    )

    asked.refresh_from_db()
    assert (answer.status_code, asked.is_waiting) == (404, True)


def test_a_number_that_signs_in_another_account_is_refused(cast, asked, person):
    User.objects.create_user("other", name="高远", phone=PHONE)

    with pytest.raises(Refused):
        actions.accept(asked, person, by=cast.register_officer, on=today())

    person.refresh_from_db()
    asked.refresh_from_db()
    assert (person.user, asked.is_waiting) == (None, True)


def test_an_account_that_stands_open_for_the_member_is_used(cast, asked, person):
    officer = User.objects.create_user("ma", name=NAME, phone=PHONE)

    assert actions.accept(asked, person, by=cast.register_officer, on=today()) == officer


# A member who has an account with the old number


@pytest.fixture
def bound(person):
    person.user = User.objects.create_user("ma", name=NAME, phone=OLD, language="en")
    person.save()
    return person


def test_accepting_moves_the_account_to_the_new_number(cast, bound, asked, messages):
    user = actions.accept(asked, bound, by=cast.register_officer, on=today())

    user.refresh_from_db()
    assert user == bound.user
    assert (user.phone, user.phone_verified) == (PHONE, True)
    assert [text.phone for text in messages] == [OLD, PHONE]
    assert Entry.objects.filter(verb="members.number_changed", person=str(bound.uid)).count() == 1


def test_moving_an_account_signs_its_devices_out(cast, bound, asked):
    thief = Client()
    bound.user.set_password("rain on the roof 7")
    bound.user.save()
    thief.post("/accounts/login/", {"login": "ma", "password": "rain on the roof 7"})
    assert thief.get("/me/account/").status_code == 200

    actions.accept(asked, bound, by=cast.register_officer, on=today())

    assert thief.get("/me/account/").status_code == 302
    assert not UserSession.objects.filter(user=bound.user).exists()


def test_a_closed_account_is_not_moved(cast, bound, asked):
    bound.user.is_active = False
    bound.user.save()

    with pytest.raises(Refused):
        actions.accept(asked, bound, by=cast.register_officer, on=today())


def test_an_account_is_not_moved_to_a_number_of_another(cast, bound, asked):
    User.objects.create_user("other", name="高远", phone=PHONE)

    with pytest.raises(Refused):
        actions.accept(asked, bound, by=cast.register_officer, on=today())


def test_what_was_decided_stands_in_its_own_list(cast, asked, signed_in):
    actions.refuse(asked, reason="no", by=cast.register_officer, on=today())
    client = signed_in(cast.register_officer)

    assert [row.pk for row in client.get(LIST).context["page"]] == []
    assert [row.pk for row in client.get(f"{LIST}?decided").context["page"]] == [asked.pk]
    assert client.get(page(asked)).context["candidates"] == []
