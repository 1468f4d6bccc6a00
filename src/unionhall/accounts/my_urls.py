"""A person's own account, under /me/account/."""

from functools import wraps

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.db import transaction
from django.urls import path

from unionhall.accounts import contact, views
from unionhall.core.web import marked


def own(address: str, view, name: str):
    """A page that shows people nothing but their own account."""
    return path(address, marked(view, own=True), name=name)


def wholly(view):
    """Change the account and its history together or not at all; only looking needs no transaction."""

    @wraps(view)
    def changing(request, *args, **kwargs):
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return changing


urlpatterns = [
    own("", views.home, "account_home"),
    own("phone/", contact.change_phone, "account_change_phone"),
    own("email/", contact.change_email, "account_change_email"),
    own("code/", contact.confirm, "account_confirm_contact"),
    own("password/", wholly(account.password_change), "account_change_password"),
    own("password/set/", wholly(account.password_set), "account_set_password"),
    own("devices/", wholly(sessions.list_usersessions), "usersessions_list"),
    own("confirm/", account.reauthenticate, "account_reauthenticate"),
    own("confirm/authenticator/", mfa.reauthenticate, "mfa_reauthenticate"),
    own("authenticator/", mfa.index, "mfa_index"),
    own("authenticator/add/", totp.activate_totp, "mfa_activate_totp"),
    own("authenticator/remove/", wholly(totp.deactivate_totp), "mfa_deactivate_totp"),
    own("authenticator/codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"),
    own(
        "authenticator/codes/new/",
        recovery_codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
    ),
    own(
        "authenticator/codes/file/",
        recovery_codes.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
]
