"""Where django-allauth meets this project: who is found, what is sent, what is said."""

import base64

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from unionhall.accounts import sending
from unionhall.accounts.forms import REMEMBER, PhoneFormField, written
from unionhall.accounts.happenings import tell
from unionhall.accounts.models import User
from unionhall.accounts.phones import plain
from unionhall.core import keyring

WRONG = _("The name or the password is not right. Check both, or sign in with a code instead.")


def shown_name(user: User) -> str:
    """How an account is called on screen."""
    return str(user)


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in by phone, e-mail or user name; no open sign-up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "phone_password_mismatch": WRONG,
        "too_many_login_attempts": _(
            "Too many attempts. To protect the account it is locked for five minutes, after many "
            "attempts for an hour. Wait, or sign in with a code instead."
        ),
        "too_many_codes": _(
            "Too many codes were asked for. Wait five minutes and try again; if that does not "
            "help, try again tomorrow."
        ),
        "code_needs_number": _(
            "A code can only be sent to a mobile number or an e-mail address. With a user name a "
            "password is needed."
        ),
        "incorrect_code": _("The code is not right. Look again at the newest message."),
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The current password is not right."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Only addresses of this site: other allowed hosts may belong to somebody else tomorrow."""
        return url_has_allowed_host_and_scheme(
            url,
            allowed_hosts={self.request.get_host()},
            require_https=self.request.is_secure(),
        )

    def post_login(self, request, user, **kwargs):
        """Stay as long as was asked for, and go on in the language the person once chose."""
        if request.session.pop(REMEMBER, False):
            request.session.set_expiry(settings.SESSION_COOKIE_AGE)
        response = super().post_login(request, user, **kwargs)
        if user.language:
            keep_language(response, user.language)
        return response

    def _get_login_attempts_cache_key(self, request, **credentials) -> str:
        return written(credentials.get("username") or credentials.get("email") or "")

    # Phones

    def phone_form_field(self, **kwargs):
        return PhoneFormField(**kwargs)

    def get_user_by_phone(self, phone: str) -> User | None:
        number = plain(phone)
        return User.objects.filter(phone=number).first() if number else None

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        user.phone, user.phone_verified = plain(phone), verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: User, phone: str) -> None:
        if (user.phone, user.phone_verified) != (phone, True):
            self.set_phone(user, phone, True)

    # Messages out

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs) -> None:
        sending.send_code(phone, code)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send the sign-in code: the only mail of allauth's that our pages can cause."""
        if template_prefix != "account/email/login_code":
            raise ValueError(f"{template_prefix} has no text of ours.")
        sending.send_code(email, context["code"])


class AuthenticatorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps sealed with a key outside the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("The code is not right. Wait for the next one and type that."),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(keyring.encrypt("authenticator", text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return keyring.decrypt("authenticator", base64.b64decode(encrypted_text)).decode()

    def get_totp_label(self, user: User) -> str:
        return user.phone or user.email or user.username


class SessionsAdapter(DefaultUserSessionsAdapter):
    """Ends sessions, and says so."""

    def end_sessions(self, sessions) -> None:
        ended = list(sessions)
        super().end_sessions(ended)
        if ended:
            tell(ended[0].user, "sessions_ended", by=ended[0].user)


def keep_language(response, language: str) -> None:
    """Let the browser remember the language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.SESSION_COOKIE_SECURE,
    )
