"""Signing in by password and by code."""

import re

import pytest
from django.urls import reverse

from unionhall.accounts.tests.conftest import PASSWORD, PHONE

LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"

pytestmark = pytest.mark.django_db


def code_in(text):
    return re.search(r"\b\d{6}\b", text).group()


def signed_in(client):
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize(
    "typed",
    [
        "wang.min",
        "WANG.MIN",
        "wang@example.org",
        "Wang@Example.org ",
        PHONE,
        "138 0013 8000",
        "+86 138-0013-8000",
        "１３８００１３８０００",
    ],
)
def test_a_password_signs_in_with_any_name_of_the_account(client, wang, typed):
    answer = client.post(LOGIN, {"login": typed, "password": PASSWORD})

    assert answer.status_code == 302
    assert signed_in(client) == str(wang.pk)


def test_pages(client, wang):
    for path in (
        LOGIN,
        CODE,
        "/accounts/inactive/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/abc/",
    ):
        assert client.get(path).status_code == 200
    client.post(CODE, {"login": PHONE})
    assert client.get(CONFIRM).status_code == 200
    client.force_login(wang)
    for name in (
        "account_home",
        "account_change_phone",
        "account_email",
        "account_change_password",
        "usersessions_list",
        "mfa_index",
        "account_logout",
    ):
        assert client.get(reverse(name)).status_code == 200, name
