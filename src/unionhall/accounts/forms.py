"""What people type to sign in and to look after their account."""

import time

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context, ratelimit
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from unionhall.accounts.fields import check_phone
from unionhall.accounts.phones import plain
from unionhall.accounts.sending import send_nothing

REMEMBER = "remember"  # in the session, until the code is typed
STAY = _("Stay signed in on this device for 14 days")
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


class Labelled:
    """Our words instead of allauth's, and no placeholder that only repeats the label."""

    labels: dict = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)


def written(login: str) -> str:
    """The one written form of a phone number, e-mail address or user name."""
    login = login.strip()
    return plain(login) or login.lower()


class RequestCodeForm(forms.Form):
    """Asks for a one-time code by text message or e-mail; the answer is the same for any number."""

    login = forms.CharField(
        label=_("Mobile number or e-mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )

    remember = forms.BooleanField(label=STAY, required=False)

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
        self._user = account_of(login)
        if login and self._user is None:
            send_nothing()  # an unknown number must cost what a known one does
        context.request.session[REMEMBER] = self.cleaned_data.get("remember", False)
        by_email = "@" in login
        return {
            "login": login,
            "email": login if by_email else None,
            "phone": None if by_email else login,
        }


def account_of(login: str):
    """The one account with this e-mail address or phone number, or None."""
    if "@" not in login:
        return get_adapter().get_user_by_phone(login)
    found = filter_users_by_email(login, prefer_verified=True, for_login=True)
    return found[0] if len(found) == 1 else None


class LoginForm(Labelled, allauth_forms.LoginForm):
    """Sign-in with a password, or without one by a code."""

    labels = {
        "password": _("Password"),
        "remember": STAY,
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("Mobile number, e-mail address or user name"),
            max_length=254,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        )
        self.fields["password"].required = False
        self.order_fields(["login", "password", "remember"])

    def clean_login(self) -> str:
        return written(self.cleaned_data["login"])

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict:
        if not (email or phone):
            raise get_adapter().validation_error("code_needs_number")
        asked = RequestCodeForm(
            {"login": self.cleaned_data["login"], "remember": self.cleaned_data["remember"]}
        )
        if asked.is_valid():
            self.user = asked._user
        else:
            self.add_error("login", asked.errors["login"].as_data())
        return self.cleaned_data


class ConfirmCodeForm(Labelled, allauth_forms.ConfirmLoginCodeForm):
    """The code from the message."""

    labels = {"code": _("Code from the message")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update(inputmode="numeric", autofocus=True)


class TypedCodeForm(forms.Form):
    """A code that one of our own pages sent."""

    code = forms.CharField(
        label=_("Code from the message"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


class NewPhoneForm(forms.Form):
    """A new mobile number to sign in with."""

    contact = PhoneFormField(label=_("New mobile number"))


class NewEmailForm(forms.Form):
    """A new e-mail address to sign in with."""

    contact = forms.EmailField(
        label=_("New e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_contact(self) -> str:
        return self.cleaned_data["contact"].lower()


class ReauthenticateForm(Labelled, allauth_forms.ReauthenticateForm):
    """The password once more."""

    labels = {"password": _("Password")}


class SetPasswordForm(Labelled, allauth_forms.SetPasswordForm):
    """The first password."""

    labels = {"password1": _("New password"), "password2": _("New password again")}


class ChangePasswordForm(Labelled, allauth_forms.ChangePasswordForm):
    """A new password; who has just signed in by code need not know the old one."""

    labels = {
        "oldpassword": _("Current password"),
        "password1": _("New password"),
        "password2": _("New password again"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if signed_in_by_code(context.request):
            del self.fields["oldpassword"]


class AuthenticateForm(Labelled, mfa_forms.AuthenticateForm):
    """The code of the authenticator app, or a recovery code."""

    labels = {"code": _("Code from the app, or a recovery code")}


class ReauthenticateByAppForm(Labelled, mfa_forms.ReauthenticateForm):
    """The code of the authenticator app once more."""

    labels = {"code": _("Code from the app, or a recovery code")}


class ActivateAppForm(Labelled, totp_forms.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    labels = {"code": _("Code that the app shows now")}


def signed_in_by_code(request) -> bool:
    """Whether this session proved possession of the phone or mailbox in the last minutes."""
    records = get_authentication_records(request, request.user)
    return any(r["method"] == "code" and time.time() - r["at"] < RECENT for r in records)
