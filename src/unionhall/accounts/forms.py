"""What people type to sign in."""

import time

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context, ratelimit
from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.fields import check_phone
from unionhall.accounts.phones import plain

RECENT = 10 * 60  # seconds in which a code replaces the old password


class PhoneFormField(forms.CharField):
    """A mobile number, cleaned to its one written form whatever way it was typed."""

    default_validators = [check_phone]

    def __init__(self, **kwargs):
        kwargs.setdefault("label", _("Mobile number"))
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        )
        super().__init__(**kwargs)

    def clean(self, value):
        return plain(super().clean(value))


def written(login: str) -> str:
    """The one written form of a phone number, e-mail address or user name."""
    login = login.strip()
    return plain(login) or login.lower()


class LoginForm(allauth_forms.LoginForm):
    """Sign-in with a password."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Mobile number, e-mail address or user name"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.fields["remember"].label = _("Stay signed in on this device for 14 days")
        self.order_fields(["login", "password", "remember"])

    def clean_login(self) -> str:
        return written(self.cleaned_data["login"])


class RequestCodeForm(forms.Form):
    """Asks for a one-time code by text message or e-mail; the answer is the same for any number."""

    login = forms.CharField(
        label=_("Mobile number or e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )

    def clean_login(self) -> str:
        login = written(self.cleaned_data["login"])
        if "@" in login:
            validate_email(login)
        else:
            check_phone(login)
        if not ratelimit.consume(context.request, action="request_login_code", key=login):
            raise get_adapter().validation_error("too_many_codes")
        return login

    def clean(self) -> dict:
        """Add `email` or `phone` and the account, as allauth's view expects them."""
        login = self.cleaned_data.get("login", "")
        self._user = None
        if "@" in login:
            found = filter_users_by_email(login, prefer_verified=True, for_login=True)
            self._user = found[0] if len(found) == 1 else None
            return {**self.cleaned_data, "email": login, "phone": None}
        if login:
            self._user = get_adapter().get_user_by_phone(login)
        return {**self.cleaned_data, "email": None, "phone": login}


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """A new password; who has just signed in by code need not know the old one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if signed_in_by_code(context.request):
            del self.fields["oldpassword"]
        else:
            self.fields["oldpassword"].label = _("Current password")
        self.fields["password1"].label = _("New password")
        self.fields["password2"].label = _("New password again")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


def signed_in_by_code(request) -> bool:
    """Whether this session proved possession of the phone or mailbox in the last minutes."""
    records = get_authentication_records(request, request.user)
    return any(r["method"] == "code" and time.time() - r["at"] < RECENT for r in records)
