"""The first sign-in as an applicant walks through it."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import joined

from unionhall.accounts.models import Outgoing, User
from unionhall.core.clock import today
from unionhall.core.keyring import Unreadable
from unionhall.history.models import Entry
from unionhall.members.binding import actions
from unionhall.members.binding.models import BindingRequest, Cause
from unionhall.members.binding.rules import Claim
from unionhall.members.binding.tests.conftest import (
    ID_NUMBER,
    NAME,
    PHONE,
    TAIL,
    Applicant,
    registered,
)
from unionhall.notifications.models import Message

pytestmark = pytest.mark.django_db
OTHER = "13700137000"


def only_request():
    return BindingRequest.objects.get()


def nobody_new():
    """No account was made beyond those of the cast."""
    return not User.objects.filter(username__startswith="m-").exists()


def test_who_fits_the_register_is_bound_and_signed_in(applicant, member):
    answer = applicant.applies()

    member.refresh_from_db()
    user = User.objects.get(phone=PHONE)
    assert (answer.status_code, answer.url) == (302, "/")
    assert applicant.user_id == str(user.pk)
    assert member.user == user
    assert (user.name, user.phone_verified, user.has_usable_password()) == (NAME, True, False)
    assert not BindingRequest.objects.exists()


def test_the_binding_stands_in_the_history_as_the_members_own_act(applicant, member):
    applicant.applies()

    entry = Entry.objects.get(verb="members.bound")
    assert entry.by == User.objects.get(phone=PHONE)
    assert entry.chain == member.spells.get().organisation.chain


@pytest.mark.parametrize(
    "said",
    [
        {"phone": "+86 138 0013 8000"},
        {"phone": "１３８００１３８０００"},
        {"name": " 马 晓燕 "},
        {"tail": "０７２９７３"},
        {"tail": "072 973"},
    ],
)
def test_the_way_of_typing_does_not_matter(applicant, member, said):
    applicant.applies(**said)

    member.refresh_from_db()
    assert member.user.phone == PHONE


def test_an_x_at_the_end_may_be_small_or_full_width(applicant, cast):
    person = registered(cast.units.plant, id_number="11010119900307297X")

    applicant.applies(tail="07297ｘ")

    person.refresh_from_db()
    assert person.user.phone == PHONE


def test_a_dot_in_a_name_may_be_any_dot(applicant, cast):
    person = registered(cast.units.plant, name="阿依古丽·买买提")

    applicant.applies(name="阿依古丽•买买提")

    person.refresh_from_db()
    assert person.user.phone == PHONE


def test_the_language_of_the_page_becomes_the_accounts(applicant, member):
    applicant.client.cookies["language"] = "en"

    applicant.applies()

    assert User.objects.get(phone=PHONE).language == "en"


def test_an_officer_appointed_before_keeps_the_same_account(applicant, member):
    officer = User.objects.create_user("ma", name=NAME, phone=PHONE)

    applicant.applies()

    member.refresh_from_db()
    assert member.user == officer
    assert (member.user.username, member.user.phone_verified) == ("ma", True)
    assert applicant.user_id == str(officer.pk)


def test_an_authenticator_app_is_asked_at_the_first_sign_in_too(applicant, member):
    officer = User.objects.create_user("ma", name=NAME, phone=PHONE)
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})

    answer = applicant.applies()

    assert answer.url == "/accounts/login/authenticator/"
    assert applicant.user_id is None


# What an officer must decide


def shared(cast):
    registered(cast.units.plant)
    registered(cast.units.plant, name="马建军", id_number="110101196203072914")


def changed(cast):
    registered(cast.units.plant, phone=OTHER)


def without_id_number(cast):
    registered(cast.units.plant, id_number="")


def other_id_number(cast):
    registered(cast.units.plant, id_number="110101199003075555")


def other_name(cast):
    registered(cast.units.plant, name="马小燕")


def bound_before(cast):
    registered(cast.units.plant, user=User.objects.create_user("old", name=NAME, phone=OTHER))


def bound_with_this_number(cast):
    registered(cast.units.plant, user=User.objects.create_user("old", name=NAME, phone=PHONE))


def number_of_another_account(cast):
    registered(cast.units.plant)
    User.objects.create_user("other", name="高远", phone=PHONE)


def number_of_a_closed_account(cast):
    registered(cast.units.plant)
    User.objects.create_user("closed", name=NAME, phone=PHONE, is_active=False)


def unknown(cast):
    """Nobody fits."""


DOUBTS = [
    (shared, Cause.SHARED_PHONE, "plant"),
    (changed, Cause.PHONE_DIFFERS, "plant"),
    (without_id_number, Cause.NO_ID_NUMBER, "plant"),
    (other_id_number, Cause.ID_DIFFERS, "plant"),
    (other_name, Cause.NAME_DIFFERS, "plant"),
    (bound_before, Cause.ALREADY_BOUND, "plant"),
    (bound_with_this_number, Cause.ALREADY_BOUND, "plant"),
    (number_of_another_account, Cause.PHONE_TAKEN, "plant"),
    (number_of_a_closed_account, Cause.PHONE_TAKEN, "plant"),
    (unknown, Cause.NOT_FOUND, "district"),
]


@pytest.mark.parametrize(("register", "cause", "unit"), DOUBTS)
def test_in_doubt_no_account_is_made_and_an_officer_decides(applicant, cast, register, cause, unit):
    register(cast)
    before = User.objects.count()

    applicant.applies()

    asked = only_request()
    assert (asked.cause, asked.organisation) == (cause, getattr(cast.units, unit))
    assert (asked.name, asked.phone, asked.open_tail()) == (NAME, PHONE, TAIL)
    assert User.objects.count() == before
    assert applicant.user_id is None


def seen(answer):
    """A page without what differs between any two requests: its address, tokens and the minute."""
    text = answer.content.decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|pop-[0-9a-f]{8}", "", text)
    return re.sub(r'<time datetime="[^"]*">[^<]*</time>', "", text)


def walked(register, cast):
    """All an applicant sees on the way through, with one register, which is then undone."""
    undo = transaction.savepoint()
    cache.clear()
    register(cast)
    one = Applicant(Client())
    claimed = one.says()
    asking = one.client.get(claimed.url)
    proved = one.types(one.code())
    waiting = one.client.get(proved.url)
    transaction.savepoint_rollback(undo)
    return (
        (claimed.status_code, claimed.url),
        seen(asking),
        (proved.status_code, re.sub(r"[0-9a-f-]{36}", "", proved.url)),
        seen(waiting),
    )


def test_the_answers_are_the_same_whatever_the_register_holds(cast):
    answers = [walked(register, cast) for register, _, _ in DOUBTS]

    assert answers == [answers[0]] * len(DOUBTS)


def test_before_the_phone_is_proved_the_register_is_not_asked(applicant, member):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        applicant.says()
        applicant.types("000000" if applicant.code() != "000000" else "000001")

    asked = [q["sql"] for q in queries if "members_" in q["sql"] or "accounts_user" in q["sql"]]
    assert asked == []


def test_two_units_that_share_a_number_meet_in_the_unit_above(applicant, cast):
    registered(cast.units.plant, id_number="")
    registered(cast.units.shop, id_number="")

    applicant.applies()

    assert only_request().organisation == cast.units.street


def test_an_empty_site_says_that_it_is_not_ready(applicant):
    answer = applicant.applies()

    assert (answer.status_code, answer.url) == (302, "/accounts/first/")
    assert not BindingRequest.objects.exists()


def test_who_asks_again_renews_the_same_request(applicant, cast):
    changed(cast)
    first = applicant.applies()

    second = applicant.applies(tail="000000", workplace="红星机械厂")

    assert first.url == second.url
    assert (only_request().open_tail(), only_request().workplace) == ("000000", "红星机械厂")


def test_a_number_taken_in_the_same_moment_leaves_it_to_an_officer(cast, member, monkeypatch):
    first = actions.queries.judge
    calls = []

    def judge(claim):
        verdict = first(claim)
        if not calls:
            User.objects.create_user("quick", name="高远", phone=PHONE)
        calls.append(claim)
        return verdict

    monkeypatch.setattr(actions.queries, "judge", judge)

    asked = actions.settle(Claim(NAME, PHONE, TAIL), on=today())

    assert asked.cause == Cause.PHONE_TAKEN
    member.refresh_from_db()
    assert member.user is None


def test_the_nearest_office_that_decides_is_told(applicant, cast):
    changed(cast)

    applicant.applies()

    told = set(
        Message.objects.filter(channel="in_app").values_list("receiver__username", "template")
    )
    assert told == {("register-officer", "members/first_sign_in")}
    assert Message.objects.first().url == f"/members/first-sign-ins/{only_request().pk}/"


# The phone


def test_a_wrong_code_settles_nothing(applicant, member):
    applicant.says()
    wrong = "000000" if applicant.code() != "000000" else "000001"

    answer = applicant.types(wrong)

    assert answer.status_code == 200
    assert nobody_new()


def test_a_code_is_over_after_three_tries(applicant, member):
    applicant.says()
    right = applicant.code()
    wrong = "000000" if right != "000000" else "000001"

    answers = [applicant.types(wrong).status_code for _ in range(3)]
    late = applicant.types(right)

    assert answers == [200, 200, 403]
    assert (late.status_code, late.url) == (302, "/accounts/first/")
    assert nobody_new()


def test_a_code_is_over_after_five_minutes(applicant, member, monkeypatch):
    applicant.says()
    sent = applicant.code()
    now = time.time()
    monkeypatch.setattr("unionhall.accounts.codes.time.time", lambda: now + 301)

    assert applicant.types(sent).status_code == 403
    assert nobody_new()


def test_a_code_counts_once(applicant, cast):
    changed(cast)
    applicant.says()
    sent = applicant.code()
    applicant.types(sent)

    again = applicant.types(sent)

    assert (again.status_code, again.url) == (302, "/accounts/first/")


def test_a_code_for_one_number_does_not_prove_another(applicant, member):
    applicant.says(phone=OTHER)
    other = applicant.code()
    session = applicant.client.session
    session["first_sign_in"]["phone"] = PHONE
    session.save()

    assert applicant.types(other).status_code == 403
    assert nobody_new()


def test_the_second_step_needs_the_first(applicant, member):
    answer = applicant.types("123456")

    assert (answer.status_code, answer.url) == (302, "/accounts/first/")


def test_who_is_signed_in_has_no_first_sign_in(applicant, cast, signed_in):
    signed_in(cast.worker)

    assert applicant.client.get("/accounts/first/").url == "/"
    assert applicant.says().url == "/"


# Attempts


def test_attempts_are_counted_per_number_however_it_is_typed(applicant, member):
    typed = ["13800138000", "138 0013 8000", "+8613800138000"]
    passed = [applicant.says(phone=phone).status_code for phone in typed]

    answer = applicant.says(phone="138-0013-8000")

    assert passed == [302, 302, 302]
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors().as_data()[0].code == "too_many_codes"


def test_attempts_are_counted_per_address(applicant, settings):
    settings.ACCOUNT_RATE_LIMITS = {"first_sign_in": "2/h/ip,3/5m/key"}
    numbers = ["13800138001", "13800138002", "13800138003"]

    answers = [applicant.says(phone=number).status_code for number in numbers]

    assert answers == [302, 302, 200]


def test_nothing_is_sent_for_an_attempt_too_many(applicant, messages):
    for _ in range(4):
        applicant.says()

    assert len(messages) == 3


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"phone": "12345"}, "phone"),
        ({"phone": "23800138000"}, "phone"),
        ({"name": "··"}, "name"),
        ({"tail": "12345"}, "tail"),
        ({"tail": "12345Y"}, "tail"),
        ({"tail": "1234567"}, "tail"),
        ({"tail": ""}, "tail"),
    ],
)
def test_what_cannot_be_right_is_told_at_its_field(applicant, messages, said, field):
    answer = applicant.says(**said)

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert messages == []


# What is kept


def test_the_end_of_the_id_number_is_readable_nowhere(applicant, cast):
    changed(cast)
    applicant.says()
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_data FROM django_session")
        sessions = str(cursor.fetchall())
    kept = str(dict(applicant.client.session))
    applicant.types(applicant.code())

    row = BindingRequest.objects.values().get()
    assert TAIL not in kept
    assert TAIL not in sessions
    assert TAIL.encode() not in bytes(row.pop("id_tail"))
    assert TAIL not in str(row)
    assert ID_NUMBER not in str(list(Entry.objects.values()))
    assert "first_sign_in" not in applicant.client.session


def test_a_sealed_end_opens_beside_no_other_request(applicant, cast):
    changed(cast)
    applicant.applies()
    asked = only_request()
    other = BindingRequest(name="x", phone=OTHER, id_tail=asked.id_tail)

    with pytest.raises(Unreadable):
        other.open_tail()


def test_messages_do_not_stay_after_they_are_sent(applicant, member):
    applicant.applies()

    assert not Outgoing.objects.exists()


def test_the_name_of_a_person_joined_without_number_is_not_enough(applicant, cast):
    joined(NAME, cast.units.plant, "", account=False)

    applicant.applies()

    assert only_request().cause == Cause.NOT_FOUND


def test_the_status_page_is_found_only_by_its_address(client, applicant, cast):
    changed(cast)
    applicant.applies()

    assert client.get(f"/accounts/first/{only_request().uid}/").status_code == 200
    assert client.get("/accounts/first/00000000-0000-4000-8000-000000000000/").status_code == 404
