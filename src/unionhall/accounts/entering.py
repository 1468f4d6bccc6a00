"""Letting somebody in who has proved on another page who they are."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from allauth.usersessions.models import UserSession

from unionhall.accounts.happenings import tell
from unionhall.accounts.models import User


def sign_in_by_code(request, user: User, *, next_url: str = ""):
    """Go through allauth's stages (closed accounts, authenticator app) as after a code of its own."""
    record_authentication(request, user, method="code", phone=user.phone)
    return perform_login(request, user, redirect_url=next_url or None)


def sign_out_everywhere(user: User, *, by: User | None) -> int:
    """End all sessions of an account, by an officer or by whoever runs the server; how many there were."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    if sessions:
        tell(user, "sessions_ended", by=by)
    return len(sessions)
