"""One written form for each number and address."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from unionhall.accounts.devices import device
from unionhall.accounts.fields import check_phone
from unionhall.accounts.models import User, fresh_username
from unionhall.accounts.phones import plain

FULL_WIDTH = str.maketrans("0123456789+", "０１２３４５６７８９＋")
mainland = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("13800138000", "13800138000"),
        (" 138 0013 8000 ", "13800138000"),
        ("138-0013-8000", "13800138000"),
        ("+8613800138000", "13800138000"),
        ("+86 (138) 0013 8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("8613800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("＋８６　１３８ ００１３ ８０００", "13800138000"),
        ("+852 5123 4567", "+85251234567"),
        ("00852 51234567", "+85251234567"),
        ("1380013800", ""),
        ("138001380001", ""),
        ("12800138000", ""),
        ("+8612800138000", ""),
        ("010-88886666", ""),
        ("wang.min", ""),
        ("٣١٣٨٠٠١٣٨٠٠", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_numbers_as_people_type_them(typed, expected):
    assert plain(typed) == expected


@given(mainland, st.sampled_from(["", "+86", "86", "0086", "+86 "]), st.booleans())
def test_any_mainland_number_has_one_form(number, prefix, wide):
    typed = f"{prefix}{number[:3]} {number[3:7]}-{number[7:]}"
    assert plain(typed.translate(FULL_WIDTH) if wide else typed) == number


@given(st.text())
def test_a_written_form_is_its_own(typed):
    assert plain(plain(typed)) == plain(typed)


def test_what_is_no_number_is_refused():
    with pytest.raises(ValidationError):
        check_phone("12345")


@pytest.mark.django_db
def test_numbers_and_addresses_are_kept_in_their_one_form():
    User.objects.create(username="a", phone="+86 138 0013 8000", email="Wang@Example.ORG")

    assert User.objects.values_list("phone", "email").get() == ("13800138000", "wang@example.org")
    assert User.objects.filter(phone="138-0013-8000", email="WANG@example.org").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "twin",
    [
        {"username": "WANG"},
        {"username": "b", "phone": "+8613800138000"},
        {"username": "b", "email": "WANG@example.org"},
    ],
)
def test_one_name_number_or_address_is_one_account(twin):
    User.objects.create(username="wang", phone="13800138000", email="wang@example.org")

    with pytest.raises(IntegrityError):
        User.objects.create(**twin)


@pytest.mark.django_db
def test_many_accounts_may_have_neither_number_nor_address():
    for username in ("a", "b"):
        User.objects.create(username=username, phone="", email="")

    assert User.objects.filter(phone=None, email="").count() == 2


def test_made_up_names_tell_nothing_and_repeat_never():
    names = {fresh_username() for _ in range(1000)}

    assert len(names) == 1000
    assert {len(name) for name in names} == {12}


def test_an_account_is_called_by_its_name():
    assert str(User(username="wang.min", name="王敏")) == "王敏"
    assert str(User(username="wang.min")) == "wang.min"
    assert (User(name="王敏").get_short_name(), User(name="王敏").get_full_name()) == (
        "王敏",
        "王敏",
    )


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        (
            "Mozilla/5.0 (Linux; Android 9) AppleWebKit Chrome/86 Mobile Safari MicroMessenger/8.0",
            "微信 WeChat, Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120 Safari Edg/120", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17) AppleWebKit Version/17 Safari", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120) Gecko Firefox/120", "Firefox, Linux"),
    ],
)
def test_devices_in_words_people_know(user_agent, expected):
    assert device(user_agent) == expected


def test_a_device_that_says_nothing(settings):
    from django.utils.translation import override

    with override("en"):
        assert device("") == "unknown device"
