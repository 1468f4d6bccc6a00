"""What is done to an account: told as news to whoever keeps the history, and shown to its owner.

The history lies above; it listens to `happened`, and `kept_by` names who reads it for the page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.signals import password_changed, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import Signal, receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from unionhall.accounts.models import User

# Sent with `user`, `what` (a key of SENTENCES), and `by`, None for whoever runs the server.
happened = Signal()

SENTENCES = {
    "bound": gettext_lazy("tied the account to the member in the register"),
    "password_set": gettext_lazy("chose a password for the account"),
    "password_changed": gettext_lazy("changed the password"),
    "phone_changed": gettext_lazy("changed the mobile number to sign in with"),
    "email_changed": gettext_lazy("changed the e-mail address to sign in with"),
    "email_removed": gettext_lazy("removed the e-mail address"),
    "authenticator_added": gettext_lazy("added an authenticator app"),
    "authenticator_removed": gettext_lazy("removed the authenticator app"),
    "recovery_codes_made": gettext_lazy("made new recovery codes"),
    "recovery_codes_removed": gettext_lazy("removed the recovery codes"),
    "sessions_ended": gettext_lazy("signed out the devices that were signed in"),
}


@dataclass(frozen=True)
class Happening:
    """One thing that was done to an account, ready for the trail."""

    at: datetime
    by_label: str
    sentence: str
    kind: str = "act"


# (when, what, who; None for whoever runs the server), the oldest first
Kept = Callable[[User], list[tuple[datetime, str, User | None]]]
_kept: Kept | None = None


def kept_by(read: Kept) -> Kept:
    """Name who knows what happened to an account."""
    global _kept
    _kept = read
    return read


def tell(user: User, what: str, *, by: User | None) -> None:
    """Tell that something was done to an account."""
    if what not in SENTENCES:
        raise ValueError(f"{what} has no sentence.")
    happened.send(sender=User, user=user, what=what, by=by)


def story(user: User) -> list[Happening]:
    """What happened to the account, in the words of its owner's page."""
    return [
        Happening(at, _actor(by, user), str(SENTENCES[what]))
        for at, what, by in (_kept(user) if _kept else [])
    ]


def _actor(by: User | None, owner: User) -> str:
    if by is None:
        return _("Whoever runs the server")
    return _("You") if by == owner else str(by)


# What allauth's own pages do


@receiver(password_set)
def _password_set(sender, user, **more) -> None:
    tell(user, "password_set", by=user)


@receiver(password_changed)
def _password_changed(sender, user, **more) -> None:
    tell(user, "password_changed", by=user)


def _is_app(authenticator: Authenticator) -> bool:
    return authenticator.type == Authenticator.Type.TOTP


# allauth tells of a new app, and of new codes, only once they are stored: a transaction later.
@receiver(authenticator_added)
def _authenticator_added(sender, user, authenticator, **more) -> None:
    what = "authenticator_added" if _is_app(authenticator) else "recovery_codes_made"
    tell(user, what, by=user)


@receiver(authenticator_removed)
def _authenticator_removed(sender, user, authenticator, **more) -> None:
    what = "authenticator_removed" if _is_app(authenticator) else "recovery_codes_removed"
    tell(user, what, by=user)


@receiver(authenticator_reset)
def _recovery_codes_made(sender, user, **more) -> None:
    tell(user, "recovery_codes_made", by=user)
