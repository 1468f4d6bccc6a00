"""Making, using and revoking tokens of the interface."""

import secrets
from datetime import date, timedelta

from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from unionhall.access.grants import ABILITIES
from unionhall.access.models import Token
from unionhall.core import keyring
from unionhall.core.clock import today
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record

LONGEST = timedelta(days=366)
# Reading and writing one's own records under /me/, which no office grants.
OWN = "me"
PREFIX = "uh_"


def digest_of(secret: str) -> bytes:
    """What is kept of a token's secret."""
    return keyring.digest("token", secret.encode())


@act
def make(
    user, *, name: str, abilities: list[str], until_on: date, by, on: date
) -> tuple[Token, str]:
    """Make a token with these abilities; returns it with its secret, which is shown only now."""
    unknown = [ability for ability in abilities if ability not in ABILITIES and ability != OWN]
    if unknown or not abilities:
        raise Refused(_("Choose what the token may do."))
    if not on < until_on <= on + LONGEST:
        raise Refused(_("A token holds for at least a day and at most a year."))
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        user=user,
        name=name,
        digest=digest_of(secret),
        abilities=sorted(abilities),
        created_on=on,
        until_on=until_on,
    )
    facts = {"abilities": token.abilities, "until_on": until_on.isoformat()}
    record(f"account:{user.pk}", "access.token_made", by=by, subject=token, facts=facts, on=on)
    return token, secret


@act
def revoke(token: Token, *, by, on: date) -> None:
    """End a token at once."""
    if not Token.objects.filter(pk=token.pk, revoked_on=None).update(revoked_on=on):
        raise Refused(_("This token was revoked before."))
    record(f"account:{token.user_id}", "access.token_revoked", by=by, subject=token, on=on)


class TokenAuth(HttpBearer):
    """Signs a program in as the token's owner, limited to the token's abilities."""

    def authenticate(self, request, token: str):
        found = (
            Token.objects.valid(on=today())
            .filter(digest=digest_of(token), user__is_active=True)
            .select_related("user")
            .first()
        )
        if found is None:
            return None
        if found.used_on != today():
            Token.objects.filter(pk=found.pk).update(used_on=today())
        found.user.limited_to = frozenset(found.abilities)
        request.user, request.token = found.user, found
        return found.user
