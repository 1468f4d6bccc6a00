"""The act that gives an officer who is in no register an account."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from unionhall.accounts.models import User, fresh_username
from unionhall.core.errors import Refused
from unionhall.history.actions import act, record
from unionhall.organisations.models import Organisation


@act
def open_account(name: str, phone: str, *, organisation: Organisation, by, on: date) -> User:
    """Let a person sign in with a code sent to the phone; raises Refused for a wrong or known number."""
    user = User(username=fresh_username(), name=name.strip(), phone=phone or None)
    user.set_unusable_password()
    try:
        user.clean_fields(exclude=["password"])
        with transaction.atomic():
            user.save()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Refused(
            _("Somebody else signs in with this number."), instead=_("Search for the number.")
        ) from error
    record(
        organisation.chain,
        "organisations.account_opened",
        by=by,
        subject=organisation,
        facts={"user": user.pk},
        on=on,
    )
    return user
