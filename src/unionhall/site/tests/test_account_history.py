"""What was done to an account stands in its history, and its owner reads it in plain words."""

import io

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from unionhall.accounts import happenings
from unionhall.accounts.models import User
from unionhall.accounts.tests.conftest import (
    EMAIL,
    LOGIN,
    PASSWORD,
    PHONE,
    code_in,
    not_,
)
from unionhall.accounts.tests.test_authenticator import ADD, shown
from unionhall.core.clock import today
from unionhall.history.models import Entry
from unionhall.members.binding import actions as binding
from unionhall.members.binding.rules import Claim
from unionhall.members.binding.tests.conftest import ID_NUMBER, NAME, registered
from unionhall.site import wiring

pytestmark = pytest.mark.django_db
NEW_PHONE, NEW_EMAIL, NEW_PASSWORD = "13700137000", "min@example.org", "snow on the hill 3"


@pytest.fixture(autouse=True)
def sent_at_once(settings):
    from unionhall.accounts.sms import MemoryGateway

    settings.TASKS = {
        "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
    }
    settings.SMS_GATEWAY = "unionhall.accounts.sms.MemoryGateway"
    MemoryGateway.sent.clear()
    cache.clear()
    return MemoryGateway.sent


@pytest.fixture
def wang(db):
    return User.objects.create_user(
        "wang.min", email=EMAIL, password=PASSWORD, name="王敏", phone=PHONE
    )


@pytest.fixture
def browser(wang):
    """Wang's browser, which typed the password a moment ago."""
    client = Client(headers={"accept-language": "en"})
    client.post(LOGIN, {"login": PHONE, "password": PASSWORD})
    client.post("/me/account/confirm/", {"password": PASSWORD})
    return client


def kept(user) -> list[tuple[str, User | None]]:
    entries = Entry.objects.filter(chain=f"user:{user.pk}").order_by("number")
    return [(entry.verb.removeprefix("accounts."), entry.by) for entry in entries]


def told(client) -> list[tuple[str, str]]:
    story = client.get("/me/account/").context["story"]
    return [(one.by_label, one.sentence) for one in story]


def changes_contact(browser, sent, contact: str, field: str) -> None:
    from django.core import mail

    browser.post(f"/me/account/{field}/", {"contact": contact})
    text = mail.outbox[-1].body if "@" in contact else sent[-1].body
    browser.post("/me/account/code/", {"code": code_in(text)})


def test_a_new_number_an_address_and_its_removal(browser, wang, sent_at_once):
    changes_contact(browser, sent_at_once, NEW_PHONE, "phone")
    changes_contact(browser, sent_at_once, NEW_EMAIL, "email")
    browser.post("/me/account/email/", {"remove": "1"})
    browser.post("/me/account/email/", {"remove": "1"})
    assert kept(wang) == [("phone_changed", wang), ("email_changed", wang), ("email_removed", wang)]
    assert told(browser) == [
        ("You", "changed the mobile number to sign in with"),
        ("You", "changed the e-mail address to sign in with"),
        ("You", "removed the e-mail address"),
    ]


def test_neither_number_nor_address_nor_name_stands_in_the_history(browser, wang, sent_at_once):
    changes_contact(browser, sent_at_once, NEW_PHONE, "phone")
    changes_contact(browser, sent_at_once, NEW_EMAIL, "email")
    rows = str(list(Entry.objects.filter(chain=f"user:{wang.pk}").values()))
    assert [told for told in (PHONE, NEW_PHONE, EMAIL, NEW_EMAIL, "王敏") if told in rows] == []
    entries = Entry.objects.filter(chain=f"user:{wang.pk}")
    assert {(entry.facts_text, entry.sealed, entry.person) for entry in entries} == {
        ("{}", None, "")
    }


def test_a_changed_password(browser, wang):
    new = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    browser.post("/me/account/password/", new)
    assert kept(wang) == [("password_changed", wang)]
    assert told(browser) == [("You", "changed the password")]


def test_a_first_password(wang):
    wang.set_unusable_password()
    wang.save()
    client = Client()
    client.force_login(wang, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": 9e9, "phone": PHONE}]
    session.save()
    client.post("/me/account/password/set/", {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert kept(wang) == [("password_set", wang)]


@pytest.mark.django_db(transaction=True)
def test_an_authenticator_app_comes_and_goes(browser, wang):
    """In real transactions: allauth tells of what it stored, once it is stored."""
    secret = browser.get(ADD).context["form"].secret
    browser.post(ADD, {"code": shown(secret)})
    browser.post("/me/account/authenticator/codes/new/")
    browser.post("/me/account/authenticator/remove/")
    assert not Authenticator.objects.exists()
    assert [what for what, _by in kept(wang)] == [
        "authenticator_added",
        "recovery_codes_made",
        "recovery_codes_made",
        "authenticator_removed",
        "recovery_codes_removed",
    ]


def test_other_devices_signed_out(browser, wang):
    Client().post(LOGIN, {"login": PHONE, "password": PASSWORD})
    browser.post("/me/account/devices/")
    assert kept(wang) == [("sessions_ended", wang)]


def test_a_password_set_on_the_server(browser, wang, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{NEW_PASSWORD}\n"))
    call_command("accounts_password", "wang.min", stdout=io.StringIO())
    assert kept(wang) == [("password_changed", None), ("sessions_ended", None)]
    again = Client(headers={"accept-language": "en"})
    again.post(LOGIN, {"login": PHONE, "password": NEW_PASSWORD})
    assert told(again)[0] == ("Whoever runs the server", "changed the password")


def test_binding_at_the_first_sign_in_and_a_number_that_an_officer_moves(cast, client):
    person = registered(cast.units.plant)
    user = binding.settle(Claim(NAME, PHONE, ID_NUMBER[-6:]), on=today())
    asked = binding.settle(Claim(NAME, NEW_PHONE, ID_NUMBER[-6:]), on=today())
    person.refresh_from_db()
    binding.accept(asked, person, by=cast.register_officer, on=today())
    assert kept(user) == [("bound", user), ("phone_changed", cast.register_officer)]
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    page = client.get("/me/account/").content.decode()
    assert ("陈志强" in page, "更换了登录用的手机号" in page) == (True, True)


def test_what_did_not_come_about_is_not_told(browser, wang, sent_at_once):
    Client().post(LOGIN, {"login": PHONE, "password": "wrong"})
    browser.post("/me/account/phone/", {"contact": NEW_PHONE})
    browser.post("/me/account/code/", {"code": not_(code_in(sent_at_once[-1].body))})
    wrong = {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    browser.post("/me/account/password/", wrong)
    browser.post(ADD, {"code": "000000"})
    browser.post("/me/account/devices/")  # there is no other
    assert kept(wang) == []
    assert "Nothing yet." in browser.get("/me/account/").content.decode()


def test_nobody_reads_what_happened_to_another(browser, wang, cast, client):
    new = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    browser.post("/me/account/password/", new)
    client.force_login(cast.worker.user)
    assert told(client) == []


def test_without_its_history_nothing_is_changed(browser, wang, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr(wiring, "record", full)
    new = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    with pytest.raises(OSError, match="full"):
        browser.post("/me/account/password/", new)
    wang.refresh_from_db()
    assert wang.check_password(PASSWORD)


def test_news_without_a_sentence_is_no_news(wang):
    with pytest.raises(ValueError, match="no sentence"):
        happenings.tell(wang, "made_famous", by=None)
