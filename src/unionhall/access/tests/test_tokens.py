"""Tokens: a program acts for its owner with no more than was named, until a day."""

from datetime import timedelta

import pytest

from unionhall.access import tokens
from unionhall.access.models import Token
from unionhall.access.scope import scope
from unionhall.core.clock import today
from unionhall.core.errors import Refused

pytestmark = pytest.mark.django_db


def made(cast, *abilities, days=30) -> tuple[Token, str]:
    return tokens.make(
        cast.rights_officer,
        name="统计脚本",
        abilities=list(abilities),
        until_on=today() + timedelta(days),
        by=cast.rights_officer,
        on=today(),
    )


def bearer(client, secret, path="/api/v1/cases"):
    return client.get(path, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_a_token_signs_its_owner_in_within_the_named_abilities(cast, rf):
    _token, secret = made(cast, "cases.view")
    request = rf.get("/")
    user = tokens.TokenAuth().authenticate(request, secret)
    assert user == cast.rights_officer == request.user
    assert scope(user, "cases.view").paths == (cast.units.district.path,)
    assert scope(user, "cases.accept").paths == ()


def test_a_token_is_no_good_after_its_day_when_revoked_or_altered(cast, rf):
    token, secret = made(cast, "cases.view")
    authenticate = tokens.TokenAuth().authenticate
    assert authenticate(rf.get("/"), secret + "x") is None
    tokens.revoke(token, by=cast.rights_officer, on=today())
    assert authenticate(rf.get("/"), secret) is None
    other, secret = made(cast, "cases.view")
    Token.objects.filter(pk=other.pk).update(created_on=today() - timedelta(9), until_on=today())
    assert authenticate(rf.get("/"), secret) is None


def test_the_secret_is_not_kept(cast):
    token, secret = made(cast, "cases.view")
    assert secret.encode() not in bytes(token.digest)
    assert token.digest == tokens.digest_of(secret)


def test_a_token_names_known_abilities_and_ends_within_a_year(cast):
    for abilities, days in (
        ((), 30),
        (("cases.fly",), 30),
        (("cases.view",), 0),
        (("cases.view",), 400),
    ):
        with pytest.raises(Refused):
            made(cast, *abilities, days=days)
    assert not Token.objects.exists()


def test_a_token_is_revoked_once(cast):
    token, _secret = made(cast, "cases.view")
    tokens.revoke(token, by=cast.rights_officer, on=today())
    with pytest.raises(Refused):
        tokens.revoke(token, by=cast.rights_officer, on=today())


def test_the_interface_takes_the_token_and_refuses_what_it_does_not_name(cast, client):
    _token, secret = made(cast, "cases.view")
    assert bearer(client, secret) == 200
    assert bearer(client, secret, "/api/v1/me/requests") == 404
    assert bearer(client, "uh_nonsense") == 401


def test_nobody_revokes_anothers_token(cast, signed_in):
    token, _secret = made(cast, "cases.view")
    assert signed_in(cast.chair).post(f"/access/tokens/{token.pk}/revoke/").status_code == 404
    assert (
        signed_in(cast.rights_officer).post(f"/access/tokens/{token.pk}/revoke/").status_code == 302
    )
    assert not Token.objects.valid(on=today()).exists()
